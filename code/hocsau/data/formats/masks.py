"""Ảnh tô (mask): mỗi điểm ảnh một lớp. Ghi 0/1, 0/255, PNG bảng màu hay số thứ tự, đọc ra đều là số lớp."""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np

from hocsau.errors import DataError
from hocsau.files import write_atomically

KINDS = ("0/1", "0/255", "palette")
IGNORE = 255  # "do not count this point", as Pascal VOC paints the outlines
_MAX_PIXELS = 64_000_000
_SHOWN = 8


def read_mask(path: str | os.PathLike[str], classes: int = 2, *, ignore: int | None = None) -> np.ndarray:
    """Đọc một mask thành số thứ tự lớp của từng điểm.

    Ảnh xám hay đen trắng: các giá trị phải là 0 … K − 1, hoặc (khi K = 2) chỉ gồm 0 và 255. PNG bảng màu: lấy
    số thứ tự trong bảng, không lấy màu. Ảnh màu mà ba kênh như nhau được đọc như ảnh xám.

    Tham số:
        path: tệp PNG, TIFF, BMP, GIF. Đừng lưu mask bằng JPEG: nó đổi giá trị quanh mép.
        classes: K, số lớp kể cả nền.
        ignore: giá trị đánh dấu những điểm không được tính (VOC: 255); chúng giữ nguyên giá trị ấy.

    Trả về:
        (H, W) int64.

    Lỗi:
        DataError: tệp không có, hỏng, có màu, hoặc có giá trị ngoài các lớp (lời báo kể chúng).
        ValueError: classes < 2, hoặc ignore là một lớp.
    """
    if isinstance(classes, bool) or not isinstance(classes, (int, np.integer)) or classes < 2:
        raise ValueError(f"classes = {classes!r}; cần số lớp kể cả nền, từ 2 trở lên")
    if ignore is not None and 0 <= ignore < classes:
        raise ValueError(f"ignore = {ignore} trùng với một lớp 0 … {classes - 1}")
    path = Path(path)
    values = _values(path)
    found = np.unique(values)
    labels = found[found != ignore] if ignore is not None else found
    if classes == 2 and ignore != 255 and 255 in labels and set(labels.tolist()) <= {0, 255}:
        return np.where(values == 255, 1, values)
    if labels.size and (labels.min() < 0 or labels.max() >= classes):
        shown = ", ".join(map(str, labels[:_SHOWN])) + (", …" if len(labels) > _SHOWN else "")
        hint = _hint(path, labels, classes)
        raise DataError(
            f"{path.name}: mask có {len(labels)} giá trị ({shown}); cần 0 … {classes - 1}"
            + (" hoặc 0 và 255" if classes == 2 else "")
            + hint
        )
    return values


def write_mask(mask: np.ndarray, path: str | os.PathLike[str], *, kind: str = "palette") -> None:
    """Ghi mask thành PNG 8 bit không mất gì.

    Tham số:
        mask: (H, W) số nguyên 0 … 255, hay bool.
        path: tệp .png.
        kind: "0/1" ghi nguyên số lớp (nhìn bằng mắt thì đen kịt), "0/255" chỉ cho hai lớp, "palette" ghi số
            lớp kèm một bảng màu để nhìn được.

    Lỗi:
        ValueError: kind lạ, mask sai shape, dtype hay giá trị, đuôi tệp không phải .png.
        DataError: không ghi được.
    """
    from PIL import Image

    if kind not in KINDS:
        raise ValueError(f"kind = {kind!r}; cần một trong {', '.join(KINDS)}")
    values = np.asarray(mask)
    if values.ndim != 2 or values.size == 0 or values.dtype.kind not in "iub":
        raise ValueError(f"mask có shape {values.shape}, dtype {values.dtype}; cần (H, W) số nguyên hay bool")
    if values.min() < 0 or values.max() > (1 if kind == "0/255" else 255):
        limit = 1 if kind == "0/255" else 255
        raise ValueError(
            f"mask có giá trị từ {values.min()} đến {values.max()}; kiểu {kind} giữ được 0 … {limit}"
        )
    path = Path(path)
    if path.suffix.lower() != ".png":
        raise ValueError(f"{path.name}: mask cần đuôi .png, định dạng giữ nguyên từng giá trị")
    points = values.astype(np.uint8) * (255 if kind == "0/255" else 1)
    image = Image.fromarray(points)
    if kind == "palette":
        image.putpalette(palette())
    content = io.BytesIO()
    image.save(content, format="PNG")
    try:
        with write_atomically(path) as draft:
            draft.write_bytes(content.getvalue())
    except OSError as error:
        raise DataError(f"không ghi được {path}: {error.strerror or error}") from None


def palette() -> list[int]:
    """Bảng màu của Pascal VOC: 256 màu, ba bit cuối của số lớp thành ba bit cao nhất của đỏ, lục, lam."""
    colours = []
    for label in range(256):
        red = green = blue = 0
        for bit in range(8):
            red |= ((label >> 0) & 1) << (7 - bit)
            green |= ((label >> 1) & 1) << (7 - bit)
            blue |= ((label >> 2) & 1) << (7 - bit)
            label >>= 3
        colours += [red, green, blue]
    return colours


def _values(path: Path) -> np.ndarray:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(path.read_bytes())) as image:
            if image.width * image.height > _MAX_PIXELS:
                raise DataError(f"{path.name} có {image.width}×{image.height} điểm; tối đa {_MAX_PIXELS}")
            mode = image.mode
            points = np.asarray(image)
    except FileNotFoundError:
        raise DataError(f"không có tệp {path}") from None
    except IsADirectoryError:
        raise DataError(f"{path} là thư mục; cần một tệp ảnh") from None
    except DataError:
        raise
    except Exception:  # hostile files make Pillow fail in many ways
        raise DataError(
            f"{path.name} không đọc được như một ảnh; tệp hỏng, bị cắt cụt, hay không phải ảnh"
        ) from None
    if points.ndim == 3:
        if points.shape[2] in (2, 4) and (points[..., -1] != points[0, 0, -1]).any():
            raise DataError(f"{path.name} có độ trong suốt thay đổi; mask chỉ được có một giá trị mỗi điểm")
        colours = points[..., : 1 if points.shape[2] == 2 else 3]
        if (colours != colours[..., :1]).any():
            raise DataError(
                f"{path.name} là ảnh màu; mask cần ảnh xám hoặc PNG bảng màu. Hãy đổi mỗi màu thành một số "
                "lớp"
            )
        points = colours[..., 0]
    if mode.startswith("F"):
        raise DataError(f"{path.name} ghi số thực; mask cần số nguyên")
    return points.astype(np.int64)


def _hint(path: Path, labels: np.ndarray, classes: int) -> str:
    if path.suffix.lower() in (".jpg", ".jpeg", ".jfif", ".webp"):
        return f". Tệp {path.suffix} nén mất mát làm đổi giá trị quanh mép: hãy xuất lại mask thành .png"
    if labels[-1] == IGNORE and (len(labels) == 1 or labels[-2] < classes):
        return f". Nếu {IGNORE} đánh dấu chỗ không tính, hãy thêm ignore={IGNORE}"
    return ". Có thể ảnh đã bị làm mờ hay đổi cỡ có nội suy, hoặc số lớp chưa đúng"
