"""Mạng nhận ảnh gồm nhiều khối nối tiếp: lấy được đầu ra sau từng khối, và trọng số của từng khối."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import torch


class Staged(torch.nn.Module):
    """Một chuỗi khối, trung bình toàn ảnh, rồi một tầng kết nối đầy đủ.

    Lớp con cho `walk` và `stages`; `features` và `forward` chung cho mọi mạng.
    """

    channels = 3

    def walk(self, x: torch.Tensor) -> Iterator[tuple[str, torch.Tensor]]:
        """Lần lượt (tên khối, đầu ra (N, C, H, W) của khối ấy), từ đầu vào tới feature map cuối."""
        raise NotImplementedError

    def stages(self) -> Mapping[str, tuple[torch.nn.Module, ...]]:
        """Tên khối → các tầng của nó, theo thứ tự chạy; khối cuối là tầng phân loại.

        Mỗi trọng số của mạng thuộc đúng một khối.
        """
        raise NotImplementedError

    def features(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, C, H, W) → đặc trưng (N, D): trung bình toàn ảnh của feature map cuối.

        Lỗi:
            ValueError: x sai shape.
        """
        if x.ndim != 4 or x.shape[1] != self.channels or 0 in x.shape:
            raise ValueError(f"x có shape {tuple(x.shape)}; cần (N, {self.channels}, H, W), không rỗng")
        for _, maps in self.walk(x):
            x = maps
        return x.mean(dim=(2, 3))  # (N, D, H, W) -> (N, D)

    def classify(self, features: torch.Tensor) -> torch.Tensor:
        """Đặc trưng (N, D) → logit (N, classes)."""
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, C, H, W) → logit (N, classes)."""
        return self.classify(self.features(x))
