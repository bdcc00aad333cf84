"""Các thí nghiệm mà `hocsau train` chạy; mỗi thí nghiệm nhận dữ liệu và trả về điểm số."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # every command of hocsau lists the experiments; only train needs numpy and the models
    from hocsau.data import Dataset


@dataclass(frozen=True)
class Experiment:
    """Một thí nghiệm: tên bộ dữ liệu ở profile small và full, và hàm chạy."""

    title: str
    small: str
    full: str
    run: Callable[[Dataset], dict[str, float]]


def income_price(data: Dataset) -> dict[str, float]:
    """Chương 3, mục 3.9: linear regression với một đầu vào, rồi với mọi đầu vào, chấm trên 20 % để riêng."""
    import numpy as np

    from hocsau.models import LinearRegression

    parts = data.split(test=0.2)
    column = [data.info.features.index("MedInc" if "MedInc" in data.info.features else "bmi")]
    scores = {}
    for name, columns in (("one", column), ("all", list(range(parts.train.x.shape[1])))):
        model = LinearRegression().fit(parts.train.x[:, columns], parts.train.y)
        x, y = parts.test.x[:, columns], parts.test.y
        scores[f"train_r2_{name}"] = model.r2(parts.train.x[:, columns], parts.train.y)
        scores[f"test_r2_{name}"] = model.r2(x, y)
        scores[f"test_mae_{name}"] = float(np.mean(np.abs(model.predict(x) - y)))
    return scores


EXPERIMENTS: dict[str, Experiment] = {
    "income-price": Experiment(
        "thu nhập → giá nhà (chương 3)", "diabetes", "california_housing", income_price
    ),
}
