"""Tương quan và tích chập của một ảnh với một kernel, như sách giáo khoa định nghĩa."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from hocsau.nn.arrays import as_float, expect_shape
from hocsau.nn.conv import conv2d

MODES = ("valid", "same", "full")


def correlate2d(image: ArrayLike, kernel: ArrayLike, mode: str = "valid") -> np.ndarray:
    """Tương quan chéo (image ⋆ kernel): trượt kernel, nhân từng ô, cộng lại; kernel không lật.

    Tham số:
        image: (H, W).
        kernel: (K, K).
        mode: "valid" – chỉ những chỗ kernel nằm trọn trong ảnh, (H − K + 1, W − K + 1); "same" – đệm 0 để ra
            đúng (H, W), K phải lẻ; "full" – mọi chỗ có chạm nhau, (H + K − 1, W + K − 1).

    Lỗi:
        ValueError: shape sai, mode lạ, hoặc "same" với K chẵn.
    """
    image, kernel = as_float(image, "image"), as_float(kernel, "kernel")
    if image.ndim != 2 or kernel.ndim != 2 or kernel.shape[0] != kernel.shape[1]:
        raise ValueError(f"image có shape {image.shape}, kernel {kernel.shape}; cần (H, W) và (K, K)")
    if mode not in MODES:
        raise ValueError(f"mode = {mode!r}; cần một trong {', '.join(MODES)}")
    k = len(kernel)
    if mode == "same" and k % 2 == 0:
        raise ValueError(f"mode='same' cần kernel có cỡ lẻ, không phải {k}×{k}: ô giữa mới ở giữa")
    padding = {"valid": 0, "same": k // 2, "full": k - 1}[mode]
    return conv2d(image[None, None], kernel[None, None], padding=padding)[0, 0]


def convolve2d(image: ArrayLike, kernel: ArrayLike, mode: str = "valid") -> np.ndarray:
    """Tích chập đúng nghĩa toán học (image ∗ kernel): lật kernel cả hai chiều rồi làm tương quan.

    (X ∗ K)[i, j] = Σ_{u,v} X[i − u, j − v] K[u, v].  Tham số và lỗi như `correlate2d`.
    """
    kernel = expect_shape(kernel, "K K", name="kernel")
    return correlate2d(image, kernel[::-1, ::-1], mode)
