import numpy as np
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex

from hocsau import plotting
from hocsau.plotting import decision_regions

LIMITS = (-1, 2), (-1, 2)
CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])


def logistic(points):
    return 1 / (1 + np.exp(-4 * (points[:, 0] + points[:, 1] - 1.5)))


def by_sign(points):
    return (points[:, 0] > 0.5).astype(int) + (points[:, 1] > 0.5)


def boundary(ax):
    """The points of every contour line."""
    paths = [p for c in ax.collections if not isinstance(c, PathCollection) for p in c.get_paths()]
    return np.concatenate([p.vertices for p in paths if len(p.vertices)])


def test_the_boundary_is_where_the_probability_is_one_half():
    _, ax = decision_regions(logistic, *LIMITS)
    np.testing.assert_allclose(boundary(ax).sum(1), 1.5, atol=1e-3)


@pytest.mark.parametrize(("predict", "soft"), [(logistic, True), (by_sign, False)])
def test_the_boundary_has_the_colour_of_what_is_learnt(predict, soft):
    _, ax = decision_regions(predict, *LIMITS, probabilities=soft)
    lines = [c for c in ax.collections if not isinstance(c, PathCollection)]
    assert lines and {to_hex(colour) for c in lines for colour in c.get_edgecolor()} == {plotting.ORANGE}


def test_another_threshold_moves_the_boundary():
    _, ax = decision_regions(logistic, *LIMITS, threshold=0.8)
    np.testing.assert_allclose(boundary(ax).sum(1), 1.5 + np.log(4) / 4, atol=2e-3)


def test_the_picture_is_the_right_way_up():
    _, ax = decision_regions(lambda p: (p[:, 1] > 1).astype(float), *LIMITS, resolution=11)
    image = ax.images[0]
    assert image.origin == "lower" and tuple(image.get_extent()) == (-1, 2, -1, 2)
    assert image.get_array()[-1].min() == 1 and image.get_array()[0].max() == 0


def test_points_have_one_marker_and_colour_a_class(assert_readable):
    figure, ax = decision_regions(logistic, *LIMITS, x=CORNERS, y=[0, 0, 0, 1], classes=["không", "có"])
    groups = [c for c in ax.collections if isinstance(c, PathCollection)]
    assert [len(c.get_offsets()) for c in groups] == [3, 1]
    assert len(groups[0].get_paths()[0].vertices) != len(groups[1].get_paths()[0].vertices)
    assert [t.get_text() for t in ax.get_legend().get_texts()] == ["không", "có"]
    assert_readable(figure)


def test_classes_instead_of_probabilities(assert_readable):
    figure, ax = decision_regions(by_sign, *LIMITS, probabilities=False, x=CORNERS, y=by_sign(CORNERS))
    assert set(np.unique(ax.images[0].get_array())) == {0, 1, 2}
    assert [t.get_text() for t in ax.get_legend().get_texts()] == ["lớp 0", "lớp 1", "lớp 2"]
    assert_readable(figure)


def test_one_colour_says_the_chance_white_to_the_orange_of_predictions():
    shades = {
        name: decision_regions(logistic, *LIMITS, shades=name)[1].images[0] for name in ("classes", "chance")
    }
    at = {
        name: [image.to_rgba(np.array([[p]]))[0, 0, :3] for p in (0.0, 0.5, 1.0)]
        for name, image in shades.items()
    }
    assert at["chance"][0].min() == 1 and at["classes"][1].min() == pytest.approx(1, abs=0.01)
    red, green, blue = at["chance"][2]
    assert red > green > blue
    assert [c.sum() for c in at["chance"]] == sorted((c.sum() for c in at["chance"]), reverse=True)


def test_a_constant_prediction_has_no_boundary():
    _, ax = decision_regions(lambda p: np.full(len(p), 0.2), *LIMITS)
    assert not ax.collections


def test_drawn_into_given_axes():
    figure, axes = plotting.axes(1, 2, size=(9.6, 3.6))
    assert decision_regions(logistic, *LIMITS, ax=axes[1]) == (figure, axes[1])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"predict": lambda p: p}, r"shape \(40000, 2\)"),
        ({"predict": lambda p: 3 * p[:, 0]}, "xác suất phải trong"),
        ({"predict": lambda p: np.full(len(p), np.nan)}, "NaN"),
        ({"predict": logistic, "probabilities": False}, "bỏ probabilities=False"),
        ({"xlim": (1, 1)}, "xlim"),
        ({"ylim": (0, np.inf)}, "ylim"),
        ({"x": np.ones((3, 3))}, r"cần \(N, 2\)"),
        ({"x": CORNERS, "y": [0, 1]}, "4 điểm nhưng y có 2"),
        ({"x": CORNERS, "y": [0, 1, 0.5, 1]}, "số nguyên"),
        ({"y": [0, 1]}, "thiếu x"),
        ({"x": CORNERS, "y": [0, 0, 0, 1], "classes": ["a"]}, "classes có 1 tên"),
        ({"resolution": 1}, "resolution"),
        ({"shades": "rainbow"}, "'classes', 'chance'"),
    ],
)
def test_bad_input_is_refused_in_vietnamese(options, message):
    call = {"predict": logistic, "xlim": (-1, 2), "ylim": (-1, 2)} | options
    with pytest.raises(ValueError, match=message):
        decision_regions(**call)


def test_equal_axes_and_larger_points_when_asked():
    near = {"aspect": "equal", "point_size": 150}
    figure, ax = decision_regions(logistic, *LIMITS, x=CORNERS, y=[0, 0, 0, 1], **near)
    figure.canvas.draw()
    box = ax.get_window_extent()
    assert box.width == pytest.approx(box.height, rel=0.01)
    assert {s for c in ax.collections if isinstance(c, PathCollection) for s in c.get_sizes()} == {150}
    figure, ax = decision_regions(logistic, *LIMITS)
    figure.canvas.draw()
    box = ax.get_window_extent()
    assert box.width > 1.1 * box.height
