"""Nhận dạng chữ số với một tầng ẩn 128 nơ-ron, bằng numpy và bằng torch từ cùng một bộ trọng số."""

from __future__ import annotations

import numpy as np
import torch

from hocsau import nn
from hocsau.data import Dataset
from hocsau.experiments import images
from hocsau.experiments.common import sizes_of
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome, curve
from hocsau.models import MLP
from hocsau.torch import twin
from hocsau.training import EarlyStopping, fit, metrics

HIDDEN = 128
EPOCHS = 30
BATCH = 100
LEARNING_RATE = 0.001
PATIENCE = 5


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Độ chính xác, ma trận nhầm lẫn, đường học của bản numpy; và bản torch học cùng các batch."""
    parts = images.ready(data)
    classes = len(data.info.classes)
    model = MLP([parts.train.x.shape[1], HIDDEN, classes], rng=np.random.default_rng(0), dtype=np.float32)
    other = twin(model)
    pair = ((parts.train.x, parts.train.y), (parts.val.x, parts.val.y))
    settings = {
        "epochs": options.epochs or EPOCHS,
        "batch_size": BATCH,
        "metrics": {"accuracy": metrics.accuracy},
        "progress": options.progress,
    }
    ours = fit(
        model,
        pair,
        nn.cross_entropy,
        nn.Adam(model.parameters(), LEARNING_RATE),
        callbacks=[EarlyStopping("val_loss", patience=PATIENCE)],
        rng=np.random.default_rng(1),
        **settings,
    )
    theirs = fit(
        other,
        pair,
        torch.nn.functional.cross_entropy,
        torch.optim.Adam(other.parameters(), LEARNING_RATE),
        callbacks=[EarlyStopping("val_loss", patience=PATIENCE)],
        rng=np.random.default_rng(1),
        **settings,
    )
    predicted = model(parts.test.x).argmax(axis=1)
    with torch.no_grad():
        predicted_torch = other(torch.as_tensor(parts.test.x)).numpy().argmax(axis=1)
    matrix = metrics.confusion_matrix(predicted, parts.test.y, classes)
    return Outcome(
        {
            "test_accuracy": float(np.mean(predicted == parts.test.y)),
            "test_accuracy_torch": float(np.mean(predicted_torch == parts.test.y)),
            "same_answers": float(np.mean(predicted == predicted_torch)),
            "epochs": float(len(ours)),
        },
        curves={"numpy": curve(ours), "torch": curve(theirs)},
        epoch_seconds={
            "numpy": float(np.median(ours["seconds"])),
            "torch": float(np.median(theirs["seconds"])),
        },
        details={
            "sizes": [parts.train.x.shape[1], HIDDEN, classes],
            "parts": sizes_of(parts),
            "confusion": matrix.tolist(),
        },
        packages=("torch",),
    )
