"""Vẽ mạng nơ-ron: mỗi cột một tầng, mỗi đường một trọng số."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from hocsau.plotting.canvas import FONT, blank, canvas, capsule, room
from hocsau.plotting.network_layout import Layout, compose
from hocsau.plotting.network_spec import BIAS, Arrays, Labels, Spec, checked, edge_name, node_name
from hocsau.plotting.style import BLUE, DARK, GREY, ORANGE, PURPLE

_THIN, _THICK = 0.6, 4.2  # line widths of the smallest and the largest number, in points
_GLOW = "#f7d9ae"  # behind highlighted lines
# Blue: given, or computed forwards; orange: what comes back. A dashed line is a negative number.
_SIGNS = ("-", (0, (2.2, 1.2)))
_KINDS = {"w": BLUE, "∂L/∂w": ORANGE}


def network_diagram(
    sizes: Sequence[int],
    *,
    weights: Arrays = None,
    biases: Arrays = None,
    gradients: Arrays = None,
    values: Arrays = None,
    inputs: Sequence[str] | None = None,
    labels: Labels = False,
    highlight: Collection[str] = (),
    bias: bool = True,
    activations: Sequence[str] | None = None,
    digits: int = 2,
    ax: Any = None,
    size: tuple[float, float] | None = None,
) -> tuple[Figure, Any]:
    """Vẽ mạng có các tầng `sizes`, ví dụ [2, 3, 3, 1].

    Tầng quá 8 node chỉ vẽ vài node đầu, dấu ⋮ và vài node cuối, ghi số node ở dưới.
    Có weights: đường càng dày thì |w| càng lớn; nét liền là dương, nét đứt là âm. Trọng số màu xanh, gradient
    màu cam; có cả hai thì gradient là đường thứ hai, song song, mũi tên chỉ ngược về tầng trước.

    Tham số:
        sizes: số node từng tầng, kể cả tầng đầu vào.
        weights, gradients: mỗi tầng một mảng (in, out).
        biases: mỗi tầng một mảng (out,), cho đường đi từ node bias.
        values: mỗi tầng một mảng số viết trong node. Trong bốn danh sách này, None ở một tầng nghĩa là chưa
            biết.
        inputs: tên các đầu vào.
        activations: tên hàm kích hoạt của từng tầng sau tầng đầu vào.
        labels: True: mọi w_ij^(k) và b_j^(k); "weights", "biases": một loại; "numbers": chính các số; một tập
            tên như {"w_12^(1)", "b_1^(2)"} khi mạng đông; hoặc dict tên -> chữ, như {"w_11^(1)": "0.15"}.
        highlight: tên những đường và node được tô cam: w_12^(1), b_1^(2), x_1, a_2^(1), y_1.
        bias: vẽ các node 1.
        digits: số chữ số có nghĩa.
        ax: ô vẽ có sẵn.
        size: rộng × cao (inch): cho cố định khi vẽ nhiều hình cho một điều khiển.

    Trả về:
        (figure, axes). w_ij^(k) là trọng số từ node i của tầng k − 1 tới node j của tầng k.

    Lỗi:
        ValueError: shape không khớp với sizes, tên lạ, hoặc không đủ chỗ cho node hay nhãn.
    """
    spec = checked(
        sizes,
        weights=weights,
        biases=biases,
        gradients=gradients,
        values=values,
        inputs=inputs,
        labels=labels,
        highlight=highlight,
        bias=bias,
        activations=activations,
        digits=digits,
    )
    frame = room(ax) if ax is not None else None if size is None else (size[0] * 72, size[1] * 72)
    layout = compose(spec, frame, legends=len(spec.numbers))
    if ax is None:
        figure, ax = canvas(layout.width, layout.height)
    else:
        figure = ax.figure
        blank(ax, layout.width, layout.height)
    _draw_lines(ax, layout, spec)
    _draw_nodes(ax, layout, spec)
    for text, (x, y) in layout.marks:
        ax.text(x, y, text, ha="center", va="center", size=FONT, color=DARK, zorder=6, gid="mark")
    for name, (x, y) in layout.labels.items():
        patch = {"fc": "white", "ec": "none", "boxstyle": "square,pad=0.02"}
        colour = ORANGE if name in spec.highlight else PURPLE if name.startswith("b") else DARK
        style = {"ha": "center", "va": "center", "size": FONT + 1, "color": colour, "bbox": patch}
        ax.text(x, y, spec.labels[name], zorder=5, gid="label", **style)
    _draw_legend(ax, list(spec.numbers))
    return figure, ax


def _draw_lines(ax: Any, layout: Layout, spec: Spec) -> None:
    known = {kind: [a for a in arrays if a is not None] for kind, arrays in spec.numbers.items()}
    known.get("w", []).extend(b for b in spec.biases if b is not None)
    top = {kind: max((float(np.abs(a).max()) for a in arrays), default=0.0) for kind, arrays in known.items()}
    for edge, path in layout.paths.items():
        found = spec.found(edge)
        if edge_name(edge) in spec.highlight:
            ax.plot(*path.T, color=_GLOW, lw=9 if found else 7, zorder=0.5, gid="glow", solid_capstyle="butt")
        if not found:
            lit = (
                {"color": ORANGE, "lw": 2.2}
                if edge_name(edge) in spec.highlight
                else {"color": GREY, "lw": 0.9}
            )
            ax.plot(*path.T, zorder=1, gid="edge", **lit)
        for order, (kind, number) in enumerate(found.items()):
            share = abs(number) / top[kind] if top[kind] else 0.0
            colour, dash = _KINDS[kind], _SIGNS[int(number < 0)]
            along = path[1] - path[0]
            aside = np.array([-along[1], along[0]]) / np.hypot(*along) * 3.0
            line = path + (aside * (1 if order else -1) if len(found) > 1 else 0)
            width = _THIN + (_THICK - _THIN) * share
            ax.plot(*line.T, color=colour, ls=dash, lw=width, zorder=1, gid=kind, solid_capstyle="butt")
            if kind != "w":  # derivatives flow back
                tip = {"arrowstyle": "-|>,head_width=0.25,head_length=0.5", "color": colour, "lw": 0.1}
                ax.annotate(
                    "", line[0], line[0] + 0.05 * along, arrowprops=tip | {"shrinkA": 0, "shrinkB": 0}
                )


def _draw_nodes(ax: Any, layout: Layout, spec: Spec) -> None:
    for node, box in layout.boxes.items():
        style: dict[str, Any] = {"fc": "white", "ec": DARK, "lw": 1.4}
        if node[1] == BIAS:
            style = {"fc": "#eef1f5", "ec": GREY, "lw": 1.0}
        elif node_name(node, spec.sizes) in spec.highlight:
            style = {"fc": "#fff4e3", "ec": ORANGE, "lw": 2.8}
        capsule(ax, box, zorder=3, **style)
    for node, text in layout.texts.items():
        box = layout.boxes[node]
        middle = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
        style = {"ha": "center", "va": "center_baseline", "size": FONT, "color": DARK}
        ax.text(*middle, text, zorder=4, gid="node", **style)


def _draw_legend(ax: Any, kinds: list[str]) -> None:
    for row, kind in enumerate(reversed(kinds)):
        y = 10 + 18 * row
        for dash, sign, x in zip(_SIGNS, ("> 0", "< 0"), (8, 128), strict=True):
            colour = _KINDS[kind]
            ax.plot([x, x + 26], [y, y], color=colour, ls=dash, lw=2.6, gid="legend-line")
            ax.text(x + 32, y, f"{kind} {sign}", va="center", size=FONT, color=colour, gid="legend")
        ax.text(248, y, "dày: số lớn", va="center", size=FONT, color=DARK, gid="legend")
