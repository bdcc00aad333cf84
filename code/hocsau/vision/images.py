"""Đọc và ghi ảnh: ảnh màu là mảng (H, W, 3) số nguyên 0–255, ảnh xám là (H, W)."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from hocsau.errors import DataError
from hocsau.files import write_atomically

MAX_PIXELS = 64_000_000  # a hostile header may claim any size; no photo of a reader's is larger

_MOST_A_BYTE = 8300  # points in a byte of a file: black PNG pictures, 1 bit a point, deflated 1032 times


def read_image(source: str | Path | bytes, grey: bool = False) -> np.ndarray:
    """Đọc một ảnh (JPEG, PNG, …) từ tệp, hoặc từ nội dung tệp (bytes).

    Ảnh chụp nghiêng bằng điện thoại được xoay theo ghi chú EXIF; nền trong suốt thành trắng.
    Trả về: uint8 (H, W, 3), hoặc (H, W) khi grey=True.
    Lỗi: DataError khi không có tệp, tệp không phải ảnh, bị cắt cụt, quá 64 triệu điểm ảnh, hoặc mỗi kênh có
    hơn 8 bit (ảnh y khoa, ảnh vệ tinh): đổi về 0–255 cách nào là do bạn chọn.
    """
    name = "ảnh" if isinstance(source, bytes) else str(source)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own, in English: the picture is read, or refused below
            # in memory: asked for a gigabyte that a header claims, a file sets it aside, BytesIO does not
            content = source if isinstance(source, bytes) else Path(source).read_bytes()
            pixels = _pixels(io.BytesIO(content), len(content), name)
    except FileNotFoundError:
        raise DataError(f"không có tệp {name}") from None
    except IsADirectoryError:
        raise DataError(f"{name} là thư mục; cần một tệp ảnh") from None
    except PermissionError:
        raise DataError(f"không có quyền đọc tệp {name}") from None
    except Image.DecompressionBombError:
        raise DataError(f"{name} khai quá nhiều điểm ảnh; tối đa {_spaced(MAX_PIXELS)}") from None
    except DataError:
        raise
    except Exception:  # a hostile file makes Pillow's readers fail in many ways, each in English
        raise DataError(
            f"{name} không đọc được như một ảnh; tệp hỏng, bị cắt cụt, hay không phải ảnh"
        ) from None
    return to_grey(pixels) if grey else pixels.copy()


def _pixels(file: io.BytesIO, size: int, name: str) -> np.ndarray:
    with Image.open(file) as image:
        if image.width * image.height > max(1_000_000, _MOST_A_BYTE * size):  # before memory is asked for
            raise DataError(
                f"{name} khai {image.width}×{image.height} điểm ảnh mà chỉ dài {size} byte; tệp bị hỏng"
            )
        if image.width * image.height > MAX_PIXELS:
            raise DataError(f"{name} có {image.width}×{image.height} điểm ảnh; tối đa {_spaced(MAX_PIXELS)}")
        if _deep(image):
            raise DataError(
                f"{name} có hơn 8 bit mỗi điểm (ảnh 16 bit, y khoa hay vệ tinh); sách chỉ đọc ảnh 0–255: "
                "hãy tự đổi về 8 bit rồi ghi lại"
            )
        few = {"L;2": 85, "L;4": 17}.get(_raw_mode(image))
        if few and isinstance(image.info.get("transparency"), int):
            # Pillow stretches a grey of 2 or 4 bits to 0–255, and forgets the value that is transparent
            image.info["transparency"] *= few
        image = ImageOps.exif_transpose(image)
        if image.has_transparency_data:
            image = image.convert("RGBA")
            image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
        return np.asarray(image.convert("RGB"))


def _raw_mode(image: Image.Image) -> str:
    """How the file itself stores a pixel; known only before the pixels are read."""
    arguments = image.tile[0][3] if getattr(image, "tile", None) else ""
    return str(arguments[0] if isinstance(arguments, tuple) and arguments else arguments)


def _deep(image: Image.Image) -> bool:
    """More than 8 bits a channel: Pillow says so for grey, and cuts colours in silence."""
    if image.mode.startswith(("I", "F")) or ";16" in _raw_mode(image):
        return True
    tile = image.tile[0] if getattr(image, "tile", None) else None
    if image.format == "PPM" and tile is not None:
        return isinstance(tile[3], tuple) and len(tile[3]) > 1 and tile[3][1] > 255
    if image.format == "TIFF":
        return max(image.tag_v2.get(258, (1,))) > 8
    return tile is not None and tile[0] == "SGI16"


def _spaced(number: int) -> str:
    return f"{number:_}".replace("_", " ")


# The longest side that a format can say; ICO would shrink a larger picture in silence.
_LONGEST = {"JPEG": 65_500, "WEBP": 16_383, "GIF": 65_535, "ICO": 256, "TGA": 65_535, "SGI": 65_535}


def write_image(image: np.ndarray, path: str | Path) -> None:
    """Ghi ảnh uint8 (H, W) hoặc (H, W, 3); định dạng theo đuôi tệp (.png, .jpg, …).

    Tệp cũ còn nguyên nếu ghi hỏng.
    Lỗi: ValueError khi shape hay dtype sai, đuôi tệp không phải định dạng ảnh ghi được, hoặc ảnh lớn hơn mức
    định dạng ấy giữ được; DataError khi không ghi được vào đĩa.
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
    kind, size = formats[path.suffix.lower()], f"{image.shape[1]}×{image.shape[0]}"
    if max(image.shape[:2]) > _LONGEST.get(kind, 2**31 - 1):
        raise ValueError(
            f"{path.name}: ảnh {size} quá lớn cho {path.suffix} (mỗi cạnh tối đa {_LONGEST[kind]}); dùng .png"
        )
    content = io.BytesIO()
    try:
        Image.fromarray(image).save(content, format=kind)
    except Exception:  # each format of Pillow fails in its own way
        raise ValueError(
            f"{path.name}: định dạng {path.suffix} không ghi được ảnh {size}; dùng .png"
        ) from None
    try:
        with write_atomically(path) as draft:
            draft.write_bytes(content.getvalue())
    except OSError as error:
        raise DataError(f"không ghi được {path}: {error.strerror or error}") from None


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
    if not isinstance(image, np.ndarray):
        raise ValueError(f"image có kiểu {type(image).__name__}; cần mảng numpy (H, W) hoặc (H, W, 3)")
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
