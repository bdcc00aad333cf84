"""Xếp một đồ thị có hướng thành tầng: mọi cạnh đi từ tầng trên xuống tầng dưới, ít cắt nhau."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

Edge = tuple[Hashable, Hashable, int]  # from, to, and which of the parallel edges
_PASSES = 24


@dataclass(frozen=True)
class Layers:
    """rows: các node của từng tầng, trái sang phải; chains: các node mà mỗi cạnh đi qua, kể cả node ảo."""

    rows: list[list[Hashable]]
    chains: dict[Edge, list[Hashable]]


def arrange(edges: Sequence[Edge], order: Mapping[Hashable, float]) -> Layers:
    """Chia tầng và xếp thứ tự trong tầng; `order` là thứ tự mong muốn lúc đầu.

    Đầu vào đứng ngay trên nơi dùng nó đầu tiên. Cạnh dài đi qua một node ảo ở mỗi tầng giữa chừng.
    """
    import networkx as nx  # takes 0.1 s to import, which only computational graphs should pay

    graph = nx.DiGraph((a, b) for a, b, _ in edges)
    level = {n: k for k, row in enumerate(nx.topological_generations(graph)) for n in row}
    for node in graph:
        if graph.in_degree(node) == 0:
            level[node] = min(level[child] for child in graph.successors(node)) - 1
    chains = {}
    for edge in edges:
        a, b, _ = edge
        # a dummy node a level keeps a long edge clear of the nodes that it passes
        chains[edge] = [a, *(("pass", edge, k) for k in range(level[a] + 1, level[b])), b]
    rows: list[list[Hashable]] = [[] for _ in range(1 + max(level.values()))]
    wanted = dict(order)
    for edge, chain in chains.items():
        for k, node in enumerate(chain[1:-1], 1):
            wanted[node] = order[edge[0]] + (order[edge[1]] - order[edge[0]]) * k / (len(chain) - 1)
            level[node] = level[edge[0]] + k
    for node in sorted(level, key=lambda n: wanted[n]):
        rows[level[node]].append(node)
    return Layers(_fewest_crossings(rows, _links(chains)), chains)


def coordinates(
    layers: Layers, width: Mapping[Hashable, float], gaps: Sequence[float], total: float
) -> dict[Hashable, float]:
    """Toạ độ ngang của từng node, trong [0, total]: gần trung bình các node nối với nó.

    Hai node cạnh nhau của tầng k cách nhau ít nhất gaps[k]; total phải đủ cho tầng rộng nhất.
    """
    links = _links(layers.chains)
    near: dict[Hashable, list[Hashable]] = {node: [] for row in layers.rows for node in row}
    for a, b in links:
        near[a].append(b)
        near[b].append(a)
    apart = {}
    for row, gap in zip(layers.rows, gaps, strict=True):
        half = np.array([width.get(node, 0.0) / 2 for node in row])
        apart[id(row)] = np.concatenate([[0], np.cumsum(half[:-1] + half[1:] + gap)])
    x = {}
    for row in layers.rows:
        place = apart[id(row)]
        x |= dict(zip(row, place + (total - place[-1]) / 2, strict=True))
    for step in range(_PASSES):
        for row in layers.rows if step % 2 == 0 else layers.rows[::-1]:
            wish = np.array([np.mean([x[n] for n in near[node]]) if near[node] else x[node] for node in row])
            place = apart[id(row)]
            low = width.get(row[0], 0.0) / 2
            high = total - place[-1] - width.get(row[-1], 0.0) / 2
            x |= dict(zip(row, place + np.clip(_nondecreasing(wish - place), low, high), strict=True))
    return x


def row_width(row: Sequence[Hashable], width: Mapping[Hashable, float], gap: float) -> float:
    """Bề rộng ít nhất của một tầng."""
    return sum(width.get(node, 0.0) for node in row) + gap * (len(row) - 1)


def _links(chains: Mapping[Edge, list[Hashable]]) -> list[tuple[Hashable, Hashable]]:
    return [pair for chain in chains.values() for pair in zip(chain, chain[1:], strict=False)]


def _nondecreasing(wish: np.ndarray) -> np.ndarray:
    """The nondecreasing sequence nearest to `wish` (pool adjacent violators)."""
    blocks: list[list[float]] = []  # sum and count
    for value in wish:
        blocks.append([float(value), 1])
        while len(blocks) > 1 and blocks[-2][0] * blocks[-1][1] > blocks[-1][0] * blocks[-2][1]:
            last = blocks.pop()
            blocks[-1][0] += last[0]
            blocks[-1][1] += last[1]
    return np.concatenate([np.full(int(count), total / count) for total, count in blocks])


def _crossings(rows: list[list[Hashable]], links: list[tuple[Hashable, Hashable]]) -> int:
    place = {node: (k, i) for k, row in enumerate(rows) for i, node in enumerate(row)}
    between: dict[int, list[tuple[int, int]]] = {}
    for a, b in links:
        between.setdefault(place[a][0], []).append((place[a][1], place[b][1]))
    count = 0
    for pairs in between.values():
        a, b = np.array(pairs).T
        count += int(((a[:, None] < a) & (b[:, None] > b)).sum())
    return count


def _fewest_crossings(
    rows: list[list[Hashable]], links: list[tuple[Hashable, Hashable]]
) -> list[list[Hashable]]:
    """Barycentre sweeps, then exchanges of neighbours, keeping the best order seen."""
    up: dict[Hashable, list[Hashable]] = {}
    down: dict[Hashable, list[Hashable]] = {}
    for a, b in links:
        down.setdefault(a, []).append(b)
        up.setdefault(b, []).append(a)
    rows = [list(row) for row in rows]
    best, least = [list(row) for row in rows], _crossings(rows, links)
    for sweep in range(_PASSES):
        side = up if sweep % 2 == 0 else down
        for k in range(len(rows)) if sweep % 2 == 0 else reversed(range(len(rows))):
            place = {node: i for row in rows for i, node in enumerate(row)}
            old = {node: i for i, node in enumerate(rows[k])}
            mean = {n: float(np.mean([place[m] for m in side[n]])) if n in side else old[n] for n in rows[k]}
            rows[k].sort(key=lambda n, mean=mean, old=old: (mean[n], old[n]))
        if (count := _crossings(rows, links)) < least:
            best, least = [list(row) for row in rows], count
    improved = True
    while improved and least:
        improved = False
        for row in best:
            for i in range(len(row) - 1):
                row[i], row[i + 1] = row[i + 1], row[i]
                if (count := _crossings(best, links)) < least:
                    least, improved = count, True
                else:
                    row[i], row[i + 1] = row[i + 1], row[i]
    return best
