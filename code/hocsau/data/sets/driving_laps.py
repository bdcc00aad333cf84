"""Ba vòng đường của người lái giỏi ở chương 10, tính lại mỗi lần nạp."""

from __future__ import annotations

from importlib import import_module

from hocsau.data.dataset import Dataset, Info
from hocsau.data.sets.common import OURS

INFO = Info(
    name="driving_laps",
    title="3 vòng đường «ho» của người lái giỏi, bàn tay hơi run",
    features=("t", "x", "y", "heading", "speed", "throttle"),
    target="steering",
    units={
        "t": "giây",
        "x": "mét",
        "y": "mét",
        "heading": "radian, từ trục x, ngược chiều kim đồng hồ",
        "speed": "mph",
        "throttle": "−1 phanh hết, 1 ga hết",
        "steering": "−1 hết cỡ sang trái, 1 sang phải (bánh trước 25°)",
    },
    made="hocsau.driving.expert_steps, default_rng(0); ảnh vẽ lại bằng hocsau.driving.Camera",
    **OURS,
)


def read(info: Info) -> Dataset:
    """Các bước của người lái giỏi: x (N, 6) kiểu float64, y (N,) là lệnh lái."""
    # Named, not imported: hocsau.driving reads csv files with this package.
    return import_module("hocsau.driving.laps").read(info)
