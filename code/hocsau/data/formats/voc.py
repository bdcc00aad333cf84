"""Nhãn Pascal VOC: mỗi ảnh một tệp xml, mỗi vật một thẻ <object> với bốn mép tính bằng điểm ảnh."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np

from hocsau.data.formats.boxes import Bad, BoxLabels, PhotoBoxes, class_names, complain, plain_name, tidy
from hocsau.data.formats.number import parse_number
from hocsau.data.formats.pairs import label_paths, pairs, photo_size
from hocsau.data.formats.writing import number, write_text
from hocsau.data.formats.xml import Element, read_xml
from hocsau.errors import DataError

_SIDES = ("xmin", "ymin", "xmax", "ymax")


def read_voc(
    path: str | os.PathLike[str],
    classes: Sequence[str],
    *,
    size: tuple[int, int] | None = None,
    first: int = 0,
    bad: Bad = None,
) -> PhotoBoxes:
    """Đọc một tệp xml kiểu Pascal VOC.

    Tham số:
        path: tệp xml.
        classes: tên các lớp; vật mang tên khác là hỏng.
        size: (rộng, cao) của ảnh; không nêu thì lấy trong thẻ <size>.
        first: số của điểm ảnh đầu tiên. 0: xmin, xmax là mép (LabelImg). 1: như bộ VOC gốc, điểm ảnh đếm từ
            1 và xmax là điểm cuối còn thuộc vật, nên mép trái là xmin − 1.
        bad: None thì chỗ hỏng đầu tiên là lỗi; một list thì khung hỏng bị bỏ và lời báo được thêm vào đó.

    Trả về:
        `PhotoBoxes`; vật "difficult" có ignore là True.

    Lỗi:
        DataError: nêu tệp và dòng; tệp cụt hay không phải VOC thì lỗi cả khi có `bad`.
        ValueError: first không phải 0 hay 1.
    """
    if first not in (0, 1):
        raise ValueError(f"first = {first!r}; cần 0 hoặc 1")
    path = Path(path)
    root = read_xml(path)
    if root.name != "annotation":
        raise DataError(f"{path.name}, dòng {root.line}: thẻ gốc là <{root.name}>; nhãn VOC cần <annotation>")
    size = size or _size(path.name, root)
    named = root.child("filename")
    photo = named.text.strip() if named is not None else ""
    photo = plain_name(photo, path.name) if photo else f"{path.stem}.jpg"
    index = {name: i for i, name in enumerate(class_names(classes, "classes"))}
    boxes, labels, places, ignore = [], [], [], []
    for thing in root.all("object"):
        try:
            box = _sides(thing)
            label = index.get(name := _text(thing, "name"))
            if label is None:
                raise DataError(f"lớp «{name}» không có trong {', '.join(index)}")
        except DataError as error:
            complain(f"{path.name}, dòng {thing.line}: {error}", bad, "đã bỏ khung")
            continue
        boxes.append((box[0] - first, box[1] - first, box[2], box[3]))
        labels.append(label)
        places.append(f"dòng {thing.line}")
        difficult = thing.child("difficult")
        ignore.append(difficult is not None and difficult.text.strip() == "1")
    kept, chosen = tidy(path.name, places, size, boxes, labels, classes, bad)
    return PhotoBoxes(photo, size, kept, np.array(labels, np.int64)[chosen], np.array(ignore, bool)[chosen])


def read_voc_folder(
    labels: str | os.PathLike[str],
    photos: str | os.PathLike[str],
    classes: Sequence[str],
    *,
    first: int = 0,
    bad: Bad = None,
) -> BoxLabels:
    """Đọc mọi tệp xml trong `labels`, ghép với ảnh cùng tên trong `photos` (chỉ mở phần đầu của ảnh).

    Tham số:
        labels, photos: hai thư mục.
        classes, first, bad: như `read_voc`; có `bad` thì tệp hỏng, nhãn không có ảnh và ảnh không có nhãn
            được bỏ và kể.

    Lỗi:
        DataError: nêu tệp; kể cả khi cỡ ảnh khác <size> của nhãn.
    """
    found = []
    for path, photo in pairs(labels, ".xml", photos, bad):
        try:
            size, mark = photo_size(photo), len(bad or ())
            one = read_voc(path, classes, first=first, bad=bad)
            if one.size != size:
                del (bad or [])[mark:]
                raise DataError(
                    f"{path.name} ghi ảnh {one.size[0]}×{one.size[1]} nhưng {photo.name} là "
                    f"{size[0]}×{size[1]}"
                )
        except DataError as error:
            if bad is None:
                raise
            bad.append(f"{error}; đã bỏ ảnh")
            continue
        found.append(PhotoBoxes(photo.name, size, one.boxes, one.labels, one.ignore))
    return BoxLabels(class_names(classes, "classes"), tuple(found))


def write_voc(photo: PhotoBoxes, classes: Sequence[str], path: str | os.PathLike[str]) -> None:
    """Ghi nhãn của một ảnh thành tệp xml kiểu VOC (mép, first = 0); số tròn ghi không có phần lẻ.

    Lỗi:
        DataError: không ghi được, hoặc có nhãn ngoài `classes`.
    """
    names = class_names(classes, "classes")
    width, height = photo.size
    lines = [
        "<annotation>",
        f"\t<filename>{escape(photo.photo)}</filename>",
        f"\t<size><width>{width}</width><height>{height}</height><depth>3</depth></size>",
    ]
    for box, label, ignore in zip(photo.boxes, photo.labels, photo.ignore, strict=True):
        if not 0 <= label < len(names):
            raise DataError(f"{photo.photo}: nhãn {label} ngoài 0 … {len(names) - 1}")
        sides = "".join(f"<{side}>{number(v)}</{side}>" for side, v in zip(_SIDES, box, strict=True))
        lines.append(
            f"\t<object><name>{escape(names[label])}</name><difficult>{int(ignore)}</difficult>"
            f"<bndbox>{sides}</bndbox></object>"
        )
    write_text(Path(path), "\n".join([*lines, "</annotation>"]) + "\n")


def write_voc_folder(labels: BoxLabels, folder: str | os.PathLike[str]) -> None:
    """Ghi mỗi ảnh một tệp xml vào thư mục (được tạo khi chưa có).

    Lỗi:
        DataError: không ghi được, hoặc hai ảnh cùng phần tên.
    """
    for photo, path in label_paths(labels, Path(folder), ".xml"):
        write_voc(photo, labels.classes, path)


def _size(file: str, root: Element) -> tuple[int, int]:
    size = root.child("size")
    if size is None:
        raise DataError(f"{file}: thiếu thẻ <size>; cần <size><width>…</width><height>…</height></size>")
    numbers = [_number(size, name) for name in ("width", "height")]
    if not all(n >= 1 and n == int(n) for n in numbers):
        raise DataError(
            f"{file}, dòng {size.line}: cỡ ảnh {numbers[0]:g}×{numbers[1]:g}; cần số nguyên dương"
        )
    return int(numbers[0]), int(numbers[1])


def _sides(thing: Element) -> list[float]:
    frame = thing.child("bndbox")
    if frame is None:
        raise DataError("vật không có thẻ <bndbox>")
    return [_number(frame, side) for side in _SIDES]


def _text(parent: Element, name: str) -> str:
    child = parent.child(name)
    if child is None or not child.text.strip():
        raise DataError(f"thẻ <{parent.name}> thiếu <{name}>")
    return child.text.strip()


def _number(parent: Element, name: str) -> float:
    text = _text(parent, name)
    value = parse_number(text)
    if value is None:
        hint = " (dấu thập phân phải là dấu chấm)" if parse_number(text, ",") is not None else ""
        raise DataError(f"<{name}> là «{text[:40]}», không phải một số hữu hạn{hint}")
    return value
