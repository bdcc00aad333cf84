"""Kiểm mọi thứ trước khi học: sai chỗ nào thì từ chối khi chưa có gì thay đổi."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from hocsau.nn.module import Module
from hocsau.nn.optim import is_number
from hocsau.training import batches
from hocsau.training.backend import Backend
from hocsau.training.callbacks import Callback, Each, Run
from hocsau.training.numpy_backend import NumpyBackend
from hocsau.training.trees import leaves, map_tree

Metrics = Mapping[str, Callable[[Any, Any], float]]
RESERVED = ("loss", "seconds", "learning_rate")
TOGETHER = 1 << 16  # numbers of x that go through the model at once when scoring: half a megabyte


@dataclass
class Prepared:
    """Một phần dữ liệu đã sẵn sàng: chỗ cắt batch, và cách đổi mỗi lá của y sang kiểu của backend."""

    part: batches.Part
    bounds: list[tuple[int, int]]
    backend: Backend
    y_dtypes: Any

    def __len__(self) -> int:
        return len(self.part)

    def batch(self, rows: np.ndarray) -> tuple[Any, Any, Any]:
        """(x, y, y dạng numpy cho thước đo) của những mẫu ấy; x và y theo kiểu của backend."""
        x, y = self.part.take(rows)
        return map_tree(self.backend.convert, x), self.convert(y), y

    def blocks(self) -> Iterator[list[tuple[int, int]]]:
        """Các batch liền nhau được đi qua model chung một lượt khi chấm, tối đa `TOGETHER` con số của x.

        Chỉ với mảng trong bộ nhớ, mẫu nào cũng cùng shape; còn lại thì mỗi lượt một batch, như lúc học.
        """
        together = 1
        if isinstance(self.part, batches.Arrays):
            numbers = sum(leaf[0].size for _, leaf in leaves("x", self.part.x))
            longest = max(b - a for a, b in self.bounds)
            together = max(1, TOGETHER // max(1, numbers * longest))
        for first in range(0, len(self.bounds), together):
            yield self.bounds[first : first + together]

    def convert(self, y: Any) -> Any:
        """y theo kiểu của backend."""
        return map_tree(
            lambda a, dtype: self.backend.convert(a if dtype is None else a.astype(dtype)), y, self.y_dtypes
        )


def backend_of(model: Any, loss: Callable, optimizer: Any) -> Backend:
    """Backend numpy hay torch, theo kiểu của model."""
    if isinstance(model, Module):
        return NumpyBackend(model, loss, optimizer)
    torch = sys.modules.get("torch")  # a torch model cannot exist unless torch has been imported
    if torch is not None and isinstance(model, torch.nn.Module):
        from hocsau.training.torch_backend import TorchBackend

        return TorchBackend(model, loss, optimizer)
    raise ValueError(f"model có kiểu {type(model).__name__}; cần hocsau.nn.Module hoặc torch.nn.Module")


def check_settings(
    backend: Backend,
    batch_size: int,
    epochs: int,
    metrics: Metrics,
    max_norm: float | None,
    rng: np.random.Generator,
) -> None:
    """Các con số và tên; ValueError khi có chỗ sai."""
    check_run(backend, batch_size, epochs, max_norm, rng)
    if not isinstance(metrics, Mapping):
        raise ValueError(f'metrics có kiểu {type(metrics).__name__}; cần dict {{"tên": hàm(outputs, y)}}')
    for name, metric in metrics.items():
        if not isinstance(name, str):
            raise ValueError(f"thước đo mang tên {name!r}, kiểu {type(name).__name__}; tên phải là chữ")
        if name in RESERVED or name.startswith("val_"):
            raise ValueError(f"thước đo không được mang tên {name!r}: lịch sử dùng tên ấy cho việc khác")
        if not callable(metric):
            raise ValueError(f"thước đo {name!r} có kiểu {type(metric).__name__}; cần hàm(outputs, y) -> số")


def check_run(
    backend: Backend, batch_size: int, epochs: int, max_norm: float | None, rng: np.random.Generator
) -> None:
    """Những con số mà mọi vòng lặp huấn luyện đều có."""
    batches.count("batch_size", batch_size, 1)
    batches.count("epochs", epochs, 0)
    if not isinstance(rng, np.random.Generator):
        raise ValueError(
            "cần rng = np.random.default_rng(số) để xáo dữ liệu, và để lần chạy sau giống lần này"
        )
    for rate in backend.rates():
        if not (is_number(rate) and rate > 0):
            raise ValueError(f"learning rate của optimizer là {rate}; cần một số dương hữu hạn, ví dụ 0.1")
    if max_norm is not None and not (is_number(max_norm) and max_norm > 0):
        raise ValueError(f"max_norm = {max_norm!r}; cần một số dương")


def hooks_of(callbacks: Iterable[Callback | Callable[[Run], object]]) -> list[Callback]:
    """Các callback, hàm thì được bọc lại; ValueError khi có thứ khác."""
    if callable(callbacks) or isinstance(callbacks, (Callback, str)) or not isinstance(callbacks, Iterable):
        raise ValueError(
            f"callbacks có kiểu {type(callbacks).__name__}; cần một danh sách, như [EarlyStopping()]"
        )
    hooks: list[Callback] = []
    for callback in callbacks:
        if isinstance(callback, type):
            raise ValueError(f"callback {callback.__name__} chưa được tạo; hãy viết {callback.__name__}()")
        if not isinstance(callback, Callback) and not callable(callback):
            raise ValueError(
                f"callback có kiểu {type(callback).__name__}; cần một Callback như EarlyStopping(), hoặc hàm "
                "nhận run"
            )
        hooks.append(callback if isinstance(callback, Callback) else Each(callback))
    return hooks


def prepare(
    backend: Backend,
    train: batches.Part,
    val: batches.Part | None,
    batch_size: int,
    metrics: Metrics,
) -> tuple[Prepared, Prepared | None]:
    """Chạy thử model, loss và thước đo trên vài mẫu ở chế độ dự đoán.

    Lỗi:
        ValueError: model không nhận x, loss không nhận (đầu ra, y), nhãn ngoài khoảng, thước đo hỏng.
    """
    cuts = cuts_of(backend, train, batch_size)
    modes = backend.modes()
    backend.model.eval()
    try:
        first = _try(backend, train, metrics, cuts)
        if val is None:
            return first, None
        return first, _try(
            backend, val, metrics, batches.bounds(len(val), batch_size, backend.uses_batch_statistics())
        )
    finally:
        backend.set_modes(modes)


def cuts_of(backend: Backend, train: batches.Part, batch_size: int) -> list[tuple[int, int]]:
    """Chỗ cắt các batch để học; ValueError khi batch normalization không đủ mẫu."""
    pairs = backend.uses_batch_statistics()
    if pairs and min(len(train), batch_size) < 2:
        raise ValueError(
            "model có batch normalization nên mỗi batch cần từ 2 mẫu; "
            f"batch_size = {batch_size}, dữ liệu có {len(train)} mẫu"
        )
    return batches.bounds(len(train), batch_size, pairs)


def _try(backend: Backend, part: batches.Part, metrics: Metrics, cuts: list[tuple[int, int]]) -> Prepared:
    rows = part.probe()
    x, y = part.take(rows)
    tried = f"thử trên {len(rows)} mẫu, "
    whole = any(a.dtype.kind in "biu" for _, a in leaves("", x))
    hint = ". (x là số nguyên; tầng torch cần số thực: x.astype(np.float32))" if whole else ""
    outputs = _said(
        f"{tried}model không nhận được x {_shapes(x)}",
        backend.forward,
        map_tree(backend.convert, x),
        hint=hint,
    )
    for _, out in leaves("", outputs):
        shape = tuple(getattr(out, "shape", ()))
        if shape[:1] != (len(rows),):
            raise ValueError(f"model nhận {len(rows)} mẫu mà trả về shape {shape}; cần ({len(rows)}, …)")
    try:
        dtypes = map_tree(_y_dtype, y, outputs)
    except ValueError:  # of another form: what is whole stays whole
        dtypes = map_tree(lambda a: np.int64 if a.dtype.kind in "biu" else None, y)
    prepared = Prepared(part, cuts, backend, dtypes)
    if isinstance(y, np.ndarray) and not isinstance(outputs, (tuple, Mapping)):
        _check_labels(y, tuple(outputs.shape), dtypes)
    shown = _shapes(outputs)
    _said(
        f"{tried}loss không nhận được đầu ra {shown} và y {_shapes(y)}",
        backend.loss_of,
        outputs,
        prepared.convert(y),
        hint=_label_hint(y, outputs),
    )
    for name, metric in metrics.items():
        _said(f"{tried}thước đo {name!r}", score, metric, backend.gather([outputs]), y)
    return prepared


def _y_dtype(y: np.ndarray, outputs: Any) -> type | None:
    """The type that whole numbers take: 0/1 targets of a regression or a binary model are no indices."""
    if y.dtype.kind not in "biu":
        return None
    return np.float64 if y.shape[1:] == tuple(outputs.shape[1:]) else np.int64


def _check_labels(y: np.ndarray, shape: tuple[int, ...], dtype: Any) -> None:
    if dtype is np.int64 and len(shape) == 2 and y.ndim == 1 and shape[1] > 1 and y.max() >= shape[1]:
        raise ValueError(_labels_said(y, shape[1]))


def _label_hint(y: Any, outputs: Any) -> str:
    """What to add when the loss refuses: negative labels, which a loss may also be told to ignore."""
    shape: tuple[int, ...] = tuple(getattr(outputs, "shape", ()))
    if isinstance(y, np.ndarray) and y.dtype.kind == "i" and len(shape) == 2 and y.ndim == 1 and y.min() < 0:
        return f". {_labels_said(y, shape[1])}"
    return ""


def _labels_said(y: np.ndarray, classes: int) -> str:
    return (
        f"y là số thứ tự lớp, mà model có {classes} đầu ra nên chỉ nhận nhãn 0 … {classes - 1}; "
        f"gặp nhãn từ {y.min()} đến {y.max()}"
    )


def _shapes(tree: Any) -> str:
    return "shape " + ", ".join(str(tuple(a.shape)) for _, a in leaves("", tree))


def score(metric: Callable[[Any, Any], float], outputs: Any, y: Any) -> float:
    """metric(outputs, y), phải là một số."""
    value = metric(outputs, y)
    if np.ndim(value) != 0 or not hasattr(value, "__float__"):
        raise ValueError(f"trả về {type(value).__name__} shape {np.shape(value)}; cần một số")
    return float(value)


def _said(what: str, function: Callable, *arguments: Any, hint: str = "") -> Any:
    """Run it, and say in Vietnamese what was being tried when it fails: torch's own words follow."""
    try:
        return function(*arguments)
    except Exception as error:  # whatever the model, the loss or the metric raises
        raise ValueError(f"{what}: {error}{hint}") from error
