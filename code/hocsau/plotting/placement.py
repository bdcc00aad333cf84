"""Đặt nhãn lên các đường sao cho không nhãn nào đè lên nhãn khác, lên hình hay ra khỏi mép."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hocsau.plotting.canvas import Box

_CANDIDATES = np.linspace(0.1, 0.9, 27)  # where along the path a label may stand
_COLLISION = 1000.0
_SAMPLES = 105  # of each path
_GAP = 2.0  # points kept free around a label
_SWEEPS, _STARTS = 30, 6


@dataclass(frozen=True)
class Placed:
    """Tâm các nhãn (n, 2); nhãn có đè lên gì không (n,); nhãn che bao nhiêu point của đường khác (n,)."""

    centres: np.ndarray
    hits: np.ndarray
    covered: np.ndarray


def resample(path: np.ndarray, count: int) -> np.ndarray:
    """`count` điểm cách đều nhau dọc theo đường gấp khúc `path` (k, 2)."""
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
    at = np.linspace(0, along[-1], count)
    return np.stack([np.interp(at, along, path[:, d]) for d in (0, 1)], axis=1)


def place(
    paths: Sequence[np.ndarray],
    sizes: Sequence[tuple[float, float]],
    own: Sequence[int],
    obstacles: Sequence[Box],
    page: Box,
    middle: float = 0.5,
) -> Placed:
    """Chọn chỗ cho từng nhãn trên đường của nó.

    Tham số:
        paths: mọi đường, mỗi đường (k, 2).
        sizes: rộng × cao (n, 2) của các nhãn.
        own: nhãn i đứng trên đường own[i].
        obstacles: các hình không được đè lên.
        page: trang giấy.
        middle: chỗ ưa thích (0 đầu, 1 cuối đường).
    """
    if not sizes:
        return Placed(np.zeros((0, 2)), np.zeros(0, bool), np.zeros(0))
    half = np.asarray(sizes) / 2 + _GAP
    dense = np.stack([resample(path, _SAMPLES) for path in paths])  # (paths, samples, 2)
    weight = np.array([np.hypot(*np.diff(path, axis=0).T).sum() for path in paths]) / _SAMPLES
    rows = np.round(_CANDIDATES * (_SAMPLES - 1)).astype(int)
    spots = dense[np.asarray(own)][:, rows]  # (labels, candidates, 2)
    alone = np.tile(4 * np.abs(_CANDIDATES - middle), (len(own), 1))
    covered = np.zeros_like(alone)
    solid = np.array([[b.x0, b.y0, b.x1, b.y1] for b in obstacles]).reshape(-1, 4)
    for i, k in enumerate(own):
        low, high = spots[i] - half[i], spots[i] + half[i]
        hit = (low[:, None] < solid[:, 2:]).all(2) & (high[:, None] > solid[:, :2]).all(2)
        outside = (low < (page.x0, page.y0)).any(1) | (high > (page.x1, page.y1)).any(1)
        alone[i] += _COLLISION * (hit.sum(1) + outside)
        away = np.abs(dense[None] - spots[i][:, None, None]) < half[i]  # (candidates, paths, samples, 2)
        inside = (away[..., 0] & away[..., 1]).sum(2) * weight
        covered[i] = inside.sum(1) - inside[:, k]
    choice = _choose(spots, half, alone + 3 * covered)
    at = np.arange(len(own)), choice
    clash = _overlap(spots[at], half, spots[at], half) & ~np.eye(len(own), dtype=bool)
    return Placed(spots[at], clash.any(1) | (alone[at] >= _COLLISION), covered[at])


def _overlap(a: np.ndarray, half_a: np.ndarray, b: np.ndarray, half_b: np.ndarray) -> np.ndarray:
    """Which boxes of a (n, 2) and b (m, 2) overlap, as (n, m); the free gap is counted once."""
    near = [
        np.abs(np.subtract.outer(a[:, d], b[:, d])) < np.add.outer(half_a[:, d], half_b[:, d]) - _GAP
        for d in (0, 1)
    ]
    return near[0] & near[1]


def _choose(spots: np.ndarray, half: np.ndarray, alone: np.ndarray) -> np.ndarray:
    """Candidates of least total cost, by moving one label at a time; the best of a few fixed starts."""
    labels, candidates = alone.shape
    flat = spots.reshape(-1, 2)
    wide = np.repeat(half, candidates, axis=0)
    clash = _overlap(flat, wide, flat, wide).reshape(labels, candidates, labels, candidates)
    clash[np.arange(labels), :, np.arange(labels), :] = False
    rng = np.random.default_rng(0)  # the starts are fixed: the same picture gives the same labels
    best, least = alone.argmin(1), np.inf
    for start in range(_STARTS):
        choice = best.copy() if start == 0 else rng.integers(candidates, size=labels)
        for _ in range(_SWEEPS):
            before = choice.copy()
            for i in range(labels):
                cost = alone[i] + _COLLISION * clash[i][:, np.arange(labels), choice].sum(1)
                choice[i] = cost.argmin()
            if (choice == before).all():
                break
        pairs = clash[np.arange(labels), choice][:, np.arange(labels), choice].sum() / 2
        total = alone[np.arange(labels), choice].sum() + _COLLISION * pairs
        if total < least:
            best, least = choice, total
        if least < _COLLISION / 2:
            break
    return best
