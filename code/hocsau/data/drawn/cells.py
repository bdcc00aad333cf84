"""Ảnh "tế bào qua kính hiển vi" do sách vẽ, kèm bản đồ vật đúng từng điểm ảnh."""

from __future__ import annotations

import numpy as np

SIDE = 64
LEAST, MOST = 6, 11  # cells in a picture


def draw_cells(
    rng: np.random.Generator, *, side: int = SIDE, count: int | None = None, gap: int = 1
) -> tuple[np.ndarray, np.ndarray]:
    """Một ảnh xám và bản đồ vật của nó.

    Ánh sáng không đều, nên chỗ nền sáng có khi sáng hơn một tế bào ở góc tối: không một ngưỡng nào đúng cho
    cả ảnh. Tế bào méo tròn, lòng sáng hơn nền quanh nó, có hạt; nhiều con nằm sát nhau, cách `gap` điểm.

    Tham số:
        rng: bộ sinh số, bắt buộc.
        side: cạnh ảnh.
        count: số tế bào muốn đặt (đặt không vừa thì ít hơn); không nêu thì từ 6 đến 11.
        gap: khe hẹp nhất giữa hai tế bào, điểm ảnh; 0 thì chúng dính hẳn vào nhau.

    Trả về:
        (ảnh uint8 (side, side), bản đồ vật int64 (side, side): 0 là nền, k là tế bào thứ k).

    Lỗi:
        ValueError: thiếu rng, hay một số ngoài khoảng.
    """
    if not isinstance(rng, np.random.Generator):
        raise ValueError("cần rng = np.random.default_rng(số) để lần vẽ sau giống lần này")
    if side < 32 or gap < 0 or (count is not None and count < 1):
        raise ValueError(f"side = {side}, count = {count}, gap = {gap}; cần side ≥ 32, count ≥ 1, gap ≥ 0")
    labels = np.zeros((side, side), np.int64)
    wanted = int(rng.integers(LEAST, MOST + 1)) if count is None else count
    rows, columns = np.mgrid[:side, :side].astype(float)
    placed = 0
    for _ in range(12 * wanted):  # a cell that finds no room is drawn again elsewhere
        if placed == wanted:
            break
        radius = rng.uniform(0.075, 0.14) * side
        centre = _near_another(labels, radius, rng) if placed and rng.random() < 0.7 else None
        row, column = rng.uniform(0, side, 2) if centre is None else centre
        shape = _blob(rows - row, columns - column, radius, rng)
        taken = _grown(labels > 0, gap)
        room = shape & ~taken
        if room.sum() > 0.75 * shape.sum() and room.sum() > 20:
            placed += 1
            labels[room] = placed
    return _lit(labels, rows / side, columns / side, rng), labels


def draw_cell_set(n: int, rng: np.random.Generator, *, side: int = SIDE) -> tuple[np.ndarray, np.ndarray]:
    """n ảnh của `draw_cells`: (ảnh uint8 (n, side, side), bản đồ vật int64 (n, side, side))."""
    pairs = [draw_cells(rng, side=side) for _ in range(n)]
    return np.stack([image for image, _ in pairs]), np.stack([labels for _, labels in pairs])


def _near_another(labels: np.ndarray, radius: float, rng: np.random.Generator) -> tuple[float, float]:
    """A centre beside a cell that stands already: cells grow in heaps."""
    kind = rng.integers(1, labels.max() + 1)
    where = np.argwhere(labels == kind)
    middle, reach = where.mean(axis=0), np.sqrt(len(where) / np.pi)
    angle = rng.uniform(0, 2 * np.pi)
    far = (reach + radius) * rng.uniform(0.95, 1.15)
    return middle[0] + far * np.sin(angle), middle[1] + far * np.cos(angle)


def _blob(down: np.ndarray, right: np.ndarray, radius: float, rng: np.random.Generator) -> np.ndarray:
    """A disc whose edge waves a little, pressed flat in some direction."""
    turn, flat = rng.uniform(0, np.pi), rng.uniform(0.75, 1.0)
    along = right * np.cos(turn) + down * np.sin(turn)
    across = (down * np.cos(turn) - right * np.sin(turn)) / flat
    angle = np.arctan2(across, along)
    edge = radius * (1 + sum(rng.normal(0, 0.07) * np.cos(k * angle + rng.uniform(0, 7)) for k in (2, 3, 4)))
    return np.hypot(along, across) < edge


def _grown(mask: np.ndarray, by: int) -> np.ndarray:
    """The mask and everything within `by` steps of it, corners included."""
    for _ in range(by):
        padded = np.pad(mask, 1)
        mask = np.zeros_like(mask)
        for i in range(3):
            for j in range(3):
                mask |= padded[i : i + mask.shape[0], j : j + mask.shape[1]]
    return mask


def _lit(labels: np.ndarray, down: np.ndarray, right: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Uneven light, cells brighter than what is around them, grains, dust, the noise of a camera."""
    angle, slope = rng.uniform(0, 2 * np.pi), rng.uniform(25, 60)
    light = rng.uniform(85, 120) + slope * ((right - 0.5) * np.cos(angle) + (down - 0.5) * np.sin(angle))
    inside = np.zeros(labels.shape)
    for kind in range(1, int(labels.max()) + 1):
        cell = labels == kind
        inside[cell] = rng.uniform(22, 45)
        inside[cell & _grown(~cell, 1)] *= 0.55  # the rim is thin, less light comes through
        grains = cell & (rng.random(labels.shape) < 0.05)
        inside[grains] -= rng.uniform(15, 35)
    dust = rng.random(labels.shape) < 0.004
    image = light + _softened(inside) + rng.normal(0, 6, labels.shape)
    image[dust] += rng.choice([-45, 45], int(dust.sum()))
    return np.clip(np.rint(image), 0, 255).astype(np.uint8)


def _softened(a: np.ndarray) -> np.ndarray:
    """1-2-1 in both directions: a lens is never quite sharp."""
    padded = np.pad(a, 1, mode="edge")
    a = (padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4
    return (a[:, :-2] + 2 * a[:, 1:-1] + a[:, 2:]) / 4
