"""The parts that every page's checks share: comparing, showing, running."""

import sys

import numpy as np
import pytest

from hocsau.exercises import NotRight, running
from hocsau.exercises.checking import check_function, check_value
from hocsau.exercises.compare import difference, same
from hocsau.exercises.running import run
from hocsau.exercises.shown import kind, show

NAN = float("nan")
EQUAL = [
    (3, 3),
    (3.0, 3),
    (np.float32(0.5), 0.5),
    (np.array(2), 2),
    (0.1 + 0.2, 0.3),
    (10**40, 10**40),
    (True, True),
    (np.True_, True),
    ("a", "a"),
    ([1, [2.0]], [1, [2]]),
    ((1, 2), (1, 2)),
    ({"a": 1}, {"a": 1.0}),
    ({1, 2}, {2, 1}),
    (np.array([1, 2]), np.array([1.0, 2.0])),
    (np.array([True]), np.array([True])),
    (None, None),
]
DIFFERENT = [
    (None, 3),
    (..., 3),
    (4, 3),
    (True, 1),
    (1, True),
    ("3", 3),
    (3 + 0j, 3),
    (NAN, 3),
    (10**400, 3.0),
    (10**40, 10**40 + 1),
    (np.array([3]), 3),
    ("a ", "a"),
    ("A", "a"),
    ((1, 2), [1, 2]),
    ([1], [1, 2]),
    ([1, 3], [1, 2]),
    ([True], [1]),
    ({}, {"a": 1}),
    ({"a": 1, "b": 2}, {"a": 1}),
    ({"a": 2}, {"a": 1}),
    ([1], {1}),
    ({1}, {2}),
    ([1, 2], np.array([1, 2])),
    (np.array([[1, 2]]), np.array([1, 2])),
    (np.array([1, 3]), np.array([1, 2])),
    (np.array([1, NAN]), np.array([1, 2])),
    (np.array([1, 0]), np.array([True, False])),
    (np.array([True, False]), np.array([1, 0])),
    (np.array(["1"]), np.array([1])),
    (3, None),
    (np.ma.array([1, 9], mask=[False, True]), np.array([1, 2])),
    (np.array([1 + 1j]), np.array([1.0])),
    (len, 3),
]


@pytest.mark.parametrize(("found", "expected"), EQUAL)
def test_equal(found, expected):
    assert difference(found, expected) is None


@pytest.mark.parametrize(("found", "expected"), DIFFERENT)
def test_different(found, expected):
    assert difference(found, expected)


def test_the_answer_is_not_in_what_is_said():
    for expected in (123.5, "bí mật", [123.5], {"a": 123.5}, np.array([123.5])):
        for found in (0, "x", [0], {"a": 0}, np.array([0.0]), None):
            assert "123" not in str(difference(found, expected)) and "mật" not in str(
                difference(found, expected)
            )


def test_no_rule_is_an_error_of_the_page():
    with pytest.raises(TypeError):
        difference(1, object())


def test_same_is_strict():
    a = [1, {"a": np.zeros(2)}, (2.0, "x")]
    assert same(a, [1, {"a": np.zeros(2)}, (2.0, "x")])
    for other in ([1.0, *a[1:]], [1, {"a": np.ones(2)}, a[2]], a[:2], [1, {"b": np.zeros(2)}, a[2]]):
        assert not same(other, a)


def test_show_is_one_short_line():
    for value in (np.arange(10_000).reshape(100, 100), "x" * 500, [1] * 500, {"a": "\n" * 9}, 2 / 3):
        assert len(show(value)) <= 70 and "\n" not in show(value)
    assert show(2 / 3) == "0.666667" and show(3.0) == "3" and show(np.float64(0.25)) == "0.25"


def test_kinds_are_vietnamese():
    assert [kind(v) for v in (None, True, 1, 1.0, "a", [1], np.zeros(2), len)] == [
        "None", "giá trị True/False", "số nguyên", "số thực", "chuỗi", "list", "mảng numpy shape (2,)", "hàm",
    ]  # fmt: skip


def test_run_gives_back_what_was_printed_and_the_trace():
    seen = []

    def trace(*args):
        seen.append(args)
        return None

    before = sys.gettrace()
    try:
        sys.settrace(trace)
        ran = run(lambda x: print("chào") or x + 1, [1], "Với x = 1")
        assert sys.gettrace() is trace
    finally:
        sys.settrace(before)
    assert (ran.result, ran.printed) == (2, "chào\n") and 0 < ran.steps < 30


def test_work_of_numpy_is_not_counted():
    small, large = (run(np.median, [np.arange(n)], "").steps for n in (3, 3000))
    assert small == large == 0


def test_an_interrupt_passes():
    def stopped():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(stopped, [], "")


def test_a_loop_that_swallows_exceptions_still_ends(monkeypatch):
    monkeypatch.setattr(running, "MOST_STEPS", 1000)

    def stubborn():
        while True:
            try:
                len(5)
            except Exception:
                continue

    with pytest.raises(NotRight, match="mãi"):
        run(stubborn, [], "Với gì cũng thế")


def test_hints_need_every_case_so_far():
    cases, hints = (
        [(1,), (2,), (3,)],
        [(lambda n: 0, "luôn là 0"), (lambda n: n if n < 3 else 0, "quên số 3")],
    )
    with pytest.raises(NotRight, match="quên số 3"):
        check_function(lambda n: n if n < 3 else 0, "f(n)", lambda n: n, cases, hints=hints)
    with pytest.raises(NotRight) as caught:
        check_function(lambda n: n if n < 3 else 7, "f(n)", lambda n: n, cases, hints=hints)
    assert "Gợi ý" not in str(caught.value)


def test_a_value_and_its_hint(capsys):
    check_value(3, 3, "Kết quả")
    assert capsys.readouterr().out == "Đúng rồi! Kết quả là 3.\n"
    with pytest.raises(NotRight, match="đảo"):
        check_value(1 / 3, 3, "Kết quả", hints=[(1 / 3, "đảo")])
