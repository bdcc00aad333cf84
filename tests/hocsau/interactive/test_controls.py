"""slider() and choice(): exact grids, formatted values, and every refused definition."""

import math

import numpy as np
import pytest

from hocsau.interactive import choice, slider
from hocsau.interactive.controls import ordered, plays


def test_slider_steps_do_not_drift():
    lr = slider(0.01, 1.1, 0.05, value=0.11)
    assert lr.values[:3] == (0.01, 0.06, 0.11) and lr.values[-1] == 1.06
    assert lr.texts[2] == "0.11" and lr.index == 2 and lr.default == 0.11
    assert slider(0, 0.3, 0.1).values == (0.0, 0.1, 0.2, 0.3)


def test_whole_numbers_stay_whole_and_floats_stay_floats():
    assert all(type(v) is int for v in slider(0, 10, 2).values)
    assert all(type(v) is int for v in slider(np.int64(0), 10, 2).values)
    assert all(type(v) is float for v in slider(0.0, 10, 2).values)
    assert slider(0.0, 10, 2).texts[1] == "2"
    assert slider(-200, 200, 100).texts == ("-200", "-100", "0", "100", "200")
    assert slider(1e-5, 3e-5, 1e-5).texts == ("0.00001", "0.00002", "0.00003")


def test_default_is_the_middle_step():
    assert slider(0, 10, 1).default == 5


def test_choice_texts_and_values():
    kernel = choice({"làm mờ": [1, 1], "tìm cạnh": [1, -1]}, label="kernel")
    assert kernel.texts == ("làm mờ", "tìm cạnh") and kernel.values[1] == [1, -1] and kernel.index == 0
    assert choice([True, False]).texts == ("có", "không")
    assert choice([2, 1, 0.5], value=0.5).index == 2
    assert choice([1, True], value=True).index == 1


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: slider(1, 0, 0.1), "start = 1 phải nhỏ hơn stop = 0"),
        (lambda: slider(1, 1, 0.1), "phải nhỏ hơn"),
        (lambda: slider(0, 1, 0), "step = 0 phải lớn hơn 0"),
        (lambda: slider(0, 1, -0.1), "phải lớn hơn 0"),
        (lambda: slider(0, 1, 2), "giảm step"),
        (lambda: slider(0, 1, 1e-6), "tăng step"),
        (lambda: slider(math.nan, 1, 0.1), "start = nan phải là số hữu hạn"),
        (lambda: slider(0, math.inf, 0.1), "stop = inf phải là số hữu hạn"),
        (lambda: slider(0, "một", 0.1), "stop = 'một' không phải là số"),
        (lambda: slider(False, 1, 0.1), "start = False không phải là số"),
        (lambda: slider(0, 1, 0.1, value=2), "value = 2 nằm ngoài khoảng từ 0 đến 1"),
        (lambda: slider(0, 1, 0.1, value=math.nan), "value = nan phải là số hữu hạn"),
        (lambda: slider(0.01, 1.1, 0.05, value=0.1), "nấc gần nhất là 0.11"),
        (lambda: slider(0, 1, 0.1, label=" "), "label đang rỗng"),
        (lambda: choice([]), "rỗng"),
        (lambda: choice("abc"), "dãy hoặc từ điển"),
        (lambda: choice(["a", "b", "a"]), "lặp lại: a"),
        (lambda: choice(["a", "b"], value="c"), "value = 'c' không có trong danh sách: a, b"),
        (lambda: choice([1.0, math.nan]), "NaN"),
    ],
)
def test_refused(make, says):
    with pytest.raises(ValueError) as error:
        make()
    assert says in str(error.value)


@pytest.mark.parametrize(
    "texts",
    [
        ["1", "10", "1 nghìn", "10 nghìn", "1 triệu"],
        ["10×10", "20×20", "120×120"],
        ["rộng 4", "rộng 2", "rộng 0.04"],
        ["0 %", "10 %", "30 %"],
        ["−1", "0", "1"],
        ["1", "8"],
    ],
)
def test_numbers_in_order_are_seen(texts):
    assert ordered(texts) and ordered(texts[::-1])


@pytest.mark.parametrize(
    "texts",
    [
        ["1", "2", "-1"],
        ["w1", "w2", "w3"],  # names
        ["0", "1", "1 có mũ"],
        ["bỏ trống", "1", "2"],
        ["3-3", "4-3", "4-4"],
        ["(3,)", "(4,)"],
        ["tầng 1, node 1", "tầng 1, node 2"],
        ["1 %", "2"],
        ["1", "1.0"],
        ["1"],
    ],
)
def test_other_lists_stay_lists(texts):
    assert not ordered(texts)


def test_what_counts_steps_plays():
    for label in ("bước", "số bước học", "Epoch", "giây", "chỗ đặt thứ", "đã tính tới tầng"):
        assert plays(label), label
    for label in ("learning rate", "bước nhảy (stride)", "λ", "tầng", "góc (độ)", "cỡ hình"):
        assert not plays(label), label
