"""Đoạn phim người que do sách vẽ: bốn hành động, vẽ lại mỗi lần nạp."""

from __future__ import annotations

from hocsau.data.dataset import Dataset, Info
from hocsau.data.drawn import clips
from hocsau.data.sets.common import OURS, drawn

TRAIN, TEST = 240, 160
INFO = Info(
    name="clips",
    title=f"{TRAIN + TEST} đoạn phim người que {clips.FRAMES} khung {clips.SIDE}×{clips.SIDE} do sách vẽ",
    target="hành động",
    classes=clips.CLASSES,
    units={"x": "độ sáng 0–255"},
    largest=255,
    made=f"hocsau.data.drawn.clips: {TRAIN} đoạn để học (default_rng(0)), {TEST} để kiểm tra "
    "(default_rng(1)); hành động lẻ là hành động chẵn chiếu ngược",
    **OURS,
)


def read(info: Info) -> Dataset:
    """Phim (N, 30, 24, 24) kiểu uint8, y (N,) int64; 240 đoạn train, 160 đoạn test."""
    return drawn(info, clips.draw_clips, TRAIN, TEST)
