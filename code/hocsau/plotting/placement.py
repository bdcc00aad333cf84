"""Đặt nhãn lên các đường sao cho không nhãn nào đè lên nhãn khác, lên hình hay ra khỏi mép."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hocsau.plotting.canvas import Box

_CANDIDATES = np.linspace(0.1, 0.9, 41)  # where along the path a label may stand
_COLLISION = 1000.0
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

    Tham số: paths – mọi đường, mỗi đường (k, 2); sizes[i] – rộng × cao của nhãn i, đứng trên đường own[i];
    obstacles – các hình không được đè lên; page – trang giấy; middle – chỗ ưa thích (0 đầu, 1 cuối đường).
    """
    if not sizes:
        return Placed(np.zeros((0, 2)), np.zeros(0, bool), np.zeros(0))
    half = np.asarray(sizes) / 2 + _GAP
    dense = [resample(path, 1 + len(_CANDIDATES) * 5) for path in paths]
    rows = np.round(_CANDIDATES * (len(dense[0]) - 1)).astype(int)
    spots = np.stack([dense[k][rows] for k in own])  # (labels, candidates, 2)
    alone = 4 * np.abs(_CANDIDATES - middle) + np.zeros(spots.shape[:2])
    solid = np.array([[b.x0, b.y0, b.x1, b.y1] for b in obstacles]).reshape(-1, 4)
    covered = np.zeros(spots.shape[:2])
    for i, k in enumerate(own):
        low, high = spots[i] - half[i], spots[i] + half[i]
        hit = (low[:, None] < solid[:, 2:]).all(2) & (high[:, None] > solid[:, :2]).all(2)
        outside = (low < (page.x0, page.y0)).any(1) | (high > (page.x1, page.y1)).any(1)
        alone[i] += _COLLISION * (hit.sum(1) + outside)
        for j, line in enumerate(dense):
            if j != k:
                inside = ((line > low[:, None]) & (line < high[:, None])).all(2).sum(1)
                covered[i] += inside * np.hypot(*np.diff(paths[j], axis=0).T).sum() / len(line)
    choice = _choose(spots, half, alone + 3 * covered)
    at = np.arange(len(own)), choice
    clash = _overlap(spots[at], half, spots[at], half) & ~np.eye(len(own), dtype=bool)
    return Placed(spots[at], clash.any(1) | (alone[at] >= _COLLISION), covered[at])


def _overlap(a: np.ndarray, half_a: np.ndarray, b: np.ndarray, half_b: np.ndarray) -> np.ndarray:
    """Which boxes of a (n, 2) and b (m, 2) overlap, as (n, m); the free gap is counted once."""
    return (np.abs(a[:, None] - b[None]) < half_a[:, None] + half_b[None] - _GAP).all(2)


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
