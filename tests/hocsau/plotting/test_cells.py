"""Cells: one square and one number each, the chosen ones coloured, the indexes outside."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from hocsau import plotting
from hocsau.plotting.cells import PALE, cell_axes, draw_cells


@pytest.fixture
def ax():
    return plotting.axes()[1]


def texts(ax, gid):
    return [t.get_text() for t in ax.texts if t.get_gid() == gid]


def test_numbers_and_indexes(ax):
    draw_cells(ax, np.arange(6).reshape(2, 3))
    assert texts(ax, "value") == list("012345")
    assert texts(ax, "index") == ["0", "1", "2", "0", "1"]
    assert [p.get_xy() for p in ax.patches] == [(c, -r - 1) for r in range(2) for c in range(3)]


def test_one_dimension_has_no_row_index(ax):
    draw_cells(ax, [3, 1.5], at=(2, 5))
    assert texts(ax, "value") == ["3", "1.5"] and texts(ax, "index") == ["0", "1"]
    assert ax.patches[0].get_xy() == (2, 4)


def test_chosen_cells_are_coloured(ax):
    a = np.arange(12).reshape(3, 4)
    chosen = np.zeros_like(a, bool)
    chosen[:2, 1:3] = True
    draw_cells(ax, a, chosen, index=False)
    blue = [to_hex(p.get_facecolor()) == PALE[plotting.BLUE] for p in ax.patches]
    assert blue == chosen.ravel().tolist() and texts(ax, "index") == []


def test_copies_are_dotted(ax):
    draw_cells(ax, [1, 2], [True, True], ghost=[False, True], texts=[["a", "b"]])
    assert [p.get_linestyle() for p in ax.patches] == ["-", ":"] and texts(ax, "value") == ["a", "b"]


@pytest.mark.parametrize("wrong", [{"array": np.zeros((2, 2, 2))}, {"array": [1, 2], "chosen": [True]}])
def test_refused(ax, wrong):
    with pytest.raises(ValueError, match="shape"):
        draw_cells(ax, **wrong)


def test_squares_stay_square(ax):
    cell_axes(ax, 4, 1, -3)
    assert ax.get_aspect() == 1 and not ax.axison and ax.get_xlim() == (-0.7, 4)
