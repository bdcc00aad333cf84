"""Quần áo do sách vẽ, mười loại như Fashion-MNIST: vẽ lại mỗi lần nạp, vài giây."""

from __future__ import annotations

from hocsau.data.dataset import Dataset, Info
from hocsau.data.drawn import clothes
from hocsau.data.sets.common import OURS, drawn

TRAIN, TEST = 300, 60  # pictures of each kind
INFO = Info(
    name="clothes",
    title="3600 ảnh quần áo 28×28 do sách vẽ",
    target="loại",
    classes=clothes.CLASSES,
    units={"x": "độ sáng 0–255, 0 là nền"},
    largest=255,
    made=f"hocsau.data.drawn.clothes: {TRAIN} ảnh mỗi loại để học (default_rng(0)), "
    f"{TEST} để kiểm tra (default_rng(1))",
    **OURS,
)


def read(info: Info) -> Dataset:
    """Ảnh (N, 28, 28) kiểu uint8, nhãn (N,) kiểu int64; 3000 ảnh train, 600 ảnh test."""
    return drawn(info, clothes.draw_clothes, TRAIN, TEST)
