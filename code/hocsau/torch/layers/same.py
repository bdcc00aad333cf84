"""Convolution đệm kiểu "same" của TensorFlow: đầu ra dài ⌈H / stride⌉, phần đệm lẻ nằm ở dưới và bên phải."""

from __future__ import annotations

import torch


class SameConv2d(torch.nn.Conv2d):
    """Như torch.nn.Conv2d không padding, sau khi đệm 0 vừa đủ để đầu ra dài ⌈H / stride⌉.

    Một chiều dài H cần đệm p = max((⌈H / s⌉ − 1)·s + K − H, 0) số 0: ⌊p / 2⌋ ở đầu, phần còn lại ở cuối.
    padding=1 của torch với stride 2 đệm một hàng ở *đầu*; ở đây hàng ấy nằm ở *cuối* (H chẵn, K = 3).
    """

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, C, H, W) → (N, F, ⌈H / stride⌉, ⌈W / stride⌉)."""
        (top, bottom), (left, right) = (
            _ends(length, kernel, stride)
            for length, kernel, stride in zip(x.shape[2:], self.kernel_size, self.stride, strict=True)
        )
        return super().forward(torch.nn.functional.pad(x, (left, right, top, bottom)))


def _ends(length: int, kernel: int, stride: int) -> tuple[int, int]:
    total = max((-(-length // stride) - 1) * stride + kernel - length, 0)  # −(−a // b): a / b rounded up
    return total // 2, total - total // 2
