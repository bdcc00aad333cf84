import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.patches import Rectangle

from hocsau.nn import conv2d
from hocsau.plotting.sliding import positions, sliding_kernel, sliding_reading

X = np.array([[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]])
W = np.array([[1, 0, 1], [0, 1, 0], [1, 0, 1]])


@pytest.fixture(autouse=True)
def close():
    yield
    plt.close("all")


def numbers(ax):
    return [text.get_text() for text in ax.texts if text.get_gid() == "number"]


@pytest.mark.parametrize(
    "padding, stride, last",
    [(0, 1, [[4, 3, 4], [2, 4, 3], [2, 3, 4]]), (1, 2, [[2, 3, 1], [1, 4, 3], [0, 2, 1]])],
)
def test_the_last_step_shows_the_whole_result(padding, stride, last):
    places = positions(X, W, padding, stride)
    assert len(places) == 9
    _, ax = sliding_kernel(X, W, 9, padding=padding, stride=stride)
    assert numbers(ax)[-9:] == [str(v) for row in last for v in row]


def test_a_step_shows_no_later_number():
    _, ax = sliding_kernel(X, W, 2)
    assert numbers(ax)[-2:] == ["4", "3"]
    assert len(numbers(ax)) == 25 + 9 + 2


def test_the_frame_stands_on_the_window():
    def corner(step):
        _, ax = sliding_kernel(X, W, step, padding=1, stride=2)
        frames = [p for p in ax.patches if isinstance(p, Rectangle) and p.get_linewidth() == 2.5]
        return np.array(frames[0].get_xy()), np.array(frames[1].get_xy())

    (one, y_one), (two, y_two), (four, y_four) = (corner(step) for step in (1, 2, 4))
    np.testing.assert_allclose(two - one, [50, 0])
    np.testing.assert_allclose(four - one, [0, -50])
    np.testing.assert_allclose([y_two - y_one, y_four - y_one], [[25, 0], [0, -25]])


@pytest.mark.parametrize("padding, stride", [(0, 1), (1, 1), (1, 2), (0, 2)])
def test_the_reading_is_the_sum_of_its_products(padding, stride):
    kernel = np.array([[1, -2, 3], [0, 1, -1], [2, 0, 1]])
    y = conv2d(X[None, None], kernel[None, None], padding=padding, stride=stride)[0, 0]
    for step in range(1, y.size + 1):
        said = sliding_reading(X, kernel, step, padding=padding, stride=stride).replace("−", "-")
        products, rest = said.split(": ")[1].split(" = ")
        pairs = [term.split("·") for term in products.split(" + ")]
        total = sum(int(a.strip("()")) * int(b.strip("()")) for a, b in pairs)
        row, column = divmod(step - 1, y.shape[1])
        assert len(pairs) == 9 and total == y[row, column] == int(rest.split(",")[0])
        assert f"hàng {row + 1}, cột {column + 1} của Y" in said


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match=r"cần \(H, W\) và \(K, K\)"):
        positions(X, np.ones((2, 3)))
    with pytest.raises(ValueError, match="lớn hơn ma trận đã đệm"):
        sliding_kernel(X, np.ones((7, 7)), 1)
    with pytest.raises(ValueError, match="chỉ có 9 chỗ đặt"):
        sliding_kernel(X, W, 10)
    with pytest.raises(ValueError, match="stride = 0"):
        sliding_reading(X, W, 1, stride=0)
    with pytest.raises(ValueError, match="hãy dùng ma trận nhỏ hơn"):
        sliding_kernel(np.ones((12, 12)), W, 1)


def test_all_settings_may_share_one_size():
    sizes = {
        tuple(sliding_kernel(X, W, 1, padding=p, stride=2, size=(4.8, 3.3))[0].get_size_inches())
        for p in (0, 1)
    }
    assert sizes == {(4.8, 3.3)}
    with pytest.raises(ValueError, match="chỗ chỉ có 4.8 × 1.0"):
        sliding_kernel(X, W, 1, size=(4.8, 1.0))
