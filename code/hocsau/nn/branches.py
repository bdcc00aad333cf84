"""Đường tắt: đầu ra của một nhánh cộng với chính đầu vào."""

from __future__ import annotations

import numpy as np

from hocsau.nn.module import Module, Sequential


class Residual(Module):
    """Nhánh thặng dư (residual branch): nhánh chỉ phải học phần còn thiếu.

    y = shortcut(x) + f(x),   dx = shortcut.backward(dy) + f.backward(dy)

    Không có shortcut thì y = x + f(x), và dy đi thẳng về x: gradient có một đường không bị nhân với gì.
    Nguồn: He, Zhang, Ren, Sun, 2015.

    Tham số:
        layers: các tầng của nhánh f, nối tiếp nhau.
        shortcut: một tầng cho đường tắt, khi f đổi số kênh hay cỡ ảnh; None là đường tắt thẳng.

    Lỗi:
        ValueError: f(x) và đường tắt khác shape.
    """

    def __init__(self, *layers: Module, shortcut: Module | None = None) -> None:
        if not layers:
            raise ValueError("Residual cần ít nhất một tầng; không có tầng nào thì y = 2x")
        self.branch = Sequential(*layers)
        if shortcut is not None and not isinstance(shortcut, Module):
            raise ValueError(f"shortcut là {shortcut!r}; cần một tầng đã tạo, hoặc None")
        self.shortcut = shortcut

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x -> shortcut(x) + f(x)."""
        kept = x if self.shortcut is None else self.shortcut(x)
        y = self.branch(x)
        if np.shape(y) != np.shape(kept):
            raise ValueError(
                f"nhánh ra shape {np.shape(y)}, đường tắt ra {np.shape(kept)}; cần giống nhau để cộng: "
                "thêm shortcut=… đổi số kênh và cỡ ảnh như nhánh"
            )
        return kept + y

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Gradient đi qua cả hai đường rồi cộng lại."""
        dx = self.branch.backward(dy)
        return dx + (dy if self.shortcut is None else self.shortcut.backward(dy))
