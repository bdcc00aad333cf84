"""Bộ sinh số ngẫu nhiên 32 bit mà Python và trang HTML cùng dùng."""

import math

_MASK = 0xFFFFFFFF


class Mulberry32:
    """Bộ sinh mulberry32: trạng thái là một số 32 bit, mỗi lần gọi tiến một bước.

    numpy có bộ sinh tốt hơn nhiều, nhưng JavaScript không có bộ sinh ấy. Bộ này chỉ gồm phép cộng, nhân và
    dịch bit trên số 32 bit, viết được y hệt ở hai ngôn ngữ, nên cùng seed thì hai bên cho cùng dãy số.

    Tham số:
        seed: nguyên, 0 ≤ seed < 2³².

    Lỗi:
        ValueError: seed ngoài khoảng.

    Nguồn: mulberry32 của Tommy Ettinger (phạm vi công cộng).
    """

    def __init__(self, seed: int) -> None:
        if not 0 <= seed <= _MASK:
            raise ValueError(f"seed = {seed}; cần số nguyên từ 0 đến 2³² − 1")
        self.state = int(seed)

    def random(self) -> float:
        """Số thực đều trên [0, 1)."""
        self.state = (self.state + 0x6D2B79F5) & _MASK
        t = self.state
        t = ((t ^ (t >> 15)) * (t | 1)) & _MASK
        t ^= (t + (((t ^ (t >> 7)) * (t | 61)) & _MASK)) & _MASK
        return ((t ^ (t >> 14)) & _MASK) / 4294967296

    def normal(self) -> float:
        """Số thực theo phân phối chuẩn N(0, 1), bằng công thức Box–Muller: √(−2 ln u) · cos(2πv)."""
        u = 1 - self.random()  # in (0, 1]: the logarithm of 0 must not be asked
        return math.sqrt(-2 * math.log(u)) * math.cos(2 * math.pi * self.random())

    def permutation(self, n: int) -> list[int]:
        """Các số 0 … n − 1 theo thứ tự ngẫu nhiên (Fisher–Yates)."""
        order = list(range(n))
        for i in range(n - 1, 0, -1):
            j = int(self.random() * (i + 1))
            order[i], order[j] = order[j], order[i]
        return order
