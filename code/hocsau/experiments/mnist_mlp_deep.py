"""MNIST bằng mạng hai tầng ẩn 784-100-200-10."""

from __future__ import annotations

from dataclasses import replace

from hocsau.data import Dataset
from hocsau.experiments import mnist, mnist_mlp
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome

HIDDEN = [100, 200]
GRID = [replace(mnist.SOURCE, init="xavier", learning_rate=rate) for rate in (0.3, 0.7, 3.0)]
COSINE = replace(mnist_mlp.COSINE, epochs=60)
LADDER = [
    COSINE,
    replace(COSINE, input_dropout=0.2),
    replace(COSINE, input_dropout=0.3),
    replace(COSINE, input_dropout=0.2, hidden_dropout=0.1),
    replace(COSINE, optimizer="adam", learning_rate=0.002, input_dropout=0.2),
]


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Như mnist-mlp, với thêm một tầng ẩn 200 nơ-ron."""
    return mnist_mlp.compare(HIDDEN, GRID, LADDER, data, options)[0]
