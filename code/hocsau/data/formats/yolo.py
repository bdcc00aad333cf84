"""Nhãn YOLO: mỗi ảnh một tệp chữ, mỗi vật một dòng «lớp xc yc w h», chia cho cỡ ảnh; tên lớp ở tệp riêng."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from hocsau.data.formats.boxes import Bad, BoxLabels, PhotoBoxes, class_names, complain, tidy
from hocsau.data.formats.number import parse_number
from hocsau.data.formats.pairs import label_paths, pairs, photo_size
from hocsau.data.formats.text import read_text
from hocsau.data.formats.writing import write_text
from hocsau.errors import DataError


def read_classes(path: str | os.PathLike[str]) -> tuple[str, ...]:
    """Tên các lớp, mỗi dòng một tên (classes.txt, obj.names); dòng đầu là lớp 0.

    Lỗi:
        DataError: tệp rỗng, có dòng trống ở giữa, hoặc hai tên trùng nhau.
    """
    path = Path(path)
    lines = [line.strip() for line in read_text(path, kind="txt").rstrip().splitlines()]
    return class_names(lines, path.name)


def read_yolo(
    path: str | os.PathLike[str],
    size: tuple[int, int],
    classes: Sequence[str],
    *,
    photo: str = "",
    bad: Bad = None,
) -> PhotoBoxes:
    """Đọc nhãn YOLO của một ảnh.

    x1 = (xc − w/2)·rộng,   x2 = (xc + w/2)·rộng; tương tự theo chiều cao. Tệp rỗng: ảnh không có vật nào.

    Tham số:
        path: tệp chữ.
        size: (rộng, cao) của ảnh, vì tệp chỉ ghi tỉ lệ.
        classes: tên các lớp.
        photo: tên ảnh; không nêu thì là tên tệp với đuôi .jpg.
        bad: None thì dòng hỏng đầu tiên là lỗi; một list thì dòng hỏng bị bỏ, lời báo được thêm vào đó.

    Lỗi:
        DataError: nêu tệp và dòng; tệp không phải chữ UTF-8 thì lỗi cả khi có `bad`.
    """
    path = Path(path)
    rows, labels, places = [], [], []
    text = read_text(path, kind="txt")
    for i, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            label, row = _row(line)
        except DataError as error:
            complain(f"{path.name}, dòng {i}: {error}", bad, "đã bỏ dòng")
            continue
        rows.append(row)
        labels.append(label)
        places.append(f"dòng {i}")
    middle = np.array(rows, np.float64).reshape(-1, 4)
    boxes = np.concatenate([middle[:, :2] - middle[:, 2:] / 2, middle[:, :2] + middle[:, 2:] / 2], axis=1)
    boxes *= np.array([*size, *size], np.float64)
    kept, chosen = tidy(path.name, places, size, boxes, labels, classes, bad)
    return PhotoBoxes(photo or f"{path.stem}.jpg", size, kept, np.array(labels, np.int64)[chosen])


def read_yolo_folder(
    labels: str | os.PathLike[str],
    photos: str | os.PathLike[str],
    classes: str | os.PathLike[str],
    *,
    bad: Bad = None,
) -> BoxLabels:
    """Đọc mọi tệp nhãn trong `labels`, ghép với ảnh cùng tên trong `photos` (chỉ mở phần đầu của ảnh).

    Tham số:
        labels, photos: hai thư mục (có thể là một).
        classes: tệp tên lớp; nằm trong `labels` thì không bị coi là nhãn.
        bad: như `read_yolo`; có `bad` thì tệp hỏng, nhãn không có ảnh và ảnh không có nhãn được bỏ và kể.

    Lỗi:
        DataError: nêu tệp.
    """
    names = read_classes(classes)
    found = []
    for path, photo in pairs(labels, ".txt", photos, bad, apart=Path(classes)):
        try:
            found.append(read_yolo(path, photo_size(photo), names, photo=photo.name, bad=bad))
        except DataError as error:
            if bad is None:
                raise
            bad.append(f"{error}; đã bỏ ảnh")
    return BoxLabels(names, tuple(found))


def write_yolo(photo: PhotoBoxes, path: str | os.PathLike[str]) -> None:
    """Ghi nhãn của một ảnh kiểu YOLO, mỗi tỉ lệ đủ chữ số để đọc lại lệch dưới một phần triệu điểm ảnh.

    Dấu "bỏ qua khi chấm" không có chỗ trong định dạng này.

    Lỗi:
        DataError: không ghi được.
    """
    edge = np.array(photo.size, np.float64)
    middle = (photo.boxes[:, :2] + photo.boxes[:, 2:]) / 2 / edge
    sides = (photo.boxes[:, 2:] - photo.boxes[:, :2]) / edge
    rows = np.concatenate([middle, sides], axis=1)
    lines = [
        f"{label} " + " ".join(f"{value:.12g}" for value in row)
        for label, row in zip(photo.labels, rows, strict=True)
    ]
    write_text(Path(path), "".join(f"{line}\n" for line in lines))


def write_yolo_folder(labels: BoxLabels, folder: str | os.PathLike[str]) -> None:
    """Ghi mỗi ảnh một tệp .txt vào thư mục (được tạo khi chưa có), và classes.txt.

    Lỗi:
        DataError: không ghi được, hai ảnh cùng phần tên, hoặc một ảnh tên là classes.
    """
    names = class_names(labels.classes, "classes")
    if any(Path(photo.photo).stem == "classes" for photo in labels.photos):
        raise DataError("một ảnh mang tên classes: nhãn của nó sẽ đè lên tệp tên lớp; hãy đổi tên ảnh ấy")
    for photo, path in label_paths(labels, Path(folder), ".txt"):
        write_yolo(photo, path)
    write_text(Path(folder) / "classes.txt", "".join(f"{name}\n" for name in names))


def _row(line: str) -> tuple[int, tuple[float, ...]]:
    parts = line.split()
    if len(parts) != 5:
        more = ": có lẽ là đa giác (segmentation)" if len(parts) > 6 and len(parts) % 2 else ""
        raise DataError(f"có {len(parts)} mục{more}; cần năm mục «lớp xc yc w h», cách nhau bằng dấu cách")
    if not (parts[0].isascii() and parts[0].isdecimal()) or len(parts[0]) > 9:
        raise DataError(f"lớp là «{parts[0][:40]}»; cần số thứ tự của lớp, đếm từ 0")
    try:
        # the plain way first: a million lines
        row = tuple(map(float, parts[1:]))
        if line.isascii() and "_" not in line:
            return int(parts[0]), row
    except ValueError:
        pass
    wrong = next((part for part in parts[1:] if parse_number(part) is None), None)
    if wrong is None:  # a blank that is not ASCII between good numbers
        return int(parts[0]), row
    hint = "; dấu thập phân phải là dấu chấm" if parse_number(wrong, ",") is not None else ""
    raise DataError(f"«{wrong[:40]}» không phải một số{hint}")
