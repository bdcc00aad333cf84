"""Chương 3, mục 3.9: linear regression với một đầu vào, rồi với mọi đầu vào, chấm trên 20 % để riêng."""

from __future__ import annotations

import numpy as np

from hocsau.data import Dataset
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome
from hocsau.models import LinearRegression


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """R² trên tập huấn luyện và tập kiểm tra, sai số trung bình trên tập kiểm tra."""
    parts = data.split(test=0.2)
    column = [data.info.features.index("MedInc" if "MedInc" in data.info.features else "bmi")]
    scores = {}
    for name, columns in (("one", column), ("all", list(range(parts.train.x.shape[1])))):
        model = LinearRegression().fit(parts.train.x[:, columns], parts.train.y)
        x, y = parts.test.x[:, columns], parts.test.y
        scores[f"train_r2_{name}"] = model.r2(parts.train.x[:, columns], parts.train.y)
        scores[f"test_r2_{name}"] = model.r2(x, y)
        scores[f"test_mae_{name}"] = float(np.mean(np.abs(model.predict(x) - y)))
    return Outcome(scores)
