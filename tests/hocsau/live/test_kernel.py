"""The Python twin of book/live/kernel.js."""

import base64
import json

import matplotlib.pyplot as plt
import numpy as np
import pytest

from hocsau.data.drawn.scene import harbour
from hocsau.live.kernel import (
    PLACE,
    applied,
    as_written,
    controls,
    draw,
    number,
    page_data,
    reading,
    result,
    window,
)
from hocsau.vision import KERNELS, as_uint8, filter2d


@pytest.mark.parametrize("name", KERNELS)
def test_nine_readable_numbers_are_the_named_kernel(name):
    weights, divide = as_written(KERNELS[name])
    assert all(weight == int(weight) for weight in weights)
    np.testing.assert_array_equal(applied(weights, divide), KERNELS[name])


def test_the_result_is_filter2d_rounded_and_clipped():
    photo = harbour()
    sums = filter2d(photo.astype(float), KERNELS["cạnh 3"])
    found = result(KERNELS["cạnh 3"])
    assert sums.min() < 0 and sums.max() > 255
    np.testing.assert_array_equal(found, np.clip(np.rint(sums), 0, 255))
    np.testing.assert_array_equal(result(KERNELS["giữ nguyên"]), photo)


@pytest.mark.parametrize("place", [(0, 0), (119, 159), (0, 80), (60, 0), (68, 99)])
def test_the_window_adds_up_to_the_new_pixel(place):
    weights = np.random.default_rng(0).normal(size=9)
    seen, products, value = window(weights, False, *place)
    assert seen[1, 1] == harbour()[place]
    assert products.sum() == pytest.approx(value)
    assert as_uint8(np.array(value)) == result(weights)[place]


def test_the_corner_sees_its_mirror():
    photo = np.arange(12.0).reshape(3, 4)
    seen, _, _ = window(np.ones(9), False, 0, 0, photo)
    assert seen.tolist() == [[5, 4, 5], [1, 0, 1], [5, 4, 5]]


def test_dividing_by_the_sum():
    assert applied([2] * 9, divide=True).ravel() == pytest.approx([1 / 9] * 9)
    edges = KERNELS["cạnh 3"]
    np.testing.assert_array_equal(applied(edges, divide=True), edges)  # its sum is 0
    assert reading("k", edges, True, 5, 5).endswith("Tổng của kernel bằng 0 nên không chia được.")
    assert "không chia" not in reading("k", edges, False, 5, 5)


def test_the_reading_says_when_a_value_is_cut():
    centre = np.eye(9)[4]
    assert reading("k", centre, False, 20, 118) == (
        "Kernel k: ở hàng 20, cột 118, tổng chín tích là 250, điểm mới 250."
    )
    assert "là 500, điểm mới 255 (quá 255 nên cắt về 255)." in reading("k", 2 * centre, False, 20, 118)
    assert "là −250, điểm mới 0 (âm nên cắt về 0)." in reading("k", -centre, False, 20, 118)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (-0.00001, "0"), (12.5, "12.5"), (-1 / 9, "−0.1111"), (0.03125, "0.0313"), (100, "100")],
)
def test_numbers_are_written_as_the_page_writes_them(value, text):
    assert number(value) == text


def test_wrong_input_is_refused():
    with pytest.raises(ValueError, match="cần chín số hữu hạn"):
        applied([1, 2, 3])
    with pytest.raises(ValueError, match="cần chín số hữu hạn"):
        applied([np.nan] * 9)
    with pytest.raises(ValueError, match="nằm ngoài ảnh"):
        window(np.ones(9), False, 120, 0)


def test_the_still_shows_photo_and_result():
    figure, said = draw("làm nét")
    assert [ax.texts[0].get_text() for ax in figure.axes] == ["ảnh", "sau khi lọc: làm nét"]
    assert [len(ax.patches) for ax in figure.axes] == [1, 1]  # the window, the new pixel
    np.testing.assert_array_equal(figure.axes[1].images[0].get_array(), result(KERNELS["làm nét"]))
    assert said.startswith(f"Kernel “làm nét”: ở hàng {PLACE[0]}, cột {PLACE[1]}, tổng chín tích là ")
    plt.close(figure)


def test_a_door_shows_no_window_and_says_only_the_sum():
    figure, said = draw("mờ Gauss", opened=False)
    assert said == "Kernel “mờ Gauss”: chín số cộng lại được 16."
    assert [len(ax.patches) for ax in figure.axes] == [0, 0]
    assert [page_data()["opened"], page_data(opened=False)["opened"]] == [True, False]
    assert reading("của bạn", [0] * 9, True, 0, 0, opened=False) == (
        "Kernel của bạn: chín số cộng lại được 0. Tổng của kernel bằng 0 nên không chia được."
    )
    plt.close(figure)


def test_the_page_gets_the_photo_and_every_named_kernel():
    data = json.loads(json.dumps(page_data()))
    photo = np.frombuffer(base64.b64decode(data["photo"]), np.uint8).reshape(data["shape"])
    np.testing.assert_array_equal(photo, harbour())
    assert len(data["photo"]) <= 30_000
    assert list(data["kernels"]) == list(KERNELS) == list(controls()["kernel"].texts)
