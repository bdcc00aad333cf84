import numpy as np
import pytest
from mpl_toolkits.mplot3d import Axes3D
from mpl_toolkits.mplot3d.proj3d import proj_transform

from hocsau.plotting import surface


def bowl(x, y):
    return x**2 + 3 * y**2


def test_draws_z_over_the_rectangle(assert_readable):
    seen = []

    def f(x, y):
        seen.append((x, y))
        return bowl(x, y)

    figure, ax = surface(f, (-2, 1), (0, 3), xlabel="$w_1$", ylabel="$w_2$", zlabel="J")
    x, y = seen[0]
    assert (x.min(), x.max(), y.min(), y.max()) == (-2, 1, 0, 3)
    assert (x[0, -1], y[0, -1]) == (1, 0)  # x runs along the columns
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_zlabel()) == ("$w_1$", "$w_2$", "J")
    assert_readable(figure)


def test_nothing_touches_or_leaves_the_picture_for_a_unit_square(assert_readable):
    f = lambda x, y: 1 / (1 + np.exp(6 - 4 * x - 4 * y))  # noqa: E731
    figure, _ = surface(f, (0, 1), (0, 1), zlim=(0, 1), xlabel="$x_1$", ylabel="$x_2$", zlabel="đầu ra")
    assert_readable(figure)


def test_a_fixed_zlim_cuts_what_sticks_out(monkeypatch):
    drawn = []
    monkeypatch.setattr(Axes3D, "plot_surface", lambda self, x, y, z, **style: drawn.append(z))
    _, ax = surface(bowl, (-2, 2), (-2, 2), zlim=(1, 4))
    assert ax.get_zlim() == (1, 4)
    assert (drawn[0].min(), drawn[0].max()) == (1, 4)


def test_points_are_drawn_as_a_path():
    path = [[-2, 1, 7], [-1, 0.5, 1.75], [0, 0, 0]]
    _, ax = surface(bowl, (-2, 2), (-2, 2), points=path)
    np.testing.assert_array_equal(np.transpose(ax.lines[0].get_data_3d()), path)


def test_no_height_melts_into_a_white_or_a_black_page():
    _, ax = surface(bowl, (-2, 2), (-2, 2))
    luminance = ax.collections[0].get_cmap()(np.linspace(0, 1, 50))[:, :3] @ [0.2126, 0.7152, 0.0722]
    assert np.all(np.diff(luminance) > 0)  # lighter is higher
    assert 0.2 < luminance[0] < luminance[-1] < 0.8


def test_the_box_stands_near_the_upper_edge():
    figure, ax = surface(bowl, (-2, 2), (-2, 2), size=(4.8, 3.6))
    figure.draw_without_rendering()
    corners = np.array([(x, y, z) for x in (-2, 2) for y in (-2, 2) for z in ax.get_zlim()])
    heights = [ax.transData.transform(proj_transform(*c, ax.get_proj())[:2])[1] for c in corners]
    assert 0.85 < max(heights) / figure.bbox.height < 1


def test_a_flat_surface_is_drawn():
    _, ax = surface(lambda x, y: np.zeros_like(x), (0, 1), (0, 1))
    assert ax.get_zlim() == (-0.5, 0.5)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"f": lambda x, y: 1.0}, "shape"),
        ({"f": lambda x, y: np.full(x.shape, np.nan)}, "NaN"),
        ({"xlim": (1, 0)}, "xlim"),
        ({"zlim": (1, 1)}, "zlim"),
        ({"points": [[1, 2]]}, r"cần \(n, 3\)"),
        ({"resolution": 1}, "resolution"),
    ],
)
def test_bad_input_is_refused_in_vietnamese(options, message):
    call = {"f": bowl, "xlim": (0, 1), "ylim": (0, 1)} | options
    with pytest.raises(ValueError, match=message):
        surface(**call)
