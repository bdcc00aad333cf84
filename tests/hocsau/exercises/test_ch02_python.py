"""Each exercise of chapter 2: other right answers pass, usual wrong ones do not, and the message says why."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from ch02_answers import RIGHT, WRONG

from hocsau.exercises import NotRight, ch02_python
from hocsau.exercises.ch02_python import check_add_item, check_curves


def check(name):
    return getattr(ch02_python, f"check_{name}")


def flat(error):
    return " ".join(str(error.value).split())


def test_every_exercise_is_here():
    checks = {name.removeprefix("check_") for name in vars(ch02_python) if name.startswith("check_")}
    assert checks == set(RIGHT) | {"curves", "add_item"} == set(WRONG) | {"curves", "add_item"}
    assert len(checks) == 20


@pytest.mark.parametrize(("name", "answer"), [(n, a) for n, answers in RIGHT.items() for a in answers])
def test_right(name, answer, capsys):
    check(name)(answer)
    assert capsys.readouterr().out.startswith("Đúng rồi!")


@pytest.mark.parametrize(("name", "case"), [(n, c) for n, cases in WRONG.items() for c in cases])
def test_wrong(name, case, capsys):
    answer, words = case
    with pytest.raises(NotRight) as caught:
        check(name)(answer)
    assert words in flat(caught), flat(caught)
    assert "Đúng rồi" not in capsys.readouterr().out


def test_a_value_is_not_given_away():
    with pytest.raises(NotRight) as caught:
        check("seconds")(1)
    assert "9320" not in flat(caught)


def test_the_line_that_failed_is_shown():
    def broken(numbers):
        return sum(numbers) / size  # noqa: F821

    with pytest.raises(NotRight) as caught:
        check("mean")(broken)
    assert "NameError" in flat(caught) and "return sum(numbers) / size" in flat(caught)


def add_good(item, basket=None):
    if basket is None:
        basket = []
    basket.append(item)
    return basket


def test_add_item_right():
    check_add_item(add_good)


def add_shared(item, basket=[]):  # noqa: B006
    basket.append(item)
    return basket


def add_falsy(item, basket=None):
    basket = basket or []
    basket.append(item)
    return basket


def add_returns_nothing(item, basket=None):
    (basket if basket is not None else []).append(item)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (add_shared, "một lần"),
        (add_falsy, "is None"),
        (add_returns_nothing, "return"),
        (lambda item, basket=None: (basket or []) + [item], "chính giỏ"),
        (lambda item, basket: [*basket, item], "1 tham số"),
        (lambda item: [item], "2 tham số"),
        (lambda item, basket=None: [item], "phần tử"),
    ],
)
def test_add_item_wrong(answer, words):
    with pytest.raises(NotRight) as caught:
        check_add_item(answer)
    assert words in flat(caught)


def figure(x=None, functions=(np.sin, np.cos), labels=("sin", "cos"), legend=True, **texts):
    x = np.linspace(0, 2 * np.pi, 100) if x is None else x
    _, ax = plt.subplots()
    for function, label in zip(functions, labels, strict=True):
        ax.plot(x, function(x), label=label)
    ax.set(**{"xlabel": "x", "ylabel": "y", "title": "t", **texts})
    if legend:
        ax.legend()
    return ax


def test_curves_right():
    check_curves(figure())
    check_curves(figure(functions=(np.cos, np.sin), labels=("c", "s")).figure)
    check_curves(figure(x=np.arange(0, 2 * np.pi, 0.1)))
    figure()
    check_curves(plt)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"functions": (np.sin,), "labels": ("sin",)}, "hai đường"),
        ({"functions": (np.sin, np.tan)}, "cos"),
        ({"x": np.linspace(0, 3, 100)}, "2π"),
        ({"x": np.linspace(0, 2 * np.pi, 8)}, "50 điểm"),
        ({"x": np.linspace(0, 360, 100)}, "2π"),
        ({"xlabel": ""}, "trục ngang"),
        ({"ylabel": " "}, "trục đứng"),
        ({"title": ""}, "title"),
        ({"legend": False}, "legend"),
        ({"labels": ("a", "a")}, "legend"),
    ],
)
def test_curves_wrong(options, words):
    with pytest.raises(NotRight) as caught:
        check_curves(figure(**options))
    assert words in flat(caught)


def test_an_empty_figure():
    with pytest.raises(NotRight, match="0"):
        check_curves(plt)
