"""Bố cục của hình mạng nơ-ron: chỗ của node, của các đường và của nhãn."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from hocsau.plotting.canvas import FONT, PAGE, Box, number, symbol, text_size
from hocsau.plotting.placement import place

BIAS = -1  # the index of a layer's bias node
_MOST, _FIRST, _LAST = 8, 3, 2  # nodes drawn in a layer; of a larger one, how many at either end
_DIAMETER = 30.0
_APART = 44.0  # from one node's centre to the next
_TALLEST = 130.0  # the same, when labels need room
_HEAD, _LEGEND, _MARGIN = 22.0, 18.0, 8.0

Node = tuple[int, int]  # layer, index in it (BIAS for the bias node)
Edge = tuple[int, int, int]  # into which weight layer (from 0), from which node, to which node


@dataclass(frozen=True)
class Spec:
    """Những gì được yêu cầu vẽ, đã kiểm tra."""

    sizes: tuple[int, ...]
    values: tuple[np.ndarray | None, ...]
    inputs: tuple[str, ...] | None
    labels: frozenset[str]
    strict: bool  # labels were named one by one
    bias: bool
    activations: tuple[str, ...]
    digits: int

    @classmethod
    def checked(
        cls,
        sizes: Sequence[int],
        values: Sequence[np.ndarray | None] | None,
        inputs: Sequence[str] | None,
        labels: bool | str | Collection[str],
        bias: bool,
        activations: Sequence[str] | None,
        digits: int,
    ) -> Spec:
        """Kiểm tra từng tham số của network_diagram; ValueError nói sai ở đâu."""
        sizes = tuple(sizes)
        if len(sizes) < 2 or any(isinstance(n, bool) or int(n) != n or n < 1 for n in sizes):
            raise ValueError(f"sizes = {list(sizes)}; cần ít nhất hai tầng, mỗi tầng một số nguyên dương")
        known: list[np.ndarray | None] = [None] * len(sizes)
        if values is not None:
            known = [None if v is None else np.asarray(v, float).reshape(-1) for v in values]
            got = ["None" if v is None else len(v) for v in known]
            if len(known) != len(sizes) or any(
                v is not None and len(v) != n for v, n in zip(known, sizes, strict=True)
            ):
                raise ValueError(
                    f"values có {got} số ở các tầng; mạng {list(sizes)} cần đúng từng ấy (hoặc None)"
                )
        if inputs is not None and len(inputs) != sizes[0]:
            raise ValueError(f"inputs có {len(inputs)} tên; tầng đầu vào có {sizes[0]} node")
        if activations is not None and len(activations) != len(sizes) - 1:
            raise ValueError(
                f"activations có {len(activations)} tên; sau tầng đầu vào có {len(sizes) - 1} tầng"
            )
        spec = cls(
            sizes,
            tuple(known),
            None if inputs is None else tuple(inputs),
            frozenset(),
            False,
            bool(bias),
            tuple(activations or ()),
            digits,
        )
        drawn = {weight_name(edge) for edge in _edges(spec)}
        if isinstance(labels, bool):
            return replace(spec, labels=frozenset(drawn if labels else ()))
        if labels in ("weights", "biases"):
            return replace(spec, labels=frozenset(n for n in drawn if n[0] == labels[0]))
        wanted = frozenset([labels] if isinstance(labels, str) else labels)
        if wanted - drawn:
            raise ValueError(
                f"labels: hình không có {', '.join(sorted(wanted - drawn))}; tên có dạng w_12^(1), b_1^(2), "
                f"và node của nó phải được vẽ"
            )
        return replace(spec, labels=wanted, strict=True)


@dataclass
class Layout:
    """Mọi toạ độ (point, y hướng lên)."""

    width: float
    height: float
    boxes: dict[Node, Box]
    texts: dict[Node, str]
    paths: dict[Edge, np.ndarray]
    marks: list[tuple[str, tuple[float, float]]] = field(default_factory=list)
    labels: dict[str, tuple[str, tuple[float, float]]] = field(default_factory=dict)
    crowded: bool = False


def weight_name(edge: Edge) -> str:
    """Tên của trọng số trên một đường: w_ij^(k) hoặc b_j^(k), đếm từ 1."""
    k, i, j = edge
    if i == BIAS:
        return f"b_{j + 1}^({k + 1})"
    comma = "," if i >= 9 or j >= 9 else ""
    return f"w_{i + 1}{comma}{j + 1}^({k + 1})"


def shown(n: int) -> list[int]:
    """Những node được vẽ của tầng có n node."""
    return list(range(n)) if n <= _MOST else [*range(_FIRST), *range(n - _LAST, n)]


def _edges(spec: Spec) -> list[Edge]:
    pairs = enumerate(zip(spec.sizes, spec.sizes[1:], strict=False))
    return [
        (k, i, j) for k, (a, b) in pairs for i in ([BIAS] if spec.bias else []) + shown(a) for j in shown(b)
    ]


def compose(spec: Spec, frame: tuple[float, float] | None, legends: int) -> Layout:
    """Xếp vào khung (rộng, cao) bằng point, hoặc vào bề rộng trang với bề cao vừa đủ cho nhãn."""
    if frame is not None:
        layout = _arrange(spec, *frame, legends)
        if layout.crowded:
            raise ValueError(_crowded(spec))
        return layout
    rows = max(_rows(spec, k) for k in range(len(spec.sizes)))
    apart = _APART
    while True:
        height = (
            rows * apart
            + _HEAD * (2 if spec.activations else 1)
            + legends * _LEGEND
            + _foot(spec)
            + 2 * _MARGIN
        )
        layout = _arrange(spec, PAGE, height, legends)
        if not layout.crowded:
            return layout
        apart *= 1.1
        if apart > _TALLEST:
            raise ValueError(_crowded(spec))


def _crowded(spec: Spec) -> str:
    return (
        f"không đủ chỗ cho {len(spec.labels)} nhãn trên mạng {list(spec.sizes)}; chọn bớt, ví dụ "
        f'labels={{"w_11^(1)", "b_1^(1)"}}, hoặc bỏ node bias (bias=False), hoặc cho size lớn hơn'
    )


def _rows(spec: Spec, layer: int) -> int:
    n = spec.sizes[layer]
    dots = 1 if n > _MOST else 0
    return len(shown(n)) + dots + (1 if spec.bias and layer < len(spec.sizes) - 1 else 0)


def _foot(spec: Spec) -> float:
    return 18.0 if max(spec.sizes) > _MOST else 0.0


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
                texts[layer, i] = symbol(f"a_{i + 1}^({layer})")
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
    left = max(wide[0], max(text_size(h)[0] for h in heads[0])) / 2 + _MARGIN
    left = max(left, wide[0] / 2 + max((text_size(t)[0] for t in beside.values()), default=0) + 6 + _MARGIN)
    right = max(wide[last], max(text_size(h)[0] for h in heads[last])) / 2 + _MARGIN
    xs = np.linspace(left, width - right, last + 1)
    boxes, marks = {}, []
    for k, n in enumerate(spec.sizes):
        count = _rows(spec, k)
        top = height - head - _MARGIN - (body - apart * (count - 1)) / 2
        nodes: list[int | None] = ([BIAS] if spec.bias and k < last else []) + shown(n)
        if n > _MOST:
            nodes.insert(nodes.index(_FIRST - 1) + 1, None)
        for row, i in enumerate(nodes):
            y = top - row * apart
            if i is None:
                marks.append(("⋮", (xs[k], y)))
            else:
                boxes[k, i] = Box.around(xs[k], y, tall if i == BIAS else wide[k], tall)
        for row, text in enumerate(heads[k]):
            marks.append((text, (xs[k], height - 12 - 16 * row)))
        if n > _MOST:
            marks.append((f"{n} node", (xs[k], bottom - 9)))
    for i, text in beside.items():
        box = boxes[0, i]
        marks.append((text, (box.x0 - 6 - text_size(text)[0] / 2, (box.y0 + box.y1) / 2)))
    paths = {edge: _path(edge, boxes) for edge in _edges(spec)}
    layout = Layout(width, height, boxes, texts, paths, marks)
    _place_labels(spec, layout)
    return layout


def _headings(spec: Spec) -> list[list[str]]:
    last = len(spec.sizes) - 1
    names = ["đầu vào", *(f"ẩn {k}" for k in range(1, last)), "đầu ra"]
    if last == 2:
        names[1] = "tầng ẩn"
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
    own = [e for e, edge in enumerate(edges) if weight_name(edge) in spec.labels]
    texts = [symbol(weight_name(edges[e])) for e in own]
    sizes = [text_size(text, FONT + 1) for text in texts]
    solid: list[Any] = list(layout.boxes.values())
    solid += [Box.around(*at, *text_size(text)) for text, at in layout.marks]
    page = Box(0, 0, layout.width, layout.height)
    placed = place(list(layout.paths.values()), sizes, own, solid, page)
    layout.crowded = bool(placed.hits.any())
    for e, text, at in zip(own, texts, placed.centres, strict=True):
        layout.labels[weight_name(edges[e])] = (text, tuple(at))
