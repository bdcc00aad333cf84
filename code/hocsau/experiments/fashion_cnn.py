"""Fashion-MNIST bằng SmallVGG: lượt chạy trên ảnh thật mà chương 8 dẫn."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
import torch

from hocsau.data import Dataset
from hocsau.experiments import images
from hocsau.experiments.common import cosine_for, sizes_of
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome, curve
from hocsau.torch.models.small_vgg import SmallVGG
from hocsau.torch.shipped import shipped_arrays
from hocsau.training import History, fit, metrics


@dataclass(frozen=True)
class Settings:
    """Một lượt học: Adam, learning rate giảm dần theo cosine."""

    epochs: int = 8
    batch_size: int = 64
    learning_rate: float = 2e-3
    dropout: float = 0.3


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """SmallVGG học Fashion-MNIST."""
    return learn(data, options)


def learn(data: Dataset, options: Options = BOOK, shipped: str | None = None) -> Outcome:
    """Học một lượt, làm tròn trọng số về float16 rồi chấm; có `shipped` thì cất trọng số cho mạng tên ấy."""
    parts = images.ready(data)
    network, history = train(Settings(), parts, data.train.x.shape[1:], options)
    with torch.no_grad():
        for tensor in network.state_dict().values():
            tensor.copy_(tensor.half())  # what a file of the book keeps
    said = predict(network, parts.test.x)
    classes = len(data.info.classes)
    return Outcome(
        {
            "parameters": float(sum(p.numel() for p in network.parameters())),
            "val_accuracy": float(history["val_accuracy"][-1]),
            "test_accuracy": float((said == parts.test.y).mean()),
        },
        curves={"cnn": curve(history)},
        epoch_seconds={"cnn": float(np.median(history["seconds"]))},
        details={
            "settings": asdict(Settings()),
            "parts": sizes_of(parts),
            # row: the true class, column: what the network says
            "confusion": [
                np.bincount(said[parts.test.y == k], minlength=classes).tolist() for k in range(classes)
            ],
        },
        arrays={"network": shipped_arrays(shipped, network)} if shipped else {},
        packages=("torch",),
    )


def train(
    settings: Settings,
    parts: Dataset,
    side: tuple[int, int],
    options: Options = BOOK,
) -> tuple[SmallVGG, History]:
    """SmallVGG học từ các hàng H·W số của `images.ready`; tập kiểm định chỉ để đo."""
    rng = np.random.default_rng(0)
    network = SmallVGG((1, *side), len(parts.info.classes), dropout=settings.dropout, rng=rng)
    epochs = options.epochs or settings.epochs
    history = fit(
        network,
        tuple((part.x.reshape(-1, 1, *side), part.y) for part in (parts.train, parts.val)),
        torch.nn.functional.cross_entropy,
        torch.optim.Adam(network.parameters(), settings.learning_rate),
        epochs=epochs,
        batch_size=settings.batch_size,
        metrics={"accuracy": metrics.accuracy},
        rng=rng,
        schedule=cosine_for(settings.learning_rate, epochs, settings.batch_size, len(parts.train)),
        progress=options.progress,
    )
    return network, history


def predict(network: SmallVGG, x: np.ndarray) -> np.ndarray:
    """Lớp mà mạng chọn cho từng hàng của x (N, H·W)."""
    with torch.no_grad():
        chunks = torch.from_numpy(x).reshape(-1, *network.image).split(500)
        return torch.cat([network(chunk).argmax(dim=1) for chunk in chunks]).numpy()
