"""MNIST bằng mạng convolution với sigmoid, đúng các số của nguồn ở chương 9."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hocsau.data import Dataset
from hocsau.experiments import mnist_cnn
from hocsau.experiments.outcome import Outcome

SOURCE = mnist_cnn.Settings("sigmoid")


def run(
    data: Dataset, epochs: int | None = None, progress: bool = False, checkpoints: Path | None = None
) -> Outcome:
    """Như `mnist_cnn.run`, chỉ với bản sigmoid; trọng số không được giữ lại."""
    outcome = mnist_cnn.compare({"sigmoid": SOURCE}, data, epochs, progress, checkpoints)
    return replace(outcome, arrays={})
