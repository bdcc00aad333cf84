"""explore(): which mode runs when, and every call that is refused in Vietnamese."""

import os
import subprocess
import sys

import matplotlib.pyplot as plt
import numpy as np
import pytest

from hocsau.interactive import explore, slider

K = slider(0, 4, 1, value=3)


def draw(k):
    return plt.figure(figsize=(2, 1)), f"k = {k}"


def python(code, **env):
    environment = {**os.environ, "MPLBACKEND": "agg", **env}
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


SCRIPT = """
import sys
import matplotlib.pyplot as plt
from hocsau.interactive import explore, slider
shown = []
import IPython.display
IPython.display.display = lambda data, raw=False: shown.append(data)
explore(lambda k: (plt.figure(), f"k = {k}"), alt="hình", k=slider(0, 4, 1, value=3))
print("|", [sorted(data) for data in shown], "ipywidgets" in sys.modules)
"""


def test_static_mode_makes_no_widget_and_never_imports_ipywidgets():
    keys = ["application/vnd.hocsau.explore+json", "image/png", "text/plain"]
    assert python(SCRIPT, HOCSAU_STATIC="1").strip() == f"| [{keys}] False"


def test_plain_python_prints_the_reading():
    assert python(SCRIPT, HOCSAU_STATIC="0").splitlines() == ["k = 3", "[Hình tương tác: hình]", "| [] False"]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: explore(draw, k=K), "thiếu alt"),
        (lambda: explore(draw, alt="  ", k=K), "thiếu alt"),
        (lambda: explore(draw, alt="x"), "cần ít nhất một điều khiển"),
        (lambda: explore(draw, alt="x", k=3), "k phải là slider(…) hoặc choice(…), không phải int"),
        (lambda: explore(draw, alt="x", k=K, lr=K), "lr không phải tham số của draw; draw nhận: k"),
        (lambda: explore(lambda k, w: None, alt="x", k=K), "draw cần w nhưng không có điều khiển nào"),
        (lambda: explore("draw", alt="x", k=K), "draw phải là một hàm"),
        (lambda: explore(draw, alt="x", k=K, name="Có dấu"), "name = 'Có dấu' chỉ được gồm"),
        (lambda: explore(draw, alt="x", k=K, page="../x"), "page = '../x' chỉ được gồm"),
        (lambda: explore(draw, alt="x", k=K, data={}), "data chỉ dùng cùng page"),
        (lambda: explore(draw, alt="x", k=K, page="p", data={"x": np.array([np.nan])}), "bỏ NaN"),
        (lambda: explore(draw, alt="x", k=K, page="p", data={"x": draw}), "kiểu function"),
        (lambda: explore(lambda k: None, alt="x", k=K), "draw(k=3) phải trả về (figure, dòng chữ)"),
        (lambda: explore(lambda k: (plt.figure(), 5), alt="x", k=K), "một dòng chữ đọc được, đang trả về 5"),
        (lambda: explore(lambda k: (plt.figure(), "a\nb"), alt="x", k=K), "một dòng chữ"),
        (lambda: explore(lambda k: ("", "a"), alt="x", k=K), "phải trả về (figure, dòng chữ)"),
    ],
)
def test_refused(call, says):
    with pytest.raises(ValueError) as error:
        call()
    assert says in str(error.value)
    assert plt.get_fignums() == []


def test_numpy_data_becomes_plain_json(monkeypatch):
    shown = []
    monkeypatch.setenv("HOCSAU_STATIC", "1")
    monkeypatch.setattr("IPython.display.display", lambda data, raw: shown.append(data))
    explore(draw, alt="x", k=K, page="p", data={"x": np.arange(3), "n": np.float64(0.5)})
    payload = shown[0]["application/vnd.hocsau.explore+json"]
    assert payload["data"] == {"x": [0, 1, 2], "n": 0.5}


def test_a_draw_that_raises_names_the_values_it_had(monkeypatch):
    """The default works; the build must fail at the one value that does not."""
    monkeypatch.setenv("HOCSAU_STATIC", "1")

    def half(lr):
        figure = plt.figure()
        if lr == 0.3:
            raise ZeroDivisionError("chia cho 0")
        return figure, "ổn"

    with pytest.raises(RuntimeError, match=r"draw\(lr=0.3\) báo lỗi ZeroDivisionError: chia cho 0"):
        explore(half, alt="x", lr=slider(0, 0.4, 0.1, value=0.1))
    assert plt.get_fignums() == []


def test_a_bare_figure_reads_its_values(monkeypatch, capsys):
    monkeypatch.delenv("HOCSAU_STATIC", raising=False)
    explore(lambda k, w=1: plt.figure(), alt="x", k=slider(0, 4, 1, value=3, label="số bước"), w=K)
    assert capsys.readouterr().out.splitlines()[0] == "số bước = 3; w = 3"
