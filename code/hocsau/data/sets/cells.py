"""Tế bào do sách vẽ: ảnh xám và bản đồ vật, vẽ lại mỗi lần nạp."""

from __future__ import annotations

from hocsau.data.dataset import Dataset, Info
from hocsau.data.drawn import cells
from hocsau.data.sets.common import OURS, drawn

TRAIN, TEST = 200, 40
INFO = Info(
    name="cells",
    title=f"{TRAIN + TEST} ảnh tế bào {cells.SIDE}×{cells.SIDE} do sách vẽ, kèm bản đồ vật",
    target="bản đồ vật: 0 là nền, k là tế bào thứ k; mặt nạ là y > 0",
    classes=("nền", "tế bào"),
    units={"x": "độ sáng 0–255"},
    largest=255,
    made=f"hocsau.data.drawn.cells: {TRAIN} ảnh để học (default_rng(0)), {TEST} để kiểm tra (default_rng(1))",
    **OURS,
)


def read(info: Info) -> Dataset:
    """Ảnh (N, 64, 64) kiểu uint8, bản đồ vật (N, 64, 64) kiểu int64; 200 ảnh train, 40 ảnh test."""
    return drawn(info, cells.draw_cell_set, TRAIN, TEST)
