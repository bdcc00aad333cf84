"""Bố cục của hình mạng nơ-ron: chỗ của node, của các đường và của nhãn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hocsau.plotting.canvas import FONT, PAGE, Box, number, symbol, text_size
from hocsau.plotting.network_spec import BIAS, FIRST, MOST, Edge, Node, Spec, edge_name, node_name, shown
from hocsau.plotting.placement import place

_DIAMETER = 30.0
_APART, _APART_TWO = 44.0, 58.0  # from one node's centre to the next; with two lines on an edge
_ROOMY, _TALLEST = 84.0, 130.0  # the same, when labels would hide lines; when they would collide
_HEAD, _LEGEND, _MARGIN = 22.0, 18.0, 8.0
_HIDDEN = 10.0  # points of other lines that a label may hide


@dataclass
class Layout:
    """Mọi toạ độ (point, y hướng lên)."""

    width: float
    height: float
    boxes: dict[Node, Box]
    texts: dict[Node, str]
    paths: dict[Edge, np.ndarray]
    marks: list[tuple[str, tuple[float, float]]] = field(default_factory=list)
    labels: dict[str, tuple[float, float]] = field(default_factory=dict)
    crowded: bool = False  # labels collide
    hidden: float = 0.0  # how much of the lines lies under labels of others, in points


def compose(spec: Spec, frame: tuple[float, float] | None, legends: int) -> Layout:
    """Xếp vào khung (rộng, cao) bằng point, hoặc vào bề rộng trang với bề cao vừa đủ cho nhãn."""
    if frame is not None:
        layout = _arrange(spec, *frame, legends)
        if layout.crowded:
            raise ValueError(_crowded(spec))
        return layout
    rows = max(_rows(spec, k) for k in range(len(spec.sizes)))
    apart = _APART_TWO if len(spec.numbers) > 1 else _APART
    best: Layout | None = None
    while apart <= _TALLEST:
        head, foot = _HEAD * (2 if spec.activations else 1), legends * _LEGEND + _foot(spec)
        layout = _arrange(spec, PAGE, rows * apart + head + foot + 2 * _MARGIN, legends)
        if not layout.crowded and (best is None or layout.hidden < 0.8 * best.hidden):
            best = layout
        if best is not None and (best.hidden <= _HIDDEN * (len(spec.labels) + 3) or apart > _ROOMY):
            return best
        apart *= 1.1
    if best is None:
        raise ValueError(_crowded(spec))
    return best


def _crowded(spec: Spec) -> str:
    return (
        f"không đủ chỗ cho {len(spec.labels)} nhãn trên mạng {list(spec.sizes)}; chọn bớt, ví dụ "
        f'labels={{"w_11^(1)", "b_1^(1)"}}, hoặc bỏ node bias (bias=False), hoặc cho size lớn hơn'
    )


def _rows(spec: Spec, layer: int) -> int:
    n = spec.sizes[layer]
    dots = 1 if n > MOST else 0
    return len(shown(n)) + dots + (1 if spec.bias and layer < len(spec.sizes) - 1 else 0)


def _foot(spec: Spec) -> float:
    return 18.0 if max(spec.sizes) > MOST else 0.0


def _node_texts(spec: Spec) -> dict[Node, str]:
    texts: dict[Node, str] = {}
    last = len(spec.sizes) - 1
    for layer, n in enumerate(spec.sizes):
        known = spec.values[layer]
        for i in shown(n):
            if known is not None:
                texts[layer, i] = number(float(known[i]), spec.digits)
            elif layer == 0:
                name = f"x{i + 1}" if spec.inputs is None else spec.inputs[i]
                texts[layer, i] = symbol(name)
            elif layer == last:
                texts[layer, i] = r"$\hat{y}$" if n == 1 else rf"$\hat{{y}}_{{{i + 1}}}$"
            else:
                texts[layer, i] = symbol(node_name((layer, i), spec.sizes))
        if spec.bias and layer < last:
            texts[layer, BIAS] = "1"
    return texts


def _arrange(spec: Spec, width: float, height: float, legends: int) -> Layout:
    last = len(spec.sizes) - 1
    texts = _node_texts(spec)
    beside = {}  # input names that stand left of their nodes
    if spec.inputs is not None:
        long = max(text_size(symbol(spec.inputs[i]))[0] for i in shown(spec.sizes[0])) > 26
        if long or spec.values[0] is not None:
            for i in shown(spec.sizes[0]):
                beside[i] = symbol(spec.inputs[i])
                if spec.values[0] is None:
                    texts.pop((0, i))
    head = _HEAD * (2 if spec.activations else 1)
    bottom = _MARGIN + legends * _LEGEND + _foot(spec)
    body = height - head - bottom - _MARGIN
    apart = body / max(_rows(spec, k) for k in range(last + 1))
    tall = min(_DIAMETER, apart - 5)
    if tall < 10 or (any(v is not None for v in spec.values) and tall < FONT + 2):
        need = (FONT + 8) * max(_rows(spec, k) for k in range(last + 1)) + height - body
        raise ValueError(
            f"khung cao {height / 72:.1f} inch không đủ cho các node; cần ít nhất {need / 72:.1f}"
        )
    if tall < 20:  # a symbol with subscript and superscript does not fit any more
        texts = {node: t for node, t in texts.items() if spec.values[node[0]] is not None}
    wide = {k: tall for k in range(last + 1)}
    for (k, _), text in texts.items():
        wide[k] = max(wide[k], text_size(text)[0] + 10)
    heads = _headings(spec)
    counts = {k: f"{n} node" for k, n in enumerate(spec.sizes) if n > MOST}
    left = max(wide[0], *(text_size(h)[0] for h in (*heads[0], counts.get(0, "")))) / 2 + _MARGIN
    left = max(left, wide[0] / 2 + max((text_size(t)[0] for t in beside.values()), default=0) + 6 + _MARGIN)
    right = max(wide[last], *(text_size(h)[0] for h in (*heads[last], counts.get(last, "")))) / 2 + _MARGIN
    xs = np.linspace(left, width - right, last + 1)
    boxes, marks = {}, []
    for k, n in enumerate(spec.sizes):
        count = _rows(spec, k)
        top = height - head - _MARGIN - (body - apart * (count - 1)) / 2
        nodes: list[int | None] = ([BIAS] if spec.bias and k < last else []) + shown(n)
        if n > MOST:
            nodes.insert(nodes.index(FIRST - 1) + 1, None)
        for row, i in enumerate(nodes):
            y = top - row * apart
            if i is None:
                marks.append(("⋮", (xs[k], y)))
            else:
                boxes[k, i] = Box.around(xs[k], y, tall if i == BIAS else wide[k], tall)
        for row, text in enumerate(heads[k]):
            marks.append((text, (xs[k], height - 12 - 16 * row)))
        if k in counts:
            marks.append((counts[k], (xs[k], bottom - 9)))
    for i, text in beside.items():
        box = boxes[0, i]
        marks.append((text, (box.x0 - 6 - text_size(text)[0] / 2, (box.y0 + box.y1) / 2)))
    paths = {edge: _path(edge, boxes) for edge in spec.edges}
    layout = Layout(width, height, boxes, texts, paths, marks)
    _place_labels(spec, layout)
    return layout


def _headings(spec: Spec) -> list[list[str]]:
    last = len(spec.sizes) - 1
    names = ["đầu vào", *(f"hidden {k}" for k in range(1, last)), "đầu ra"]
    if last == 2:
        names[1] = "hidden layer"
    extra = ["", *spec.activations] if spec.activations else [""] * (last + 1)
    return [[name, *([more] if more else [])] for name, more in zip(names, extra, strict=True)]


def _path(edge: Edge, boxes: dict[Node, Box]) -> np.ndarray:
    k, i, j = edge
    a, b = boxes[k, i], boxes[k + 1, j]
    start = np.array([(a.x0 + a.x1) / 2, (a.y0 + a.y1) / 2])
    end = np.array([(b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2])
    points = np.linspace(start, end, 400)
    keep = np.ones(len(points), bool)
    for box in (a, b):
        radius = (box.y1 - box.y0) / 2
        x = np.clip(points[:, 0], box.x0 + radius, box.x1 - radius)
        keep &= np.hypot(points[:, 0] - x, points[:, 1] - (box.y0 + box.y1) / 2) >= radius
    return points[keep][[0, -1]]


def _place_labels(spec: Spec, layout: Layout) -> None:
    edges = list(layout.paths)
    names = [edge_name(edge) for edge in edges]
    own = [e for e, name in enumerate(names) if name in spec.labels]
    sizes = [text_size(spec.labels[names[e]], FONT + 1) for e in own]
    solid: list[Any] = list(layout.boxes.values())
    solid += [Box.around(*at, *text_size(text)) for text, at in layout.marks]
    page = Box(0, 0, layout.width, layout.height)
    placed = place(list(layout.paths.values()), sizes, own, solid, page)
    layout.crowded = bool(placed.hits.any())
    layout.hidden = float(placed.covered.sum())
    for e, at in zip(own, placed.centres, strict=True):
        layout.labels[names[e]] = tuple(at)
