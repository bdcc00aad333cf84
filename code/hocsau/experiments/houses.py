"""Nhìn dữ liệu nhà trước khi train: tương quan, phân bố, bản đồ – chỉ ghi số tổng hợp, không ghi dữ liệu."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from hocsau.data import Dataset, Info, Split

CELL = 0.2  # degrees: about 20 km, small enough to see the coast and the two big cities


def parts(data: Dataset) -> tuple[Dataset, int]:
    """Train, val, test sau khi bỏ các dòng có ô trống; kèm số dòng đã bỏ."""
    whole = np.isfinite(data.train.x).all(axis=1) & np.isfinite(data.train.y)
    kept = replace(data, train=Split(data.train.x[whole], data.train.y[whole]))
    outer = kept.split(test=0.2)
    return outer.split(val=0.1, rng=np.random.default_rng(1)), int((~whole).sum())


def explored(train: Split, info: Info) -> dict[str, Any]:
    """Tương quan của mọi cặp cột, phân bố từng cột, và bản đồ giá trung bình theo ô."""
    names = [*info.features, info.target]
    columns = np.column_stack([train.x, train.y])
    return {
        "columns": names,
        "correlation": np.corrcoef(columns.T).round(4).tolist(),
        "histograms": {name: histogram(column) for name, column in zip(names, columns.T, strict=True)},
        "share_at_highest_price": round(float(np.mean(train.y == train.y.max())), 4),
        "map": price_map(train, info),
    }


def histogram(values: np.ndarray, bins: int = 30) -> dict[str, list[float]]:
    """Số mẫu theo khoảng, và vài con số: nhỏ nhất, trung bình, trung vị, độ lệch chuẩn, lớn nhất."""
    low, high = np.percentile(values, [0.5, 99.5])
    counts, edges = np.histogram(values, bins=bins, range=(low, high))
    numbers = [values.min(), values.mean(), np.median(values), values.std(), values.max()]
    return {
        "edges": edges.round(4).tolist(),
        "counts": counts.tolist(),
        "min_mean_median_std_max": [round(float(number), 4) for number in numbers],
    }


def price_map(train: Split, info: Info, cell: float = CELL) -> dict[str, Any]:
    """Giá trung bình theo ô kinh vĩ độ: mỗi ô có nhà là (kinh độ tây nam, vĩ độ tây nam, số khu, giá)."""
    longitude = train.x[:, info.features.index("Longitude")]
    latitude = train.x[:, info.features.index("Latitude")]
    # 108.6 / 0.2 is 542.9999…: a place on the edge of a cell belongs to the cell it begins
    places = np.floor(np.column_stack([longitude, latitude]) / cell + 1e-6).astype(int)
    corners, place, counts = np.unique(places, axis=0, return_inverse=True, return_counts=True)
    means = np.bincount(place.ravel(), weights=train.y) / counts
    rows = zip(corners, counts, means, strict=True)
    return {
        "cell": cell,
        "cells": [
            [round(float(i * cell), 2), round(float(j * cell), 2), int(n), round(float(m), 3)]
            for (i, j), n, m in rows
        ],
    }


def cloud(prediction: np.ndarray, truth: np.ndarray, bins: int = 30) -> dict[str, Any]:
    """Đám chấm (giá thật, giá đoán) đếm theo ô: counts[i][j], i theo giá thật, j theo giá đoán."""
    top = float(max(truth.max(), np.percentile(prediction, 99.9)))
    low = float(min(0.0, prediction.min()))
    counts, edges, _ = np.histogram2d(truth, prediction, bins=bins, range=[[low, top], [low, top]])
    return {"edges": edges.round(4).tolist(), "counts": counts.astype(int).tolist()}
