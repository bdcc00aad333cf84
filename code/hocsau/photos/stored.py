"""Cất bộ phân loại vào một tệp .npz và đọc lại: không pickle, kiểm từng thứ."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hocsau.errors import DataError
from hocsau.models.softmax_head import SoftmaxHead
from hocsau.nn.storage import load_arrays, save_arrays

FORMAT = "hocsau-classifier-1"


@dataclass(frozen=True)
class Classifier:
    """Tên các lớp, bộ phân loại, và chữ kí của mạng đã cho nó đặc trưng."""

    classes: tuple[str, ...]
    head: SoftmaxHead
    key: str


def save_classifier(path: str | os.PathLike, classifier: Classifier) -> None:
    """Ghi vào `path` (.npz), trọn vẹn hoặc không ghi.

    Lỗi:
        DataError: tên tệp không kết thúc bằng .npz, thư mục chưa có, không ghi được.
    """
    head = classifier.head
    arrays = {
        "format": np.array(FORMAT),
        "key": np.array(classifier.key),
        "classes": np.array(classifier.classes),
        "weight": head.weight,
        "bias": head.bias,
        "c": np.array(head.c),
    }
    save_arrays(path, arrays)


def load_classifier(path: str | os.PathLike) -> Classifier:
    """Đọc tệp mà `save_classifier` đã ghi.

    Lỗi:
        DataError: không có tệp, tệp hỏng, không phải bộ phân loại, hay các mảng không khớp nhau.
    """
    path = Path(path)
    if path.suffix != ".npz":
        raise DataError(f"{path}: bộ phân loại là tệp .npz do hocsau classify --train ghi")
    arrays = load_arrays(path)
    if str(arrays.get("format", "")) != FORMAT:
        raise DataError(f"{path} không phải bộ phân loại do hocsau classify --train ghi")
    try:
        classes, weight, bias, c = (arrays[name] for name in ("classes", "weight", "bias", "c"))
        key = str(arrays["key"])
    except KeyError as error:
        raise DataError(f"{path} thiếu mảng {error.args[0]}; tệp bị sửa") from None
    fits = classes.ndim == 1 and classes.dtype.kind == "U" and len(classes) >= 2
    fits &= weight.ndim == 2 and weight.shape[1:] == bias.shape == classes.shape and c.shape == ()
    if not fits or any(a.dtype.kind != "f" or not np.isfinite(a).all() for a in (weight, bias, c)):
        raise DataError(f"{path}: các mảng không khớp nhau; tệp bị sửa")
    return Classifier(tuple(map(str, classes)), SoftmaxHead(weight, bias, float(c)), key)
