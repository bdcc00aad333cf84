"""Một lượt học ngắn bằng torch, và hàm dự đoán, cho các thí nghiệm ảnh của chương 11."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch

from hocsau.data.transforms import Transform
from hocsau.experiments.common import cosine_for
from hocsau.training import augmented, fit

SMOOTHING = 0.1
Predictor = Callable[[np.ndarray], np.ndarray]  # (N, …) -> the class of each


def learn(
    model: torch.nn.Module,
    data: tuple[np.ndarray, np.ndarray],
    optimizer: torch.optim.Optimizer,
    *,
    epochs: int,
    batch_size: int,
    seed: int,
    change: Transform | None = None,
) -> None:
    """Cross-entropy với nhãn làm mềm 0.1, learning rate cosine về 0; chỉ nhìn phần học.

    Tham số:
        model: mạng.
        data: (x, y).
        optimizer: optimizer của mạng; learning rate của nhóm đầu là chỗ lịch cosine bắt đầu.
        epochs: số epoch.
        batch_size: số mẫu một batch.
        seed: hạt giống của thứ tự các batch và của `change`.
        change: phép augmentation, hay None.
    """
    rng = np.random.default_rng(seed)
    rate = float(optimizer.param_groups[0]["lr"])
    fit(
        model,
        data,
        torch.nn.CrossEntropyLoss(label_smoothing=SMOOTHING),
        optimizer,
        epochs=epochs,
        batch_size=batch_size,
        rng=rng,
        schedule=cosine_for(rate, epochs, batch_size, len(data[1])),
        train_batch=None if change is None else augmented(change, rng),
        progress=False,
    )


def enough(epochs: int, steps: int, samples: int, batch_size: int) -> int:
    """Số epoch: ít nhất `epochs`, và đủ để có `steps` bước."""
    return max(epochs, -(-steps // -(-samples // batch_size)))  # −(−a // b): a / b rounded up


def predictor(model: torch.nn.Module) -> Predictor:
    """Hàm đầu vào (N, …) → số thứ tự lớp (N,)."""

    @torch.no_grad()
    def said(x: np.ndarray) -> np.ndarray:
        model.eval()
        parts = torch.from_numpy(x.astype(np.float32)).split(64)
        return torch.cat([model(part).argmax(dim=1) for part in parts]).numpy()

    return said
