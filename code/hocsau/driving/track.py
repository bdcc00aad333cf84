"""Đường đua khép kín: một đường tim trơn, và mọi điểm trên mặt đất nằm ở đâu so với nó."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from scipy.interpolate import CubicSpline
from scipy.spatial import cKDTree

from hocsau.errors import DataError, nearest

SPACING = 0.5  # metres between two points of the centre line
WIDTH = 8.0  # metres
TIGHTEST = 20.0  # metres: no bend of a track made here has a smaller radius


class Track:
    """Đường đua khép kín qua các điểm `control` (M, 2), đơn vị mét, rộng `width`.

    Đường tim là spline bậc ba tuần hoàn, lấy mẫu đều mỗi `SPACING` mét: `points` (N, 2), hướng `heading` (N,)
    tính bằng radian từ trục x, ngược chiều kim đồng hồ, và độ cong `curvature` (N,) = 1/bán kính, dương khi
    rẽ trái. `length` là chiều dài một vòng.

    Lỗi:
        ValueError: ít hơn 4 điểm, có NaN, hoặc đường gập gấp hơn nửa bề rộng (hai mép cắt nhau).
    """

    def __init__(self, control: Sequence | np.ndarray, width: float = WIDTH, name: str = "") -> None:
        control = np.asarray(control, dtype=np.float64)
        if control.ndim != 2 or control.shape[1] != 2 or len(control) < 4:
            raise ValueError(f"control có shape {control.shape}; cần (M, 2) với M từ 4 trở lên")
        if not np.isfinite(control).all() or not width > 0:
            raise ValueError("control phải là các số hữu hạn, và width phải dương")
        self.name, self.width = name, float(width)
        closed = np.vstack([control, control[:1]])
        steps = np.linalg.norm(np.diff(closed, axis=0), axis=1)
        if not (steps > 0).all():
            raise ValueError("hai điểm liền nhau của control trùng nhau")
        spline = CubicSpline(np.r_[0, np.cumsum(steps)], closed, bc_type="periodic")

        # The spline's parameter is not quite the distance along it: measure finely, then take even steps.
        fine = np.linspace(0, spline.x[-1], max(40 * len(control), int(spline.x[-1] / 0.05)))
        along = np.r_[0, np.cumsum(np.linalg.norm(np.diff(spline(fine), axis=0), axis=1))]
        self.length = float(along[-1])
        n = round(self.length / SPACING)
        self.s = np.arange(n) * (self.length / n)
        u = np.interp(self.s, along, fine)
        self.points = spline(u)
        (dx, dy), (ddx, ddy) = spline(u, 1).T, spline(u, 2).T
        self.heading = np.arctan2(dy, dx)
        self.curvature = (dx * ddy - dy * ddx) / np.hypot(dx, dy) ** 3
        if np.abs(self.curvature).max() * self.width / 2 >= 1:
            raise ValueError(
                f"khúc cua gấp nhất có bán kính {1 / np.abs(self.curvature).max():.1f} m, "
                f"không lớn hơn nửa bề rộng {self.width / 2:g} m: hai mép đường cắt nhau"
            )
        self._tree = cKDTree(self.points)

    def locate(self, position: Sequence | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(s, lệch) của mỗi điểm (…, 2): s mét đã đi dọc đường tim, và lệch bao nhiêu mét sang *phải* nó."""
        position = np.asarray(position, dtype=np.float64)
        i = self._tree.query(position.reshape(-1, 2))[1].reshape(position.shape[:-1])
        cos, sin = np.cos(self.heading[i]), np.sin(self.heading[i])
        away = position - self.points[i]
        ahead = away[..., 0] * cos + away[..., 1] * sin
        right = away[..., 0] * sin - away[..., 1] * cos
        # Between two points of the line, the line is an arc of the circle that touches it here.
        stretch = 1 + self.curvature[i] * right
        ok = stretch > 0.1  # nearer than that to the centre of the bend no arc is meant
        ahead, bulge = np.where(ok, ahead / np.where(ok, stretch, 1), ahead), self.curvature[i] / 2
        offset = right + np.where(ok, bulge * ahead**2 * stretch, 0)
        return (self.s[i] + ahead) % self.length, offset

    def at(self, s: float | np.ndarray, offset: float | np.ndarray = 0.0) -> tuple[np.ndarray, np.ndarray]:
        """(vị trí (…, 2), hướng) của điểm cách vạch xuất phát s mét, lệch phải `offset` mét."""
        s = np.asarray(s, dtype=np.float64) % self.length
        exact = s / self.length * len(self.s)
        i = np.floor(exact).astype(int) % len(self.s)
        ahead = s - self.s[i]
        heading = self.heading[i] + self.curvature[i] * ahead
        middle = self.heading[i] + self.curvature[i] * ahead / 2
        place = self.points[i] + ahead[..., None] * np.stack([np.cos(middle), np.sin(middle)], axis=-1)
        right = np.stack([np.sin(heading), -np.cos(heading)], axis=-1)
        return place + np.asarray(offset)[..., None] * right, heading

    def edges(self) -> tuple[np.ndarray, np.ndarray]:
        """Hai mép trái, phải (N, 2), để vẽ bản đồ."""
        right = np.stack([np.sin(self.heading), -np.cos(self.heading)], axis=1) * self.width / 2
        return self.points - right, self.points + right

    def __repr__(self) -> str:
        radius = 1 / np.abs(self.curvature).max()
        return f"Track({self.name!r}, dài {self.length:.0f} m, cua gấp nhất {radius:.0f} m)"


