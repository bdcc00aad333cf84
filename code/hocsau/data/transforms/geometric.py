"""Lật, xoay, phóng, dời, xô, cắt: mỗi phép rút một ma trận cho mỗi ảnh."""

from __future__ import annotations

from numbers import Real

import numpy as np

from hocsau.data.transforms.compose import Geometric


class Flip(Geometric):
    """Lật trái phải với xác suất p (soi gương); `vertical=True` thì lật trên dưới.

    Không dùng khi nhãn đổi theo chiều: chữ số, mũi tên, biển "rẽ trái".
    """

    def __init__(self, p: float = 0.5, *, vertical: bool = False) -> None:
        self.p, self.vertical = check_share(p, "p"), vertical

    def matrices(self, n: int, height: int, width: int, rng: np.random.Generator) -> np.ndarray:
        """x → −x (hoặc y → −y) ở những ảnh bị lật."""
        made = _eyes(n)
        axis = int(self.vertical)
        made[rng.random(n) < self.p, axis, axis] = -1
        return made


class Rotate(Geometric):
    """Xoay quanh tâm một góc rút đều trong [−degrees, degrees]; góc dương là ngược chiều kim đồng hồ."""

    def __init__(self, degrees: float) -> None:
        self.degrees = check_number(degrees, "degrees")

    def matrices(self, n: int, height: int, width: int, rng: np.random.Generator) -> np.ndarray:
        """x → x cos θ + y sin θ,   y → −x sin θ + y cos θ (y xuống dưới nên dấu như vậy)."""
        angle = np.deg2rad(rng.uniform(-self.degrees, self.degrees, n))
        made = _eyes(n)
        made[:, 0, 0] = made[:, 1, 1] = np.cos(angle)
        made[:, 0, 1], made[:, 1, 0] = np.sin(angle), -np.sin(angle)
        return made


class Scale(Geometric):
    """Phóng quanh tâm một số lần rút đều trong [low, high]; nhỏ hơn 1 là thu lại."""

    def __init__(self, low: float, high: float) -> None:
        self.low, self.high = check_number(low, "low"), check_number(high, "high")
        if not 0 < low <= high:
            raise ValueError(f"Scale({low}, {high}); cần 0 < low ≤ high, ví dụ Scale(0.8, 1.2)")

    def matrices(self, n: int, height: int, width: int, rng: np.random.Generator) -> np.ndarray:
        """x → s·x,   y → s·y."""
        made = _eyes(n)
        made[:, 0, 0] = made[:, 1, 1] = rng.uniform(self.low, self.high, n)
        return made


class Translate(Geometric):
    """Dời ngang và dọc, mỗi chiều một phần rút đều trong [−share, share] của cạnh ảnh."""

    def __init__(self, share: float) -> None:
        self.share = check_share(share, "share")

    def matrices(self, n: int, height: int, width: int, rng: np.random.Generator) -> np.ndarray:
        """x → x + a·W,   y → y + b·H."""
        made = _eyes(n)
        made[:, :2, 2] = rng.uniform(-self.share, self.share, (n, 2)) * [width, height]
        return made


class Shear(Geometric):
    """Xô nghiêng: hàng càng xa tâm càng trượt ngang nhiều, góc rút đều trong [−degrees, degrees]."""

    def __init__(self, degrees: float) -> None:
        self.degrees = check_number(degrees, "degrees")
        if not abs(degrees) < 90:
            raise ValueError(f"degrees = {degrees}; cần góc dưới 90 độ")

    def matrices(self, n: int, height: int, width: int, rng: np.random.Generator) -> np.ndarray:
        """x → x + y·tan θ."""
        made = _eyes(n)
        made[:, 0, 1] = np.tan(np.deg2rad(rng.uniform(-self.degrees, self.degrees, n)))
        return made


class Crop(Geometric):
    """Cắt một mảnh height × width ở chỗ ngẫu nhiên, sau khi nới mỗi mép thêm `padding` điểm ảnh."""

    def __init__(self, height: int, width: int, padding: int = 0) -> None:
        for name, value, least in (("height", height, 1), ("width", width, 1), ("padding", padding, 0)):
            if not isinstance(value, (int, np.integer)) or isinstance(value, bool) or value < least:
                raise ValueError(f"{name} = {value!r}; cần một số nguyên từ {least}")
        self.height, self.width, self.padding = int(height), int(width), int(padding)

    def matrices(self, n: int, height: int, width: int, rng: np.random.Generator) -> np.ndarray:
        """Dời sao cho góc trái trên của mảnh về góc ảnh mới."""
        room_y, room_x = height + 2 * self.padding - self.height, width + 2 * self.padding - self.width
        if room_y < 0 or room_x < 0:
            raise ValueError(
                f"mảnh {self.height}×{self.width} lớn hơn ảnh {height}×{width} cộng mép {self.padding}; "
                "cần padding lớn hơn hoặc mảnh nhỏ hơn"
            )
        top = rng.integers(0, room_y + 1, n) - self.padding
        left = rng.integers(0, room_x + 1, n) - self.padding
        made = _eyes(n)
        made[:, 0, 2] = (width - self.width) / 2 - left  # old centre, seen from the new one
        made[:, 1, 2] = (height - self.height) / 2 - top
        return made

    def size(self, height: int, width: int) -> tuple[int, int]:
        """Cỡ của mảnh."""
        return self.height, self.width


def _eyes(n: int) -> np.ndarray:
    return np.tile(np.eye(3), (n, 1, 1))


def check_number(value: float, name: str) -> float:
    """Số thực hữu hạn; ValueError khi không phải."""
    if not isinstance(value, Real) or isinstance(value, bool) or not np.isfinite(value):
        raise ValueError(f"{name} = {value!r}; cần một số hữu hạn")
    return float(value)


def check_share(value: float, name: str) -> float:
    """Số trong [0, 1]; ValueError khi không phải."""
    if not 0 <= check_number(value, name) <= 1:
        raise ValueError(f"{name} = {value!r}; cần một số trong [0, 1]")
    return float(value)
