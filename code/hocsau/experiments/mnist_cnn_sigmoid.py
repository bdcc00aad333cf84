"""MNIST bằng mạng convolution với sigmoid, đúng các số của nguồn ở chương 9."""

from __future__ import annotations

from dataclasses import replace

from hocsau.data import Dataset
from hocsau.experiments import mnist_cnn
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome

SOURCE = mnist_cnn.Settings("sigmoid")


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Như `mnist_cnn.run`, chỉ với bản sigmoid; trọng số không được giữ lại."""
    outcome = mnist_cnn.compare({"sigmoid": SOURCE}, data, options)
    return replace(outcome, arrays={})
