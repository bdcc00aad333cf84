"""Ảnh có khung: một dạng chung cho Pascal VOC, YOLO và COCO, và phép soát khung của cả ba."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from hocsau.errors import DataError

ROUNDING = 0.5  # points: labels rounded to whole points, or to six digits, end this far outside at most
Bad = list[str] | None


@dataclass(frozen=True, eq=False)
class PhotoBoxes:
    """Các khung của một ảnh.

    Tham số:
        photo: tên tệp ảnh.
        size: (rộng, cao) của ảnh, tính bằng điểm ảnh.
        boxes: (n, 4) float64, mỗi khung là mép trái, trên, phải, dưới (x1, y1, x2, y2), tính bằng điểm ảnh từ
            góc trên bên trái; x2 − x1 là bề rộng.
        labels: (n,) int64, số thứ tự lớp của từng khung.
        ignore: (n,) bool, khung không được tính khi chấm ("difficult" của VOC, "iscrowd" của COCO).
        texts: chữ đọc được trong từng khung (biển số), hoặc rỗng. `repr` không kể: biển thật là riêng tư.

    Lỗi:
        DataError: shape không khớp.
    """

    photo: str
    size: tuple[int, int]
    boxes: np.ndarray
    labels: np.ndarray
    ignore: np.ndarray = field(default_factory=lambda: np.empty(0, bool))
    texts: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        boxes = np.asarray(self.boxes, np.float64).reshape(-1, 4) if np.size(self.boxes) else np.empty((0, 4))
        labels = np.asarray(self.labels, np.int64).reshape(-1)
        ignore = np.asarray(self.ignore, bool) if np.size(self.ignore) else np.zeros(len(labels), bool)
        if not len(boxes) == len(labels) == len(ignore) or len(self.texts) not in (0, len(boxes)):
            raise DataError(
                f"{self.photo}: {len(boxes)} khung, {len(labels)} nhãn, {len(ignore)} dấu bỏ qua, "
                f"{len(self.texts)} chữ; các số ấy phải bằng nhau (chữ thì có thể không có)"
            )
        for name, value in (("boxes", boxes), ("labels", labels), ("ignore", ignore)):
            object.__setattr__(self, name, value)

    def __len__(self) -> int:
        return len(self.boxes)


@dataclass(frozen=True)
class BoxLabels:
    """Nhãn của cả một bộ ảnh: tên các lớp, và khung của từng ảnh."""

    classes: tuple[str, ...]
    photos: tuple[PhotoBoxes, ...]

    def __len__(self) -> int:
        return len(self.photos)

    def counts(self) -> dict[str, int]:
        """Số khung của từng lớp."""
        every = np.concatenate([np.empty(0, np.int64), *(photo.labels for photo in self.photos)])
        found = np.bincount(every, minlength=len(self.classes)).tolist()
        return dict(zip(self.classes, found, strict=True))


def tidy(
    where: str,
    places: Sequence[str],
    size: tuple[int, int],
    boxes: ArrayLike,
    labels: ArrayLike,
    classes: Sequence[str],
    bad: Bad = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Soát các khung của một ảnh: giữ khung tốt, nói về khung hỏng.

    Hỏng là: có toạ độ NaN hay vô cùng; mép phải không lớn hơn mép trái, mép dưới không lớn hơn mép trên (diện
    tích 0 hay âm); nằm ngoài ảnh; lớp chưa có tên; trùng khít một khung cùng lớp ở trên. Khung lố ra ngoài
    không quá nửa điểm ảnh là do làm tròn, được cắt lại mà không nói gì; lố nhiều hơn thì được cắt và được kể.

    Tham số:
        where: tên tệp nhãn, đứng đầu mỗi lời báo.
        places: chỗ của từng khung trong tệp, như "dòng 3".
        size: (rộng, cao) của ảnh.
        boxes: (n, 4), x1 y1 x2 y2.
        labels: (n,).
        classes: tên các lớp.
        bad: None thì khung hỏng đầu tiên là lỗi; một list thì khung hỏng bị bỏ, lời báo được thêm vào đó.

    Trả về:
        (các khung còn lại (m, 4) sau khi cắt, số thứ tự của chúng trong boxes (m,)).

    Lỗi:
        DataError: khung hỏng, khi bad là None.
    """
    given = np.asarray(boxes, np.float64).reshape(-1, 4)
    labels = np.asarray(labels, np.int64).reshape(-1)
    edge = np.array([size[0], size[1]] * 2, np.float64)
    with np.errstate(invalid="ignore"):
        cut = np.clip(given, 0, edge)
        beyond = np.abs(given - cut).max(axis=1, initial=0)
        empty = (given[:, 2] <= given[:, 0]) | (given[:, 3] <= given[:, 1])
        outside = (cut[:, 2] <= cut[:, 0]) | (cut[:, 3] <= cut[:, 1])
    faults = [  # the first that holds is told
        (~np.isfinite(given).all(axis=1), "có toạ độ không phải số hữu hạn: {box}"),
        (empty, "khung {box} có diện tích 0 hoặc mép ngược (cần trái < phải, trên < dưới)"),
        (outside, "khung {box} nằm hẳn ngoài ảnh {size}"),
        ((labels < 0) | (labels >= len(classes)), "lớp {label} chưa có tên (chỉ có {classes} lớp, đếm từ 0)"),
        (_repeated(given, labels), "trùng khít một khung cùng lớp ở trên: {box}"),
        (beyond > ROUNDING, "khung {box} lố ra ngoài ảnh {size}"),
    ]
    wrong = np.full(len(given), len(faults))
    for i, (holds, _) in reversed(list(enumerate(faults))):
        wrong[holds] = i
    for k in np.flatnonzero(wrong < len(faults)).tolist():
        told = faults[wrong[k]][1].format(
            box=said(given[k]), size=f"{size[0]}×{size[1]}", label=labels[k], classes=len(classes)
        )
        kept = wrong[k] == len(faults) - 1
        complain(f"{where}, {places[k]}: {told}", bad, "đã cắt vừa ảnh" if kept else "đã bỏ khung")
    chosen = np.flatnonzero(wrong >= len(faults) - 1)
    return cut[chosen], chosen


