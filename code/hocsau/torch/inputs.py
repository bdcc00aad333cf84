"""Đưa ảnh về đúng tensor mà mạng đã học quen nhìn."""

from __future__ import annotations

import numpy as np
import torch

from hocsau.vision import resize

SHORT_SIDE, CROP = 256, 224
MEAN, STD = (
    (0.485, 0.456, 0.406),
    (0.229, 0.224, 0.225),
)  # of the training images, in [0, 1]; red, green, blue


def imagenet_input(image: np.ndarray) -> torch.Tensor:
    """Ảnh màu uint8 (H, W, 3) → tensor float32 (1, 3, 224, 224).

    Thu cạnh ngắn về 256, lấy ô vuông 224×224 ở giữa, chia 255, trừ trung bình rồi chia độ lệch chuẩn của từng
    màu: cùng cách cắt và cùng thang số như lúc các trọng số của torchvision được học (bản ấy còn lọc răng cưa
    khi thu nhỏ).

    Lỗi:
        ValueError: không phải ảnh màu uint8.
    """
    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8 or image.size == 0:
        raise ValueError(f"image có shape {image.shape}, dtype {image.dtype}; cần ảnh màu uint8 (H, W, 3)")
    height, width = image.shape[:2]
    scale = SHORT_SIDE / min(height, width)
    large = resize(image, max(round(height * scale), SHORT_SIDE), max(round(width * scale), SHORT_SIDE))
    top, left = (large.shape[0] - CROP) // 2, (large.shape[1] - CROP) // 2
    cut = large[top : top + CROP, left : left + CROP].astype(np.float32) / 255
    normal = (cut - np.float32(MEAN)) / np.float32(STD)
    return torch.from_numpy(np.ascontiguousarray(normal.transpose(2, 0, 1)[None]))


def grey_input(images: np.ndarray) -> torch.Tensor:
    """Ảnh xám uint8 (N, H, W) hay một ảnh (H, W) → tensor float32 (N, 1, H, W) trong [0, 1].

    Lỗi:
        ValueError: sai shape hoặc không phải uint8.
    """
    images = np.asarray(images)
    if images.ndim not in (2, 3) or images.dtype != np.uint8:
        raise ValueError(
            f"images có shape {images.shape}, dtype {images.dtype}; cần ảnh xám uint8 (N, H, W) hoặc (H, W)"
        )
    return torch.from_numpy(images.reshape(-1, 1, *images.shape[-2:]).astype(np.float32) / np.float32(255))
