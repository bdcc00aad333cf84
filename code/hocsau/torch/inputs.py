"""Đưa ảnh về đúng tensor mà mạng đã học quen nhìn."""

from __future__ import annotations

import numpy as np
import torch
from PIL import Image

from hocsau.vision import resize
from hocsau.vision.images import checked_image

SHORT_SIDE, CROP = 256, 224
MEAN, STD = (
    (0.485, 0.456, 0.406),
    (0.229, 0.224, 0.225),
)  # of the training images, in [0, 1]; red, green, blue

EFFICIENTNET_CENTRE, EFFICIENTNET_SCALE = 127.0, 128.0  # x ↦ (x − 127) / 128
EFFICIENTNET_VERSION = "centre-0.875-bicubic-224-127-128"  # of the whole of `efficientnet_input`; caches ask


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


def efficientnet_input(image: np.ndarray) -> torch.Tensor:
    """Ảnh uint8 → tensor float32 (1, 3, 224, 224) như lúc EfficientNet-Lite0 được học.

    Cắt ô vuông ở giữa (224/256 cạnh ngắn), thu về 224×224, rồi (x − 127) / 128: số vào nằm trong [−1, 1].
    Ảnh xám (H, W) thành ba kênh giống nhau; ảnh có kênh trong suốt (H, W, 4) được đặt lên nền trắng.

    Lỗi:
        ValueError: sai shape, hoặc không phải uint8 (ảnh đã chia 255 mà đưa vào đây thì bị trừ 127 lần nữa).
    """
    x = centre_square(image, CROP).astype(np.float32)
    x = (x - np.float32(EFFICIENTNET_CENTRE)) / np.float32(EFFICIENTNET_SCALE)
    return torch.from_numpy(np.ascontiguousarray(x.transpose(2, 0, 1)[None]))


def centre_square(image: np.ndarray, side: int, share: float = CROP / SHORT_SIDE) -> np.ndarray:
    """Ô vuông ở giữa ảnh, cạnh bằng `share` cạnh ngắn, thu về uint8 (side, side, 3).

    Thu nhỏ bằng Pillow (bicubic, có lọc răng cưa). Ảnh xám, ảnh trong suốt: như `efficientnet_input`.

    Lỗi:
        ValueError: sai shape, không phải uint8, side < 1, hoặc share ngoài (0, 1].
    """
    image = _colour(image)
    if isinstance(side, bool) or not isinstance(side, (int, np.integer)) or side < 1:
        raise ValueError(f"side = {side!r}; cần số nguyên dương")
    if not 0 < share <= 1:
        raise ValueError(f"share = {share}; cần một số trong (0, 1]: phần của cạnh ngắn được giữ")
    height, width = image.shape[:2]
    kept = share * min(height, width)
    left, top = (width - kept) / 2, (height - kept) / 2
    box = (left, top, left + kept, top + kept)
    return np.asarray(Image.fromarray(image).resize((side, side), Image.Resampling.BICUBIC, box))


def _colour(image: np.ndarray) -> np.ndarray:
    """The image as uint8 (H, W, 3)."""
    if isinstance(image, np.ndarray) and image.dtype != np.uint8:
        hint = "; ảnh trong [0, 1] thì nhân 255 rồi đổi bằng hocsau.vision.as_uint8" * (
            image.dtype.kind == "f"
        )
        raise ValueError(f"image có dtype {image.dtype}; cần uint8, số nguyên 0–255{hint}")
    if isinstance(image, np.ndarray) and image.ndim == 3 and image.shape[2] == 4 and image.size:
        whole = Image.fromarray(image)
        return np.asarray(Image.alpha_composite(Image.new("RGBA", whole.size, "white"), whole).convert("RGB"))
    image = checked_image(image)
    return np.ascontiguousarray(image if image.ndim == 3 else np.repeat(image[..., None], 3, axis=2))