def make_track(seed: int, corners: int = 9, radius: float = 75.0, width: float = WIDTH) -> Track:
    """Một đường đua ngẫu nhiên nhưng luôn như nhau với cùng `seed`; mọi khúc cua rộng hơn `TIGHTEST` mét.

    Các điểm nằm quanh một tâm, xa gần ngẫu nhiên, nên đường có cả cua trái lẫn cua phải và không tự cắt.

    Lỗi:
        ValueError: 1000 lần thử không được đường nào.
    """
    rng = np.random.default_rng(seed)
    for _ in range(1000):
        angle = 2 * np.pi * (np.arange(corners) + rng.uniform(-0.25, 0.25, corners)) / corners
        far = radius * (1 + rng.uniform(-0.45, 0.35, corners))
        control = far[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
        try:
            track = Track(control, width, name=f"seed-{seed}")
        except ValueError:
            continue  # folded: draw again
        bends = track.curvature
        both = bends.min() < -1 / (3 * TIGHTEST) and bends.max() > 1 / (3 * TIGHTEST)
        if np.abs(bends).max() < 1 / TIGHTEST and both and _apart(track):
            return track
    raise ValueError(f"không dựng được đường nào với corners={corners}, radius={radius}, width={width}")


def _apart(track: Track) -> bool:
    """Whether no stretch of road comes near another one."""
    pairs = track._tree.query_pairs(3 * track.width, output_type="ndarray")
    gap = np.abs(track.s[pairs[:, 0]] - track.s[pairs[:, 1]])
    return bool((np.minimum(gap, track.length - gap) < 5 * track.width).all())


# What the names stand for; seeds were chosen for the shapes they give, before any network had driven them.
TRACKS = {"ho": 1, "doi": 6, "bien": 10, "rung": 14}


@lru_cache(maxsize=8)
def load_track(name: str) -> Track:
    """Một đường đua có tên: "ho" (quanh hồ), "doi" (đồi), "bien" (biển), "rung" (rừng).

    Lỗi:
        DataError: không có tên ấy.
    """
    if name not in TRACKS:
        guess = nearest(str(name), TRACKS)
        hint = f" Ý bạn là {guess!r}?" if guess else ""
        raise DataError(f"không có đường đua {name!r}; các đường: {', '.join(TRACKS)}.{hint}")
    track = make_track(TRACKS[name])
    track.name = name
    return track
