"""Bố cục của đồ thị tính toán: vị trí node, đường đi của cạnh, chỗ đặt nhãn."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from hocsau.plotting.canvas import FONT, PAGE, POINTS, Box, text_size
from hocsau.plotting.layers import Layers, arrange, coordinates, row_width
from hocsau.plotting.placement import place, resample

NODE_FONT = FONT + 1
LINE = 14.0  # from the value's line to the derivative's
OUT = -1  # where the last result goes
_DIAMETER = 26.0  # of a node with a short text
_LEGEND = 22.0
_MARGIN = 4.0
_ROUNDS, _STRETCH = 14, 1.08
_LOOSE = 8  # after so many rounds labels may hide a little of other edges
_COVERED = 2.0  # points


class Link(NamedTuple):
    """Cạnh từ node `start` vào node `end`, là đầu vào thứ `slot` của nó."""

    start: int
    end: int
    slot: int


@dataclass(frozen=True)
class Drawing:
    """Những gì cần vẽ: chữ trong node 0, 1, …; tên cạnh node ("" nếu không); nhãn hai dòng của cạnh."""

    texts: tuple[str, ...]
    titles: tuple[str, ...]
    links: tuple[Link, ...]
    labels: tuple[tuple[str, str] | None, ...]


@dataclass
class Layout:
    """Mọi toạ độ (point, y hướng lên). names: tâm của tên; spots: tâm của nhãn."""

    width: float
    height: float
    boxes: list[Box]
    names: dict[int, tuple[float, float]]
    paths: dict[Link, np.ndarray]
    spots: dict[Link, tuple[float, float]]
    collisions: int
    covered: float
    crowded: list[Link] = field(default_factory=list)  # whose labels found no good place


@functools.lru_cache(maxsize=64)  # the frames of one slider share a layout
def compose(drawing: Drawing, size: tuple[float, float] | None) -> Layout:
    """Ngang nếu vừa bề rộng trang, không thì từ trên xuống; tầng được giãn đến khi nhãn không đè nhau."""
    layers = arrange(drawing.links, _reading_order(drawing.links))
    best: Layout | None = None
    for sideways in (True, False):
        stretch = np.ones(len(layers.rows) - 1)
        for step in range(_ROUNDS):
            sheet = _Sheet(drawing, layers, sideways, stretch, size)
            if not sheet.fits:
                break
            layout = sheet.layout()
            if best is None or (layout.collisions, layout.covered) < (best.collisions, best.covered):
                best = layout
            if not layout.crowded or (step >= _LOOSE and best.collisions == 0):
                return best
            for k in {k for x in layout.crowded for k in range(sheet.level[x.start], sheet.level[x.end])}:
                stretch[k] *= _STRETCH
    if best is not None and (best.collisions == 0 or size is None):
        return best
    sheet = _Sheet(drawing, layers, False, np.ones(len(layers.rows) - 1), None)
    if size is None:  # wider than a page: the letters keep their size, the picture grows
        return sheet.layout()
    need = f"({sheet.width / POINTS:.1f}, {sheet.height / POINTS:.1f})"
    raise ValueError(f"size = {size} quá nhỏ cho đồ thị này; cần khoảng {need}, hoặc bỏ size")


def _reading_order(links: tuple[Link, ...]) -> dict[int, float]:
    """Leaves from left to right as the expression is written; an operation in the middle of its inputs."""
    into: dict[int, list[int]] = {}
    for link in links:  # parents come before children
        into.setdefault(link.end, []).append(link.start)
    order: dict[int, float] = {}
    for link in links:
        if link.start not in into:
            order.setdefault(link.start, float(len(order)))
    for end, starts in into.items():
        order[end] = float(np.mean([order[start] for start in starts]))
    return order


class _Sheet:
    """One trial: levels follow each other to the right (sideways) or down."""

    def __init__(
        self,
        drawing: Drawing,
        layers: Layers,
        sideways: bool,
        stretch: np.ndarray,
        size: tuple[float, float] | None,
    ) -> None:
        self.drawing, self.layers, self.sideways = drawing, layers, sideways
        self.level = {key: k for k, row in enumerate(layers.rows) for key in row}
        self.sizes = [(max(_DIAMETER, text_size(t, NODE_FONT)[0] + 14), _DIAMETER) for t in drawing.texts]
        self.names = {k: text_size(t, NODE_FONT) for k, t in enumerate(drawing.titles) if t}
        self.label = {
            link: (max(text_size(line, weight="bold")[0] for line in pair) + 2, 2 * LINE)
            for link, pair in zip(drawing.links, drawing.labels, strict=True)
            if pair
        }
        thick = [0.0] * len(layers.rows)
        for node, (wide, high) in enumerate(self.sizes):
            k = self.level[node]
            thick[k] = max(thick[k], wide if sideways else high)
        gaps = self._gaps() * (1 if sideways else stretch)
        along = sum(thick) + gaps.sum()
        inner = [np.inf if s is None else s * POINTS - 2 * _MARGIN for s in (size or (PAGE / POINTS, None))]
        inner[1] -= _LEGEND
        main, cross = inner if sideways else inner[::-1]
        widest = max((wide for wide, _ in self.label.values()), default=0.0)
        # a label on the edge below the outermost node is wider than the node
        cross -= 0.0 if sideways else max(0.0, widest - _DIAMETER)
        widths = {node: self._across(node) for node in range(len(self.sizes))}
        apart = [30.0 * stretch.max() if sideways else _spare(row, widths, cross) for row in layers.rows]
        need = max(row_width(row, widths, gap) for row, gap in zip(layers.rows, apart, strict=True))
        self.fits = along <= main and need <= cross
        spread = min((main - along) / len(gaps), 12.0) if np.isfinite(main) and self.fits else 0.0
        gaps = gaps + max(0.0, spread)
        along = sum(thick) + gaps.sum()
        across = coordinates(layers, widths, apart, need)
        body = (along, need) if sideways else (need, along)
        self.width = max(PAGE, body[0] + 2 * _MARGIN) if size is None else size[0] * POINTS
        self.height = body[1] + 2 * _MARGIN + _LEGEND if size is None else size[1] * POINTS
        left = (self.width - body[0]) / 2
        top = self.height - _LEGEND - (self.height - _LEGEND - body[1]) / 2
        self.at = {}
        begin = 0.0
        for k, row in enumerate(layers.rows):
            centre = begin + thick[k] / 2
            for key in row:
                x, y = (centre, across[key]) if sideways else (across[key], centre)
                self.at[key] = np.array([left + x, top - y])
            begin += thick[k] + (gaps[k] if k < len(gaps) else 0)

    def _across(self, node: int) -> float:
        """The room a node takes in its level, its name on one side and as much free on the other."""
        wide, high = self.sizes[node]
        name = self.names.get(node, (0.0, 0.0))
        return high + 2 * name[1] if self.sideways else wide + 2 * name[0] + (8 if name[0] else 0)

    def _gaps(self) -> np.ndarray:
        """After each level, room for the labels of the edges that begin or end there."""
        gaps = np.full(len(self.layers.rows) - 1, 26.0)
        for link, (wide, high) in self.label.items():
            first, last = self.level[link.start], self.level[link.end]
            if last == first + 1:
                gaps[first] = max(gaps[first], wide + 16 if self.sideways else high + 13)
        return gaps

    def layout(self) -> Layout:
        boxes = [Box.around(*self.at[k], *size) for k, size in enumerate(self.sizes)]
        names = {}
        for node, (wide, high) in self.names.items():
            box, (x, y) = boxes[node], self.at[node]
            names[node] = (x, box.y1 + high / 2) if self.sideways else (box.x1 + 4 + wide / 2, y)
        solid = [*boxes, *(Box.around(*names[k], *self.names[k]) for k in names)]
        solid.append(Box(0, self.height - _LEGEND + 2, self.width, self.height))
        links = self.drawing.links
        paths = {link: self._path(link, boxes) for link in links}
        own = [k for k, link in enumerate(links) if link in self.label]
        sizes = [self.label[links[k]] for k in own]
        page = Box(0, 0, self.width, self.height)
        placed = place(list(paths.values()), sizes, own, solid, page)
        spots = {links[k]: tuple(c) for k, c in zip(own, placed.centres, strict=True)}
        crowded = [links[own[i]] for i in np.flatnonzero(placed.hits + (placed.covered > _COVERED))]
        total = float(placed.covered.sum())
        return Layout(
            self.width, self.height, boxes, names, paths, spots, int(placed.hits.sum()), total, crowded
        )

    def _path(self, link: Link, boxes: list[Box]) -> np.ndarray:
        """A smooth line from border to border, through the places kept for it."""
        chain = [self.at[key] for key in self.layers.chains[link]]
        twins = [other for other in self.drawing.links if other[:2] == link[:2]]
        if len(twins) > 1:  # x * x: the two edges bulge to either side
            widest = max(self.label.get(t, (20.0, 20.0))[1 if self.sideways else 0] for t in twins)
            side = (twins.index(link) - (len(twins) - 1) / 2) * 2 * (widest + 8)
            middle = (chain[0] + chain[1]) / 2
            chain.insert(1, middle + (np.array([0, -side]) if self.sideways else np.array([side, 0])))
        curve = _smooth(chain)
        outside = ~_inside(curve, boxes[link.start])
        if link.end != OUT:
            outside &= ~_inside(curve, boxes[link.end])
        return resample(curve[outside], 60)


def _spare(row: list, widths: Mapping[int, float], room: float) -> float:
    """The gap between the nodes of a level: generous where the page allows it."""
    return float(np.clip((room - row_width(row, widths, 0.0)) / max(1, len(row) - 1), 10.0, 64.0))


def _smooth(points: list[np.ndarray]) -> np.ndarray:
    """A quadratic B-spline from the first to the last point."""
    if len(points) == 2:
        return np.linspace(*points, 200)
    middles = [(a + b) / 2 for a, b in zip(points[1:-1], points[2:-1], strict=False)]
    t = np.linspace(0, 1, 80)[:, None]
    pieces, start = [], points[0]
    for control, end in zip(points[1:-1], [*middles, points[-1]], strict=True):
        pieces.append((1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * end)
        start = end
    return np.concatenate(pieces)


def _inside(points: np.ndarray, box: Box) -> np.ndarray:
    """Which points lie in the capsule that fills the box."""
    radius = (box.y1 - box.y0) / 2
    x = np.clip(points[:, 0], box.x0 + radius, box.x1 - radius)
    y = (box.y0 + box.y1) / 2
    return np.hypot(points[:, 0] - x, points[:, 1] - y) < radius + 0.5
