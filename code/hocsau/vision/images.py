"""Đọc và ghi ảnh: ảnh màu là mảng (H, W, 3) số nguyên 0–255, ảnh xám là (H, W)."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from hocsau.errors import DataError
from hocsau.files import write_atomically

MAX_PIXELS = 64_000_000  # a hostile header may claim any size; no photo of a reader's is larger


def read_image(source: str | Path | bytes, grey: bool = False) -> np.ndarray:
    """Đọc một ảnh (JPEG, PNG, …) từ tệp, hoặc từ nội dung tệp (bytes).

    Ảnh chụp nghiêng bằng điện thoại được xoay theo ghi chú EXIF; nền trong suốt thành trắng.
    Trả về: uint8 (H, W, 3), hoặc (H, W) khi grey=True.
    Lỗi: DataError khi không có tệp, tệp không phải ảnh, bị cắt cụt, quá 64 triệu điểm ảnh, hoặc mỗi kênh có
    hơn 8 bit (ảnh y khoa, ảnh vệ tinh): đổi về 0–255 cách nào là do bạn chọn.
    """
    name = "ảnh" if isinstance(source, bytes) else str(source)
    try:
        with Image.open(io.BytesIO(source) if isinstance(source, bytes) else source) as image:
            if image.width * image.height > MAX_PIXELS:
                raise DataError(
                    f"{name} có {image.width}×{image.height} điểm ảnh; tối đa {MAX_PIXELS:_}".replace(
                        "_", " "
                    )
                )
            if image.mode.startswith(("I", "F")):
                raise DataError(
                    f"{name} có hơn 8 bit mỗi điểm (kiểu {image.mode} của Pillow); sách chỉ đọc ảnh 0–255: "
                    "hãy tự đổi về 8 bit rồi ghi lại"
                )
            image = ImageOps.exif_transpose(image)
            if image.has_transparency_data:
                image = image.convert("RGBA")
                image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
            pixels = np.asarray(image.convert("RGB"))
    except FileNotFoundError:
        raise DataError(f"không có tệp {name}") from None
    except DataError:
        raise
    except Exception as error:  # a hostile file makes Pillow's readers fail in many ways
        raise DataError(f"{name} không đọc được như một ảnh ({error}); tệp hỏng hoặc bị cắt cụt") from None
    return to_grey(pixels) if grey else pixels.copy()


def write_image(image: np.ndarray, path: str | Path) -> None:
    """Ghi ảnh uint8 (H, W) hoặc (H, W, 3); định dạng theo đuôi tệp (.png, .jpg, …).

    Tệp cũ còn nguyên nếu ghi hỏng.
    Lỗi: ValueError khi shape hay dtype sai, hoặc đuôi tệp không phải định dạng ảnh ghi được.
    """
    checked_image(image)
    if image.dtype != np.uint8:
        raise ValueError(f"ảnh có dtype {image.dtype}; cần uint8: hãy làm tròn và giới hạn trong 0–255 trước")
    path = Path(path)
    formats = {suffix: name for suffix, name in Image.registered_extensions().items() if name in Image.SAVE}
    if path.suffix.lower() not in formats:
        raise ValueError(
            f"đuôi tệp {path.suffix!r} của {path.name} không phải định dạng ảnh ghi được; "
            "hãy dùng .png (giữ nguyên từng điểm) hoặc .jpg (nhỏ hơn, hơi mất nét)"
        )
    content = io.BytesIO()
    Image.fromarray(image).save(content, format=formats[path.suffix.lower()])
    with write_atomically(path) as draft:
        draft.write_bytes(content.getvalue())


def to_grey(image: np.ndarray) -> np.ndarray:
    """Ảnh xám: x = 0.299·r + 0.587·g + 0.114·b (mắt người nhạy nhất với màu lục).

    Tham số: image (H, W, 3), uint8 hoặc số thực. Trả về: (H, W) cùng dtype, uint8 thì làm tròn.
    """
    if checked_image(image).ndim != 3:
        raise ValueError(f"image có shape {image.shape}; cần ảnh màu (H, W, 3)")
    grey = image @ np.array([0.299, 0.587, 0.114])  # (H, W, 3) @ (3,) -> (H, W)
    return np.rint(grey).astype(np.uint8) if image.dtype == np.uint8 else grey.astype(image.dtype)


def checked_image(image: np.ndarray) -> np.ndarray:
    """Chính `image`; ValueError khi không phải (H, W) hay (H, W, 3), hoặc rỗng."""
    if image.ndim not in (2, 3) or image.size == 0 or (image.ndim == 3 and image.shape[2] != 3):
        raise ValueError(f"image có shape {image.shape}; cần ảnh xám (H, W) hoặc ảnh màu (H, W, 3)")
    return image


def checked_grey(image: np.ndarray) -> np.ndarray:
    """Chính `image`; ValueError khi không phải ảnh xám (H, W)."""
    if checked_image(image).ndim != 2:
        raise ValueError(f"image có shape {image.shape}; cần ảnh xám (H, W): đổi bằng to_grey")
    return image


def as_uint8(image: np.ndarray) -> np.ndarray:
    """Làm tròn và giới hạn trong 0–255."""
    return np.clip(np.rint(image), 0, 255).astype(np.uint8)
