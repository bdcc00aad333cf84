"""Chữ số viết tay 8×8 của UCI, đi kèm scikit-learn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hocsau.data.dataset import Dataset, Info, Split
from hocsau.data.sets.common import SKLEARN

INFO = Info(
    name="digits",
    title="Chữ số viết tay 8×8 (UCI)",
    profile="small",
    real=True,
    origin="E. Alpaydin, C. Kaynak (UCI, 1998), đi kèm scikit-learn",
    licence="CC BY 4.0 (UCI)",
    made="sklearn.datasets.load_digits, số nguyên 0–16",
    url=SKLEARN,
    target="chữ số",
    classes=tuple("0123456789"),
    units={"x": "độ đậm 0–16"},
    largest=16,
)


def read(info: Info) -> Dataset:
    """Ảnh (1797, 8, 8) kiểu uint8 và nhãn (1797,) kiểu int64."""
    from sklearn.datasets import load_digits

    bunch = load_digits()
    split = Split(bunch.images.astype(np.uint8), bunch.target.astype(np.int64))
    return Dataset(split, None, None, replace(info, n=len(split)))
