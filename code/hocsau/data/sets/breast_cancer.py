"""Khối u vú lành hay ác, đi kèm scikit-learn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hocsau.data.dataset import Dataset, Info, Split
from hocsau.data.sets.common import SKLEARN
from hocsau.errors import DataError

# Ten measures of a cell nucleus, each as mean, standard error and mean of the three largest of an image.
_MEASURES = (
    *("radius", "texture", "perimeter", "area", "smoothness"),
    *("compactness", "concavity", "concave points", "symmetry", "fractal dimension"),
)
FEATURES = (
    *(f"mean {name}" for name in _MEASURES),
    *(f"{name} error" for name in _MEASURES),
    *(f"worst {name}" for name in _MEASURES),
)
INFO = Info(
    name="breast_cancer",
    title="569 khối u vú: ba mươi số đo nhân tế bào → lành hay ác",
    profile="small",
    real=True,
    origin="W. H. Wolberg, W. N. Street, O. L. Mangasarian (UCI, 1995), đi kèm scikit-learn",
    licence="CC BY 4.0 (UCI)",
    made="sklearn.datasets.load_breast_cancer, nhãn đảo lại: 1 là ác tính",
    url=SKLEARN,
    target="ác tính",
    features=FEATURES,
    units={name: "nguồn không ghi đơn vị" for name in FEATURES} | {"ác tính": "1 ác, 0 lành"},
    classes=("lành tính", "ác tính"),
)


def read(info: Info) -> Dataset:
    """x (569, 30) theo số đo gốc, y (569,) kiểu int64: 1 là ác tính (scikit-learn ghi ngược lại)."""
    from sklearn.datasets import load_breast_cancer

    bunch = load_breast_cancer()
    if tuple(bunch.feature_names) != info.features or tuple(bunch.target_names) != ("malignant", "benign"):
        raise DataError(f"scikit-learn đổi tên cột hay nhãn của bộ breast_cancer: {bunch.target_names}")
    split = Split(bunch.data, 1 - bunch.target.astype(np.int64))
    return Dataset(split, None, None, replace(info, n=len(split)))
