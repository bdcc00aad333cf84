"""Nhãn COCO: một tệp json cho cả bộ, gồm ảnh, lớp, và khung [x, y, rộng, cao] tính bằng điểm ảnh."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeGuard

import numpy as np

from hocsau.data.formats.boxes import Bad, BoxLabels, PhotoBoxes, class_names, complain, plain_name, tidy
from hocsau.data.formats.pairs import photo_size
from hocsau.data.formats.text import read_text
from hocsau.data.formats.writing import write_text
from hocsau.errors import DataError

MAX_BYTES = 1 << 30  # one file holds a whole set
_SHOWN = 40


def read_coco(
    path: str | os.PathLike[str], *, photos: str | os.PathLike[str] | None = None, bad: Bad = None
) -> BoxLabels:
    """Đọc một tệp json kiểu COCO (phần phát hiện vật; đa giác và điểm mốc được bỏ qua).

    Lớp xếp theo số của nó trong tệp (category id), rồi đánh số lại từ 0.

    Tham số:
        path: tệp json.
        photos: thư mục ảnh; có nó thì ảnh thiếu, ảnh khác cỡ đã ghi là hỏng.
        bad: None thì chỗ hỏng đầu tiên là lỗi; một list thì ảnh hay khung hỏng bị bỏ, lời báo được thêm vào.
            Json không có số dòng, nên lời báo nêu thứ tự trong tệp, như annotations[3].

    Trả về:
        `BoxLabels`; khung "iscrowd" có ignore là True. Ảnh không có khung nào vẫn có mặt.

    Lỗi:
        DataError: json cụt (nêu dòng), thiếu một trong ba danh sách, lớp không tên hay trùng tên.
    """
    path = Path(path)
    tree = _parsed(path)
    names = _categories(path.name, tree)
    index = {number: i for i, number in enumerate(names)}
    classes = class_names(names.values(), path.name)
    sizes = _images(path.name, tree, Path(photos) if photos is not None else None, bad)
    rows: dict[Any, list[tuple[int, list[float], int, bool]]] = {number: [] for number in sizes}
    for i, entry in enumerate(_list(path.name, tree, "annotations")):
        try:
            photo, row = _annotation(entry, index, sizes)
        except DataError as error:
            complain(f"{path.name}, annotations[{i}]: {error}", bad, "đã bỏ khung")
            continue
        rows[photo].append((i, *row))
    found = []
    for number, (name, size) in sizes.items():
        places = [f"annotations[{row[0]}]" for row in rows[number]]
        boxes = np.array([row[1] for row in rows[number]], np.float64).reshape(-1, 4)
        labels = np.array([row[2] for row in rows[number]], np.int64)
        crowds = np.array([row[3] for row in rows[number]], bool)
        corners = np.concatenate([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]], axis=1)
        kept, chosen = tidy(path.name, places, size, corners, labels, classes, bad)
        found.append(PhotoBoxes(name, size, kept, labels[chosen], crowds[chosen]))
    return BoxLabels(classes, tuple(found))


def write_coco(labels: BoxLabels, path: str | os.PathLike[str]) -> None:
    """Ghi cả bộ thành một tệp json kiểu COCO; ảnh, lớp và khung đánh số từ 1 như bộ gốc.

    Lỗi:
        DataError: không ghi được, có nhãn ngoài các lớp, hoặc hai ảnh cùng tên.
    """
    names = class_names(labels.classes, "classes")
    images: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    seen: set[str] = set()
    for number, photo in enumerate(labels.photos, 1):
        if photo.photo in seen:
            raise DataError(f"hai ảnh cùng tên {photo.photo}")
        seen.add(photo.photo)
        images.append(
            {"id": number, "file_name": photo.photo, "width": photo.size[0], "height": photo.size[1]}
        )
        for box, label, crowd in zip(photo.boxes.tolist(), photo.labels, photo.ignore, strict=True):
            if not 0 <= label < len(names):
                raise DataError(f"{photo.photo}: nhãn {label} ngoài 0 … {len(names) - 1}")
            x1, y1, x2, y2 = box
            annotations.append(
                {
                    "id": len(annotations) + 1,
                    "image_id": number,
                    "category_id": int(label) + 1,
                    "bbox": [x1, y1, x2 - x1, y2 - y1],
                    "area": (x2 - x1) * (y2 - y1),
                    "iscrowd": int(crowd),
                }
            )
    categories = [{"id": i, "name": name} for i, name in enumerate(names, 1)]
    tree = {"images": images, "categories": categories, "annotations": annotations}
    write_text(Path(path), json.dumps(tree, ensure_ascii=False, allow_nan=False) + "\n")


def _parsed(path: Path) -> dict[str, Any]:
    text = read_text(path, max_bytes=MAX_BYTES, kind="json")
    if not text.strip():
        raise DataError(f"{path.name}: tệp rỗng; cần một tệp json kiểu COCO")
    try:
        tree = json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        cut = "tệp bị cụt" if error.pos >= len(text.rstrip()) - 1 else "json sai"
        raise DataError(f"{path.name}, dòng {error.lineno}: {cut} ({error.msg})") from None
    except DataError as error:
        raise DataError(f"{path.name}: {error}") from None
    except (RecursionError, ValueError):  # nested without end; an integer of thousands of digits
        raise DataError(f"{path.name}: json lồng quá sâu hay có số quá dài; không phải nhãn COCO") from None
    if not isinstance(tree, dict):
        raise DataError(f"{path.name}: cần một đối tượng json có images, categories, annotations")
    return tree


def _no_constant(word: str) -> float:
    raise DataError(f"có {word}, không phải một số hữu hạn")


def _list(file: str, tree: dict[str, Any], key: str) -> list[Any]:
    if not isinstance(tree.get(key), list):
        raise DataError(f"{file}: thiếu danh sách «{key}»; nhãn COCO cần images, categories, annotations")
    return tree[key]


def _categories(file: str, tree: dict[str, Any]) -> dict[int, str]:
    found: dict[int, str] = {}
    for i, entry in enumerate(_list(file, tree, "categories")):
        where = f"{file}, categories[{i}]"
        number = entry.get("id") if isinstance(entry, dict) else None
        if not _whole(number) or not isinstance(entry.get("name"), str):
            raise DataError(f"{where}: cần id (số nguyên) và name (chữ), có {_brief(entry)}")
        if number in found:
            raise DataError(f"{where}: id {number} có hai lần")
        found[number] = entry["name"]
    return dict(sorted(found.items()))


def _images(
    file: str, tree: dict[str, Any], folder: Path | None, bad: Bad
) -> dict[Any, tuple[str, tuple[int, int]]]:
    found: dict[Any, tuple[str, tuple[int, int]]] = {}
    names: set[str] = set()
    if folder is not None and not folder.is_dir():
        raise DataError(f"không có thư mục {folder}")
    for i, entry in enumerate(_list(file, tree, "images")):
        try:
            number, name, size = _image(entry)
            if number in found or name in names:
                raise DataError(f"ảnh {name} (id {number}) có hai lần")
            if folder is not None:
                _same_size(folder / name, name, size)
        except DataError as error:
            complain(f"{file}, images[{i}]: {error}", bad, "đã bỏ ảnh")
            continue
        found[number] = (name, size)
        names.add(name)
    return found


def _image(entry: Any) -> tuple[int, str, tuple[int, int]]:
    if not isinstance(entry, dict) or not _whole(entry.get("id")):
        raise DataError(f"cần id (số nguyên), có {_brief(entry)}")
    width, height = entry.get("width"), entry.get("height")
    if not (_whole(width) and _whole(height) and width > 0 and height > 0):
        raise DataError(f"cần width và height nguyên dương, có {_brief(width)}, {_brief(height)}")
    if not isinstance(entry.get("file_name"), str):
        raise DataError(f"cần file_name (chữ), có {_brief(entry.get('file_name'))}")
    return entry["id"], plain_name(entry["file_name"], "file_name"), (width, height)


def _same_size(path: Path, name: str, size: tuple[int, int]) -> None:
    if not path.is_file():
        raise DataError(f"nhãn không có ảnh: không thấy {path}")
    seen = photo_size(path)
    if seen != size:
        raise DataError(f"ghi ảnh {size[0]}×{size[1]} nhưng {name} là {seen[0]}×{seen[1]}")


def _annotation(
    entry: Any, index: dict[int, int], sizes: dict[Any, Any]
) -> tuple[Any, tuple[list[float], int, bool]]:
    if not isinstance(entry, dict):
        raise DataError(f"cần một đối tượng, có {_brief(entry)}")
    photo, label, box = entry.get("image_id"), entry.get("category_id"), entry.get("bbox")
    if not _whole(photo) or photo not in sizes:
        raise DataError(f"image_id là {_brief(photo)}: không có ảnh nào mang số ấy")
    if not _whole(label) or label not in index:
        raise DataError(f"category_id là {_brief(label)}: lớp ấy không có tên trong categories")
    if not isinstance(box, list) or len(box) != 4 or not all(map(_number, box)):
        raise DataError(f"bbox là {_brief(box)}; cần [x, y, rộng, cao]")
    return photo, ([float(v) for v in box], index[label], entry.get("iscrowd") in (1, True))


def _whole(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e15


def _brief(value: Sequence | Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
