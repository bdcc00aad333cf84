"""Mạng nhận ảnh gồm nhiều khối nối tiếp: lấy được đầu ra sau từng khối, và trọng số của từng khối."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import torch


class Staged(torch.nn.Module):
    """Một chuỗi khối, trung bình toàn ảnh, rồi một tầng kết nối đầy đủ.

    Lớp con cho `steps` và `stages`; `walk`, `features` và `forward` chung cho mọi mạng.
    """

    channels = 3

    def steps(self) -> Iterator[tuple[str, Callable[[torch.Tensor], torch.Tensor]]]:
        """Lần lượt (tên khối, phép tính của khối), trừ tầng phân loại."""
        raise NotImplementedError

    def stages(self) -> Mapping[str, tuple[torch.nn.Module, ...]]:
        """Tên khối → các tầng của nó, theo thứ tự chạy; khối cuối là tầng phân loại.

        Mỗi trọng số của mạng thuộc đúng một khối.
        """
        raise NotImplementedError

    def walk(self, x: torch.Tensor, after: str | None = None) -> Iterator[tuple[str, torch.Tensor]]:
        """Lần lượt (tên khối, đầu ra (N, C, H, W) của khối ấy), tới feature map cuối.

        Tham số:
            x: ảnh (N, C, H, W); có `after` thì là đầu ra của khối tên ấy, và chỉ các khối sau nó chạy.
            after: tên một khối, hoặc None.

        Lỗi:
            ValueError: không có khối tên ấy.
        """
        names = [name for name, _ in self.steps()]
        if after is not None and after not in names:
            raise ValueError(f"model không có khối {after!r}; các khối: {', '.join(names)}")
        start = 0 if after is None else names.index(after) + 1
        for name, step in list(self.steps())[start:]:
            x = step(x)
            yield name, x

    def features(self, x: torch.Tensor, after: str | None = None) -> torch.Tensor:
        """x (N, C, H, W) → đặc trưng (N, D): trung bình toàn ảnh của feature map cuối; `after` như `walk`.

        Lỗi:
            ValueError: x sai shape.
        """
        if x.ndim != 4 or 0 in x.shape or (after is None and x.shape[1] != self.channels):
            raise ValueError(f"x có shape {tuple(x.shape)}; cần (N, {self.channels}, H, W), không rỗng")
        for _, maps in self.walk(x, after):
            x = maps
        return x.mean(dim=(2, 3))  # (N, D, H, W) -> (N, D)

    def classify(self, features: torch.Tensor) -> torch.Tensor:
        """Đặc trưng (N, D) → logit (N, classes)."""
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, C, H, W) → logit (N, classes)."""
        return self.classify(self.features(x))
