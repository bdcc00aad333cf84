"""Hai mẩu mà mọi thí nghiệm có huấn luyện đều cần."""

from __future__ import annotations

from collections.abc import Callable

from hocsau import nn
from hocsau.data import Dataset


def cosine_for(learning_rate: float, epochs: int, batch_size: int, samples: int) -> Callable[[int], float]:
    """Lịch cosine từ `learning_rate` xuống một phần nghìn của nó, vừa đủ số bước của cả lượt train."""
    steps = epochs * -(-samples // batch_size)  # −(−a // b): a / b rounded up
    return nn.schedules.cosine(learning_rate, steps, final=1e-3 * learning_rate)


def sizes_of(parts: Dataset) -> dict[str, int]:
    """Số mẫu của ba phần, cho bản ghi."""
    return {"train": len(parts.train), "val": len(parts.val), "test": len(parts.test)}
