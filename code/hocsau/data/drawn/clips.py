"""Đoạn phim người que: bốn hành động, ba mươi khung hình, vẽ bằng máy."""

from __future__ import annotations

import numpy as np

CLASSES = ("ngồi xuống", "đứng lên", "chạy rồi ngã", "vùng dậy chạy")
SIDE, FRAMES = 24, 30  # pixels of a side, frames of a clip
NOISE = 12.0  # standard deviation, in grey levels
_THIGH, _SHIN, _TORSO, _ARM, _HEAD = 0.21, 0.21, 0.3, 0.26, 0.09  # of the picture's side
_THICK = 0.032
_STAND = np.array([0.50, 0.0, 0.06, 0.0, -0.06, 0.0, 0.15])
_SIT = np.array([0.66, 0.1, 1.5, 1.5, 1.4, 1.5, 0.7])
_LIE = np.array([0.87, 1.5, -1.5, 0.1, -1.4, 0.2, 1.7])


def draw_clip(rng: np.random.Generator, kind: int) -> np.ndarray:
    """Vẽ một đoạn phim của hành động thứ `kind` trong CLASSES.

    Đầu và cuối phim, mỗi đầu 3 tới 6 khung, là phòng trống: khung cuối không nói gì, phải nhớ.

    Hành động lẻ là hành động chẵn đứng ngay trước nó, **chiếu ngược**: cùng những khung hình, khác thứ tự. Ai
    chỉ nhìn các khung hình mà không biết thứ tự thì không thể phân biệt hai hành động của một cặp.

    Tham số:
        rng: bộ sinh số; cùng rng thì cùng đoạn phim.
        kind: 0, 1, 2 hay 3.

    Trả về:
        (30, 24, 24) uint8, nền tối, người sáng.

    Lỗi:
        ValueError: kind ngoài 0 … 3.
    """
    if isinstance(kind, bool) or kind not in range(len(CLASSES)):
        raise ValueError(f"kind = {kind!r}; cần 0 … {len(CLASSES) - 1}, số thứ tự trong {CLASSES}")
    first, last = (int(k) for k in rng.integers(3, 7, size=2))
    poses = _poses(rng, first, falls=kind >= 2)
    seen = (np.arange(FRAMES) >= first) & (np.arange(FRAMES) < FRAMES - last)
    frames = _pictures(_segments(poses, rng), seen, rng)
    return frames[::-1].copy() if kind % 2 else frames


def draw_clips(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """n đoạn phim, hành động rút đều.

    Tham số:
        n: số đoạn phim, từ 0.
        rng: bộ sinh số.

    Trả về:
        (x, y): x (n, 30, 24, 24) uint8; y (n,) int64, số thứ tự trong CLASSES.

    Lỗi:
        ValueError: n âm.
    """
    if n < 0:
        raise ValueError(f"n = {n}; cần một số nguyên không âm")
    y = rng.integers(len(CLASSES), size=n)
    x = np.zeros((n, FRAMES, SIDE, SIDE), np.uint8)
    for k, kind in enumerate(y.tolist()):
        x[k] = draw_clip(rng, kind)
    return x, y


def _poses(rng: np.random.Generator, first: int, *, falls: bool) -> np.ndarray:
    """(FRAMES, 7): height of the hip, then the angles of torso, thigh, knee, thigh, knee, arms."""
    start = first + int(rng.integers(3, 8))
    length = int(rng.integers(5, 9))
    share = np.clip((np.arange(FRAMES) - start) / length, 0, 1)
    share = (share * share * (3 - 2 * share))[:, None]  # slow, fast, slow
    before = np.repeat(_STAND[None], FRAMES, axis=0)
    if falls:
        phase = rng.uniform(0, 2 * np.pi) + rng.uniform(0.7, 1.1) * np.arange(FRAMES)
        swing = 0.75 * np.sin(phase)
        before[:, 1] = 0.15
        before[:, 2], before[:, 4] = swing, -swing
        before[:, 3], before[:, 5] = 0.5 + 0.4 * np.cos(phase), 0.5 - 0.4 * np.cos(phase)
        before[:, 6] = 0.8
    after = (_LIE if falls else _SIT) + rng.normal(0, 0.04, 7)
    return (1 - share) * before + share * after + rng.normal(0, 0.015, (FRAMES, 7))


def _segments(poses: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """(FRAMES, 8, 2, 2): the two ends of every bone, in sides of the picture; x to the right, y down."""
    side, size = rng.choice([-1, 1]), rng.uniform(0.9, 1.05)
    middle = rng.uniform(0.42, 0.58)

    def step(angle: np.ndarray, length: float, up: int = 1) -> np.ndarray:
        return length * size * np.stack([side * np.sin(angle), up * np.cos(angle)], axis=-1)

    hip = np.stack([np.full(len(poses), middle), poses[:, 0]], axis=-1)
    neck = hip + step(poses[:, 1], _TORSO, -1)
    head = neck + step(poses[:, 1], _HEAD, -1)
    bones = [(hip, neck), (neck, head)]
    for thigh, bend in ((2, 3), (4, 5)):
        knee = hip + step(poses[:, thigh], _THIGH)
        bones += [(hip, knee), (knee, knee + step(poses[:, thigh] - poses[:, bend], _SHIN))]
    for way in (1, -1):
        bones.append((neck, neck + step(way * poses[:, 6], _ARM)))
    return np.stack([np.stack(bone, axis=1) for bone in bones], axis=1)


def _pictures(bones: np.ndarray, seen: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    x = ((np.arange(SIDE) + 0.5) / SIDE).astype(np.float32)
    y = x[:, None]
    nearest = np.full((len(bones), SIDE, SIDE), np.inf, np.float32)  # squared distance to the body
    for k in range(bones.shape[1]):
        ax, ay, bx, by = (
            bones[:, k, end, c, None, None].astype(np.float32) for end in (0, 1) for c in (0, 1)
        )
        ux, uy = bx - ax, by - ay
        share = np.clip(((x - ax) * ux + (y - ay) * uy) / (ux * ux + uy * uy), 0, 1)  # (T, S, S)
        far = (x - ax - share * ux) ** 2 + (y - ay - share * uy) ** 2
        np.minimum(nearest, 0.4 * far if k == 1 else far, out=nearest)  # the head is thicker
    light = np.clip(1.5 - np.sqrt(nearest) / _THICK, 0, 1) * seen[:, None, None]
    ground = rng.uniform(20, 60)
    grey = ground + (rng.uniform(190, 240) - ground) * light + rng.normal(0, NOISE, light.shape)
    return np.clip(np.rint(grey), 0, 255).astype(np.uint8)
