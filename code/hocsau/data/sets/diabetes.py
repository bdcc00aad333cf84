"""Bệnh tiểu đường tiến triển sau một năm, đi kèm scikit-learn."""

from __future__ import annotations

from dataclasses import replace

from hocsau.data.dataset import Dataset, Info, Split
from hocsau.data.sets.common import SKLEARN
from hocsau.errors import DataError

INFO = Info(
    name="diabetes",
    title="442 bệnh nhân tiểu đường: mười chỉ số → bệnh tiến triển sau một năm",
    profile="small",
    real=True,
    origin="Efron, Hastie, Johnstone, Tibshirani, Least Angle Regression (2004), đi kèm scikit-learn",
    licence="không ghi; phát hành cùng scikit-learn (BSD-3-Clause)",
    made="sklearn.datasets.load_diabetes(scaled=False), đơn vị gốc",
    url=SKLEARN,
    target="progression",
    features=("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"),
    units={
        "age": "tuổi",
        "sex": "mã 1 hoặc 2",
        "bmi": "kg/m²",
        "bp": "mmHg, huyết áp trung bình",
        "s1": "tc, cholesterol toàn phần",
        "s2": "ldl",
        "s3": "hdl",
        "s4": "tch, cholesterol toàn phần / hdl",
        "s5": "ltg, log của triglyceride",
        "s6": "glu, đường huyết",
        "progression": "điểm tiến triển của bệnh sau một năm",
    },
)


def read(info: Info) -> Dataset:
    """x (442, 10) theo đơn vị gốc, y (442,)."""
    from sklearn.datasets import load_diabetes

    bunch = load_diabetes(scaled=False)
    if tuple(bunch.feature_names) != info.features:
        raise DataError(f"scikit-learn đổi tên cột của bộ diabetes: {bunch.feature_names}")
    split = Split(bunch.data, bunch.target)
    return Dataset(split, None, None, replace(info, n=len(split)))
