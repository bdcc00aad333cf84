import numpy as np
import pytest

from hocsau.plotting import matrices

PRODUCT = [("X", (4, 2)), "·", ("W", (2, 3)), "+", ("b", (1, 3)), "=", ("Z", (4, 3))]


def texts(ax, kind):
    return [t.get_text() for t in ax.texts if t.get_gid() == kind]


def sides(ax):
    return [(round(p.get_width(), 3), round(p.get_height(), 3)) for p in ax.patches]


def test_names_shapes_and_signs_are_written(assert_readable):
    figure, ax = matrices(PRODUCT)
    assert texts(ax, "name") == ["X", "W", "b", "Z"]
    assert texts(ax, "shape") == ["4 × 2", "2 × 3", "1 × 3", "4 × 3"]
    assert texts(ax, "sign") == ["·", "+", "="]
    assert_readable(figure)


def test_sides_that_must_agree_are_equally_long():
    _, ax = matrices(PRODUCT)
    x, w, b, z = sides(ax)
    assert x[0] == w[1] and x[1] == z[1] and w[0] == b[0] == z[0]
    assert x[1] == pytest.approx(2 * x[0], rel=1e-3)


def test_large_shapes_keep_their_proportion_and_fit(assert_readable):
    figure, ax = matrices([("X", (100, 784)), "·", ("W", (784, 100)), "=", ("Z", (100, 100))])
    x, w, z = sides(ax)
    assert x[0] == w[1] and x[1] == w[0] == z[0] == z[1]
    assert x[0] == pytest.approx(7.84 * x[1], rel=0.2)  # the short side may be thickened a little
    assert_readable(figure)


def test_small_arrays_show_their_numbers(assert_readable):
    a = np.array([[0.5, -1], [2, 3], [4, 5]])
    figure, ax = matrices([("A", a), "⊙", ("A", a), "=", ("C", a * a)])
    assert texts(ax, "number")[:6] == ["0.5", "−1", "2", "3", "4", "5"]
    assert_readable(figure)


def test_the_same_name_has_the_same_colour():
    _, ax = matrices([("A", (2, 2)), "+", ("A", (2, 2)), "=", ("B", (2, 2))])
    first, second, third = (p.get_edgecolor() for p in ax.patches)
    assert first == second != third


def test_large_arrays_show_only_their_shape():
    _, ax = matrices([("A", np.ones((7, 2)))])
    assert not texts(ax, "number") and texts(ax, "shape") == ["7 × 2"]


def test_a_vector_keeps_its_one_dimensional_shape():
    _, ax = matrices([("b", np.array([1.0, 2.0, 3.0]))])
    assert texts(ax, "shape") == ["(3,)"] and texts(ax, "number") == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("items", "message"),
    [
        ([], "không có ma trận"),
        (["="], "không có ma trận"),
        ([("X", (2, 3, 4))], "1 hoặc 2 chiều"),
        ([("X", (0, 3))], "ít nhất 1"),
        ([(1, (2, 3))], "không phải dấu"),
        ([("X", (100, 100))] * 12, "không vừa"),
    ],
)
def test_bad_input_is_refused_in_vietnamese(items, message):
    with pytest.raises(ValueError, match=message):
        matrices(items)
