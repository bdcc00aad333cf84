"""Mảng vẽ thành các ô có số, ô được chọn thì tô màu: để nhìn thấy slice, axis và broadcasting."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from hocsau.plotting.style import BLUE, DARK, GREY

PALE = {BLUE: "#d6e4fa", GREY: "#f3f4f6"}


def draw_cells(
    ax: Axes,
    array: Any,
    chosen: Any = None,
    *,
    at: tuple[float, float] = (0.0, 0.0),
    colour: str = BLUE,
    fill: str | None = None,
    index: bool = True,
    ghost: Any = None,
    texts: Sequence[Sequence[str]] | None = None,
) -> None:
    """Vẽ mảng một hoặc hai chiều thành ô vuông cạnh 1, ô trên cùng bên trái có góc ở `at`, hàng sau ở dưới.

    Tham số:
        chosen: mảng True/False cùng shape: những ô được tô (mặc định: không ô nào).
        colour, fill: màu viền và màu nền của chúng.
        index: ghi chỉ số hàng, cột ở ngoài.
        ghost: mảng True/False: ô chỉ là bản chép, viền đứt.
        texts: chữ thay cho số.

    Lỗi:
        ValueError: mảng không có 1 hoặc 2 chiều, hay chosen, ghost khác shape.
    """
    values = np.asarray(array)
    if values.ndim not in (1, 2):
        raise ValueError(f"mảng có shape {values.shape}; chỉ vẽ được 1 hoặc 2 chiều")
    flat = values.ndim == 1
    masks = []
    for name, mask in (("chosen", chosen), ("ghost", ghost)):
        mask = np.zeros(values.shape, bool) if mask is None else np.asarray(mask, bool)
        if mask.shape != values.shape:
            raise ValueError(f"{name} có shape {mask.shape}; cần {values.shape} như mảng")
        masks.append(np.atleast_2d(mask))
    picked, copied = masks
    x0, y0 = at
    text = {"ha": "center", "va": "center_baseline"}
    for (r, c), value in np.ndenumerate(np.atleast_2d(values)):
        on, soft = picked[r, c], copied[r, c]
        ax.add_patch(
            Rectangle(
                (x0 + c, y0 - r - 1),
                1,
                1,
                facecolor=(fill or PALE.get(colour, "#fbeedd")) if on else "white",
                edgecolor=colour if on and not soft else GREY,
                linewidth=1.0 if soft else 1.4,
                linestyle=":" if soft else "-",
                zorder=2 if on and not soft else 1,
            )
        )
        shown = texts[r][c] if texts is not None else f"{value:g}"
        style = {"color": GREY if soft else DARK, "weight": "bold" if on and not soft else "normal"}
        ax.text(x0 + c + 0.5, y0 - r - 0.5, shown, zorder=3, gid="value", **style, **text)
    if index:
        rows, columns = np.atleast_2d(values).shape
        for c in range(columns):
            ax.text(x0 + c + 0.5, y0 + 0.35, str(c), color=GREY, gid="index", **text)
        for r in range(0 if flat else rows):
            ax.text(x0 - 0.35, y0 - r - 0.5, str(r), color=GREY, gid="index", **text)


def cell_axes(ax: Axes, width: float, top: float, bottom: float, left: float = -0.7) -> None:
    """Tắt trục, đặt khung nhìn theo đơn vị ô (ô luôn vuông)."""
    ax.set(xlim=(left, width), ylim=(bottom, top))
    ax.set_aspect("equal")
    ax.axis("off")
