"""Vẽ mạng nơ-ron: mỗi cột một tầng, mỗi đường một trọng số."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from hocsau.plotting.canvas import FONT, blank, canvas, capsule, room
from hocsau.plotting.network_layout import BIAS, Layout, Spec, compose
from hocsau.plotting.style import BLUE, DARK, GREEN, GREY, ORANGE, PURPLE, RED

_THIN, _THICK = 0.6, 4.2  # line widths of the smallest and the largest number, in points
_KINDS = {  # colour and line of positive and negative numbers: sign is never colour alone
    "w": ((BLUE, "-"), (RED, (0, (2.2, 1.2)))),
    "∂L/∂w": ((GREEN, "-"), (ORANGE, (0, (2.2, 1.2)))),
}


def network_diagram(
    sizes: Sequence[int],
    *,
    weights: Sequence[np.ndarray] | None = None,
    biases: Sequence[np.ndarray] | None = None,
    gradients: Sequence[np.ndarray] | None = None,
    values: Sequence[np.ndarray | None] | None = None,
    inputs: Sequence[str] | None = None,
    labels: bool | str | Collection[str] = False,
    bias: bool = True,
    activations: Sequence[str] | None = None,
    digits: int = 2,
    ax: Any = None,
    size: tuple[float, float] | None = None,
) -> tuple[Figure, Any]:
    """Vẽ mạng có các tầng `sizes`, ví dụ [2, 3, 3, 1].

    Tầng quá 8 node chỉ vẽ vài node đầu, dấu ⋮ và vài node cuối, ghi số node ở dưới.
    Có weights: đường càng dày thì |w| càng lớn; xanh, nét liền là dương; đỏ, nét đứt là âm. gradients cũng
    vậy, màu lục và cam; có cả hai thì gradient là đường thứ hai, song song, mũi tên chỉ ngược về tầng trước.

    Tham số: sizes – số node từng tầng, kể cả tầng đầu vào; weights, gradients – mỗi tầng một mảng (in, out);
        biases – mỗi tầng một mảng (out,), cho đường đi từ node bias; values – mỗi tầng một mảng số viết trong
        node (None: tầng ấy chưa biết); inputs – tên các đầu vào;
        labels – True: mọi w_ij^(k) và b_j^(k); "weights", "biases": một loại; hoặc những tên được chọn, như
        {"w_12^(1)", "b_1^(2)"} khi mạng đông; bias – vẽ các node 1; activations – tên hàm kích hoạt của từng
        tầng sau tầng đầu vào; digits – số chữ số có nghĩa của values; ax – ô vẽ có sẵn;
        size – rộng × cao (inch): cho cố định khi vẽ nhiều hình cho một điều khiển.
    Trả về: (figure, axes). w_ij^(k) là trọng số từ node i của tầng k − 1 tới node j của tầng k.
    Lỗi: ValueError khi shape không khớp với sizes, hoặc không đủ chỗ cho node hay nhãn.
    """
    spec = Spec.checked(sizes, values, inputs, labels, bias, activations, digits)
    lines = {"w": _checked(spec, "weights", weights), "∂L/∂w": _checked(spec, "gradients", gradients)}
    lines = {kind: arrays for kind, arrays in lines.items() if arrays is not None}
    extra = _checked_biases(spec, biases)
    frame = room(ax) if ax is not None else None if size is None else (size[0] * 72, size[1] * 72)
    layout = compose(spec, frame, legends=len(lines))
    if ax is None:
        figure, ax = canvas(layout.width, layout.height)
    else:
        figure = ax.figure
        blank(ax, layout.width, layout.height)
    _draw_lines(ax, layout, lines, extra)
    _draw_nodes(ax, layout)
    for text, (x, y) in layout.marks:
        ax.text(x, y, text, ha="center", va="center", size=FONT, color=DARK, zorder=6, gid="mark")
    for name, (text, (x, y)) in layout.labels.items():
        patch = {"fc": "white", "ec": "none", "boxstyle": "square,pad=0.02"}
        colour = PURPLE if name.startswith("b") else DARK
        style = {"ha": "center", "va": "center", "size": FONT + 1, "color": colour, "bbox": patch}
        ax.text(x, y, text, zorder=5, gid="label", **style)
    _draw_legend(ax, layout, list(lines))
    return figure, ax


def _checked(spec: Spec, what: str, arrays: Sequence[np.ndarray] | None) -> list[np.ndarray] | None:
    if arrays is None:
        return None
    found = [np.asarray(array, float) for array in arrays]
    shapes, wanted = [a.shape for a in found], list(zip(spec.sizes, spec.sizes[1:], strict=False))
    if shapes != wanted:
        raise ValueError(f"{what} có shape {shapes}; mạng {list(spec.sizes)} cần {wanted}")
    if not all(np.isfinite(a).all() for a in found):
        raise ValueError(f"{what} có NaN hoặc vô cùng; không vẽ được")
    return found


def _checked_biases(spec: Spec, biases: Sequence[np.ndarray] | None) -> list[np.ndarray] | None:
    if biases is None:
        return None
    found = [np.asarray(b, float) for b in biases]
    shapes, wanted = [b.shape for b in found], [(n,) for n in spec.sizes[1:]]
    if shapes != wanted or not all(np.isfinite(b).all() for b in found):
        raise ValueError(f"biases có shape {shapes}; mạng {list(spec.sizes)} cần {wanted}, toàn số hữu hạn")
    return found


def _draw_lines(
    ax: Any, layout: Layout, lines: dict[str, list[np.ndarray]], biases: list[np.ndarray] | None
) -> None:
    top = {kind: max(float(np.abs(a).max(initial=0)) for a in arrays) for kind, arrays in lines.items()}
    if "w" in lines and biases is not None:
        top["w"] = max(top["w"], *(float(np.abs(b).max(initial=0)) for b in biases))
    for (k, i, j), path in layout.paths.items():
        found = {kind: arrays[k][i, j] for kind, arrays in lines.items() if i != BIAS}
        if i == BIAS and "w" in lines and biases is not None:
            found["w"] = biases[k][j]
        if not found:
            ax.plot(*path.T, color=GREY, lw=0.9, zorder=1, gid="edge")
        for order, (kind, number) in enumerate(found.items()):
            share = abs(number) / top[kind] if top[kind] else 0.0
            colour, dash = _KINDS[kind][int(number < 0)]
            along = path[1] - path[0]
            aside = np.array([-along[1], along[0]]) / np.hypot(*along) * 2.6
            line = path + (aside * (1 if order else -1) if len(found) > 1 else 0)
            width = _THIN + (_THICK - _THIN) * share
            ax.plot(*line.T, color=colour, ls=dash, lw=width, zorder=1, gid=kind, solid_capstyle="butt")
            if kind != "w" and len(found) > 1:
                tip = {"arrowstyle": "-|>,head_width=0.25,head_length=0.5", "color": colour, "lw": 0.1}
                ax.annotate(
                    "", line[0], line[0] + 0.05 * along, arrowprops=tip | {"shrinkA": 0, "shrinkB": 0}
                )


def _draw_nodes(ax: Any, layout: Layout) -> None:
    for (_, i), box in layout.boxes.items():
        grey = i == BIAS
        style = {
            "fc": "#eef1f5" if grey else "white",
            "ec": GREY if grey else DARK,
            "lw": 1.0 if grey else 1.4,
        }
        capsule(ax, box, zorder=3, **style)
    for node, text in layout.texts.items():
        box = layout.boxes[node]
        middle = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
        style = {"ha": "center", "va": "center_baseline", "size": FONT, "color": DARK}
        ax.text(*middle, text, zorder=4, gid="node", **style)


def _draw_legend(ax: Any, layout: Layout, kinds: list[str]) -> None:
    for row, kind in enumerate(reversed(kinds)):
        y = 10 + 18 * row
        for (colour, dash), sign, x in zip(_KINDS[kind], ("> 0", "< 0"), (8, 128), strict=True):
            ax.plot([x, x + 26], [y, y], color=colour, ls=dash, lw=2.6, gid="legend-line")
            ax.text(x + 32, y, f"{kind} {sign}", va="center", size=FONT, color=colour, gid="legend")
        ax.text(248, y, "dày: số lớn", va="center", size=FONT, color=DARK, gid="legend")
