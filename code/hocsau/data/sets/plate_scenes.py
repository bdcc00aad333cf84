"""160 cảnh có biển số xe máy, do sách vẽ: vẽ lại mỗi lần nạp, vài giây."""

from __future__ import annotations

from importlib import import_module

from hocsau.data.dataset import Dataset, Info
from hocsau.data.sets.common import OURS

TRAIN, TEST = 120, 40
INFO = Info(
    name="plate_scenes",
    title="160 cảnh 192×256 có biển số xe máy do sách vẽ",
    target="khung và chữ của biển số",
    classes=("license_plate",),
    units={"x": "độ sáng 0–255, ba kênh đỏ, lục, lam"},
    largest=255,
    made=f"hocsau.plates.draw_scene: {TRAIN} cảnh để học (default_rng(0)), "
    f"{TEST} để kiểm tra (default_rng(1))",
    **OURS,
)


def read(info: Info) -> Dataset:
    """x (N, 192, 256, 3) kiểu uint8; y (N,) là `PhotoBoxes` của từng cảnh, số biển ở `texts`."""
    return import_module("hocsau.plates.drawn_set").read(info, TRAIN, TEST)
