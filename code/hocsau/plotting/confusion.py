"""Ma trận nhầm lẫn (confusion matrix)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from hocsau.plotting.canvas import FONT, text_size
from hocsau.plotting.style import BLUE, GREY, axes

_SHADES = LinearSegmentedColormap.from_list("tỉ lệ trong hàng", ["white", "#a9c6f1", BLUE])
_SMALLEST = 10.0  # points; ten classes of MNIST have counts of four digits


def confusion_matrix(
    matrix: np.ndarray,
    classes: Sequence[str],
    *,
    ax: Any = None,
    size: tuple[float, float] | None = None,
) -> tuple[Figure, Any]:
    """Vẽ ma trận nhầm lẫn: hàng là nhãn thật, cột là dự đoán, mỗi ô ghi số lần.

    Màu là tỉ lệ trong hàng: ô càng đậm thì càng nhiều phần của lớp ấy rơi vào; đường chéo là đoán đúng.

    Tham số:
        matrix: (K, K), các số đếm.
        classes: tên K lớp.

    Trả về:
        (figure, axes).

    Lỗi:
        ValueError: matrix không vuông, có số âm hoặc lẻ, hoặc số tên lớp không khớp.
    """
    counts = np.asarray(matrix)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or counts.size == 0:
        raise ValueError(f"matrix có shape {counts.shape}; cần vuông (K, K)")
    if not np.isfinite(counts).all() or (counts < 0).any() or (counts != np.round(counts)).any():
        raise ValueError("matrix phải gồm các số đếm: nguyên, không âm")
    names = [str(name) for name in classes]
    if len(names) != len(counts):
        raise ValueError(f"có {len(names)} tên lớp; matrix có {len(counts)} lớp")
    rows = counts.sum(1, keepdims=True)
    share = counts / np.maximum(rows, 1)
    if ax is None:
        figure, ax = axes(size=size or (4.8, 4.8 if len(names) > 5 else 4.0))
    else:
        figure = ax.figure
    ax.imshow(share, cmap=_SHADES, vmin=0, vmax=1)
    ax.set(xlabel="dự đoán", ylabel="nhãn thật")
    ax.grid(False)
    ax.spines[:].set_visible(False)
    ticks = np.arange(len(names))
    ax.set_xticks(ticks, names)
    ax.set_yticks(ticks, names)
    ax.set_xticks(ticks[1:] - 0.5, minor=True)
    ax.set_yticks(ticks[1:] - 0.5, minor=True)
    ax.grid(which="minor", color="#e3e6ea", lw=0.8)
    ax.tick_params(which="both", length=0)
    figure.draw_without_rendering()
    cell = ax.get_window_extent().width * 72 / figure.dpi / len(names)
    if max(text_size(name)[0] for name in names) > cell - 4:
        ax.tick_params(axis="x", rotation=90 if len(names) > 5 else 30)
        figure.draw_without_rendering()
        cell = ax.get_window_extent().width * 72 / figure.dpi / len(names)
    widest = max(text_size(str(int(c)))[0] for c in counts.ravel())
    font = max(_SMALLEST, min(FONT, FONT * (cell - 2) / widest))
    for (i, j), count in np.ndenumerate(counts):
        colour = _ink(share[i, j]) if count else GREY
        style = {"ha": "center", "va": "center_baseline", "size": font, "color": colour}
        ax.text(j, i, str(int(count)), gid="count", **style)
    return figure, ax


def _ink(share: float) -> str:
    """Black or white, whichever has the greater contrast on a cell of this share (never below 4.5:1)."""
    red, green, blue = (
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in _SHADES(share)[:3]
    )
    return "white" if 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.179 else "black"
