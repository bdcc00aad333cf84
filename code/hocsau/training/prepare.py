"""Kiểm mọi thứ trước khi học: sai chỗ nào thì từ chối khi chưa có gì thay đổi."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from hocsau.nn.module import Module
from hocsau.training import batches
from hocsau.training.numpy_backend import NumpyBackend

Metrics = Mapping[str, Callable[[np.ndarray, np.ndarray], float]]
RESERVED = ("loss", "seconds", "learning_rate")


@dataclass
class Prepared:
    """Một phần dữ liệu đã sẵn sàng: x và y của backend, y dạng numpy cho thước đo, chỗ cắt batch."""

    x: Any
    y: Any
    truth: np.ndarray
    bounds: list[tuple[int, int]]


def backend_of(model: Any, loss: Callable, optimizer: Any) -> Any:
    """Backend numpy hay torch, theo kiểu của model."""
    if isinstance(model, Module):
        return NumpyBackend(model, loss, optimizer)
    torch = sys.modules.get("torch")  # a torch model cannot exist unless torch has been imported
    if torch is not None and isinstance(model, torch.nn.Module):
        from hocsau.training.torch_backend import TorchBackend

        return TorchBackend(model, loss, optimizer)
    raise ValueError(f"model có kiểu {type(model).__name__}; cần hocsau.nn.Module hoặc torch.nn.Module")


def check_settings(
    backend: Any,
    batch_size: int,
    epochs: int,
    metrics: Metrics,
    max_norm: float | None,
    rng: np.random.Generator,
) -> None:
    """Các con số và tên; ValueError khi có chỗ sai."""
    batches.count("batch_size", batch_size, 1)
    batches.count("epochs", epochs, 0)
    if not isinstance(rng, np.random.Generator):
        raise ValueError(
            "cần rng = np.random.default_rng(số) để xáo dữ liệu, và để lần chạy sau giống lần này"
        )
    rate = backend.learning_rate
    if not (math.isfinite(rate) and rate > 0):
        raise ValueError(f"learning rate của optimizer là {rate}; cần một số dương hữu hạn, ví dụ 0.1")
    if max_norm is not None and not (math.isfinite(max_norm) and max_norm > 0):
        raise ValueError(f"max_norm = {max_norm}; cần một số dương")
    for name in metrics:
        if name in RESERVED or name.startswith("val_"):
            raise ValueError(f"thước đo không được mang tên {name!r}: lịch sử dùng tên ấy cho việc khác")


def prepare(
    backend: Any,
    train: batches.Pair,
    val: batches.Pair | None,
    batch_size: int,
    metrics: Metrics,
) -> tuple[Prepared, Prepared | None]:
    """Chạy thử model, loss và thước đo trên vài mẫu ở chế độ dự đoán, rồi đổi dữ liệu sang dtype của model.

    Lỗi: ValueError khi model không nhận x, loss không nhận (đầu ra, y), nhãn ngoài khoảng, thước đo hỏng.
    """
    pairs = backend.uses_batch_statistics()
    if pairs and min(len(train.x), batch_size) < 2:
        raise ValueError(
            "model có batch normalization nên mỗi batch cần từ 2 mẫu; "
            f"batch_size = {batch_size}, dữ liệu có {len(train.x)} mẫu"
        )
    modes = backend.modes()
    backend.model.eval()
    try:
        return tuple(
            part and _try(backend, part, metrics, batches.bounds(len(part.x), batch_size, pairs))
            for part in (train, val)
        )
    finally:
        backend.set_modes(modes)


def _try(backend: Any, part: batches.Pair, metrics: Metrics, cuts: list[tuple[int, int]]) -> Prepared:
    rows = batches.probe_rows(part.y)
    x = backend.convert(part.x)
    tried = f"thử trên {len(rows)} mẫu, "
    outputs = _said(
        f"{tried}model không nhận được x shape {(len(rows), *x.shape[1:])}", backend.forward, x[rows]
    )
    shape = tuple(getattr(outputs, "shape", ()))
    if shape[:1] != (len(rows),):
        raise ValueError(f"model nhận {len(rows)} mẫu mà trả về shape {shape}; cần ({len(rows)}, …)")
    y = part.y
    if y.dtype.kind in "biu":
        if y.shape[1:] == shape[1:]:  # 0/1 targets of a regression or a binary model: numbers, not indices
            y = y.astype(np.float64)
        else:
            y = y.astype(np.int64)
            if len(shape) == 2 and y.ndim == 1 and shape[1] > 1:
                _check_labels(y, shape[1])
    y = backend.convert(y)
    _said(
        f"{tried}loss không nhận được đầu ra shape {shape} và y shape {(len(rows), *part.y.shape[1:])}",
        backend.loss_of,
        outputs,
        y[rows],
    )
    for name, metric in metrics.items():
        _said(f"{tried}thước đo {name!r}", score, metric, backend.gather([outputs]), part.y[rows])
    return Prepared(x, y, part.y, cuts)


def _check_labels(y: np.ndarray, classes: int) -> None:
    if y.min() < 0 or y.max() >= classes:
        raise ValueError(
            f"y là số thứ tự lớp, mà model có {classes} đầu ra nên chỉ nhận nhãn 0 … {classes - 1}; "
            f"gặp nhãn từ {y.min()} đến {y.max()}"
        )


def score(metric: Callable[[np.ndarray, np.ndarray], float], outputs: np.ndarray, y: np.ndarray) -> float:
    """metric(outputs, y), phải là một số."""
    value = metric(outputs, y)
    if np.ndim(value) != 0:
        raise ValueError(f"trả về mảng shape {np.shape(value)}; cần một số")
    return float(value)


def _said(what: str, function: Callable, *arguments: Any) -> Any:
    """Run it, and say in Vietnamese what was being tried when it fails: torch's own words follow."""
    try:
        return function(*arguments)
    except Exception as error:  # whatever the model, the loss or the metric raises
        raise ValueError(f"{what}: {error}") from error
