"""Quần áo do sách vẽ bằng SmallVGG: mạng mà chương 8 mở ra xem bên trong."""

from __future__ import annotations

from hocsau.data import Dataset
from hocsau.experiments import fashion_cnn
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Như fashion-cnn, trên ảnh của sách."""
    return fashion_cnn.learn(data, options, shipped="clothes-cnn")