def complain(message: str, bad: Bad, done: str) -> None:
    """Lời báo thành lỗi (bad là None), hoặc vào danh sách `bad` kèm điều đã làm.

    Lỗi:
        DataError: bad là None.
    """
    if bad is None:
        raise DataError(f"{message}. Hãy sửa tệp, hoặc cho bad=[] để bỏ qua chỗ hỏng và nhận lời báo")
    bad.append(f"{message}; {done}")


def class_names(names: Iterable[str], where: str) -> tuple[str, ...]:
    """Tên các lớp, đã soát: có ít nhất một, không rỗng, không trùng, không xuống dòng.

    Lỗi:
        DataError: nêu tên hỏng và chỗ của nó.
    """
    found = tuple(names)
    if not found:
        raise DataError(f"{where}: chưa có tên lớp nào")
    for i, name in enumerate(found):
        if (
            not isinstance(name, str)
            or not name.strip()
            or name != name.strip()
            or len(name.splitlines()) != 1
        ):
            raise DataError(f"{where}: tên lớp thứ {i + 1} là {name!r}; cần một dòng chữ không rỗng")
        if name in found[:i]:
            raise DataError(f"{where}: tên lớp «{name}» có hai lần")
    return found


def plain_name(name: str, where: str) -> str:
    """Tên tệp ảnh ghi trong nhãn; DataError khi nó dẫn ra ngoài thư mục ảnh."""
    parts = name.replace("\\", "/").split("/")
    if not name.strip() or ".." in parts or parts[0] == "" or ":" in parts[0] or "\0" in name:
        raise DataError(f"{where}: tên ảnh {name!r} dẫn ra ngoài thư mục ảnh; cần một tên tệp")
    return "/".join(parts)


def said(box: ArrayLike) -> str:
    """Bốn toạ độ để in: (12, 30.5, 80, 99)."""
    return "(" + ", ".join(f"{value:.10g}" for value in np.asarray(box, np.float64)) + ")"


def _repeated(boxes: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """True where the same box of the same class stood before.

    Rows are sorted by a hash and compared with their neighbour: np.unique(axis=0) takes 5 s for a million.
    """
    rows = np.column_stack([boxes, labels.astype(np.float64)]) + 0.0  # -0.0 becomes 0.0
    if len(rows) < 2:
        return np.zeros(len(rows), bool)
    mixed = np.zeros(len(rows), np.uint64)
    for column in np.ascontiguousarray(rows.T).view(np.uint64):
        mixed = (mixed ^ column) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    order = np.argsort(mixed, kind="stable")
    seen = np.zeros(len(rows), bool)
    seen[order[1:]] = (rows[order[1:]] == rows[order[:-1]]).all(axis=1)
    return seen
