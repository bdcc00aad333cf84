"""Vòng lặp huấn luyện."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import partial
from numbers import Real
from typing import Any

import numpy as np

from hocsau.training import batches
from hocsau.training.backend import Backend
from hocsau.training.callbacks import Callback, Run
from hocsau.training.history import History
from hocsau.training.prepare import (
    Metrics,
    Prepared,
    backend_of,
    check_settings,
    hooks_of,
    prepare,
)
from hocsau.training.running import Training

TrainBatch = Callable[[Backend, Any, Any, float | None], tuple[Any, ...]]


def fit(
    model: Any,
    data: Any,
    loss: Callable,
    optimizer: Any,
    *,
    epochs: int,
    batch_size: int = 32,
    metrics: Metrics | None = None,
    callbacks: Iterable[Callback | Callable[[Run], object]] = (),
    rng: np.random.Generator,
    schedule: Callable[[int], float] | None = None,
    max_norm: float | None = None,
    collate: batches.Collate | None = None,
    train_batch: TrainBatch | None = None,
    checkpoint: str | os.PathLike | None = None,
    resume: bool = False,
    progress: bool = True,
) -> History:
    """Huấn luyện model numpy (`hocsau.nn`) hoặc torch bằng mini-batch gradient descent.

    Mỗi epoch: xáo dữ liệu bằng rng, cắt thành batch, mỗi batch tính loss, lan truyền ngược và bước một bước;
    hết epoch thì chấm trên tập kiểm định ở chế độ dự đoán. Số thực của data được đổi sang dtype của model.

    Tham số:
        model: `hocsau.nn.Module` hoặc `torch.nn.Module`.
        data: Dataset, Split, cặp (x, y), hoặc hai phần ((x, y), (x_val, y_val)). x và y là mảng; hoặc tuple,
            dict gồm các mảng cùng số mẫu (khi ấy model được gọi bằng model(*x), model(**x)); hoặc nguồn lười
            có len và [i]. Cả một phần cũng có thể là nguồn lười mà `nguồn[i]` là một cặp (x, y), như
            ImageFolder: mỗi batch mới được đọc khi tới lượt. Hai cặp luôn được hiểu là train và kiểm định;
            muốn x và y đều là tuple hai mảng thì viết ((x, y), None).
        loss: numpy: loss(outputs, y) -> (giá trị, gradient); torch: loss(outputs, y) -> tensor vô hướng.
        optimizer: optimizer của cùng thư viện, giữ tham số của model.
        epochs: tổng số epoch, kể cả những epoch trước khi dừng nếu học tiếp.
        batch_size: số mẫu mỗi batch.
        metrics: {"tên": hàm(outputs, y) -> số}, tính trên mọi mẫu của epoch; outputs là mảng numpy. Khi có
            collate, các batch có thể dài ngắn khác nhau, nên thước đo được tính từng batch rồi lấy trung bình
            theo số mẫu.
        callbacks: Callback như EarlyStopping, hoặc hàm nhận `run`, gọi sau mỗi epoch.
        rng: np.random.Generator để xáo (với torch còn để gieo dropout).
        schedule: hàm bước (từ 0, đếm suốt các epoch) -> learning rate, xem `hocsau.nn.schedules`. Optimizer
            torch có nhiều nhóm tham số thì số ấy là của nhóm đầu, các nhóm khác giữ tỉ lệ lúc đưa vào.
        max_norm: thu gradient lại khi chuẩn chung vượt số này.
        collate: hàm nhận danh sách các cặp (x, y) của từng mẫu, trả về (x, y) của cả batch; cần khi các mẫu
            dài ngắn khác nhau.
        train_batch: thay bước học mặc định: hàm(backend, x, y, max_norm) -> (loss, outputs), xem
            `hocsau.training.backend`; trả về (loss, outputs, y đã học) khi bước ấy đổi nhãn: thước đo của
            tập train chấm theo y đã học.
        checkpoint: tệp .npz được ghi lại sau mỗi epoch.
        resume: học tiếp từ tệp ấy (chưa có thì học từ đầu): đúng từng bit như chưa hề dừng, khi model, data
            và các tham số khác như lần đầu.
        progress: hiện thanh tiến độ ở stderr (sách dựng sẵn thì không hiện).

    Trả về:
        History. Model ở chế độ dự đoán (eval).

    Lỗi:
        ValueError: đầu vào sai (DataError khi do dữ liệu), lúc chưa có gì thay đổi.
        DivergenceError: loss hoặc trọng số thành NaN/inf.
        DataError: một mẫu lười hỏng giữa chừng. Ở cả hai trường hợp này, model, optimizer, rng được đưa về
            cuối epoch tốt cuối cùng.
    """
    metrics = {} if metrics is None else metrics
    backend = backend_of(model, loss, optimizer)
    check_settings(backend, batch_size, epochs, metrics, max_norm, rng)
    hooks = hooks_of(callbacks)
    if train_batch is not None and not callable(train_batch):
        raise ValueError(
            f"train_batch có kiểu {type(train_batch).__name__}; cần hàm(backend, x, y, max_norm)"
        )
    train_part, val_part = batches.parts(data, collate)
    train, val = prepare(backend, train_part, val_part, batch_size, metrics)
    rates = _rates(schedule, epochs * len(train.bounds))
    columns = _columns(metrics, val, schedule)
    traits = {
        "model": " ".join(type(module).__name__ for module in backend.modules()),
        "optimizer": type(optimizer).__name__,
        "batch_size": int(batch_size),
        "max_norm": max_norm if max_norm is None else float(max_norm),
        "callbacks": [type(hook).__name__ for hook in hooks],
        "cột của lịch sử": list(columns),
        "dữ liệu": checkpoint
        and ", ".join(part.fingerprint() for part in (train_part, val_part) if part is not None),
    }
    run = Run(model, optimizer, History(), columns, backend.weights, backend.put_weights)
    step = backend.train_batch if train_batch is None else partial(train_batch, backend)
    training = Training(backend, step, train, val, metrics, run, hooks, rates, max_norm, rng)
    return training.fit(epochs, traits, checkpoint, resume, progress)


def _rates(schedule: Callable[[int], float] | None, steps: int) -> np.ndarray | None:
    """Every learning rate of the run, so that a schedule that ends too early is refused before it starts."""
    if schedule is None:
        return None
    if not callable(schedule):
        raise ValueError(f"schedule có kiểu {type(schedule).__name__}; cần hàm bước -> learning rate")
    given = [schedule(step) for step in range(steps)]
    for step, rate in enumerate(given):
        if not isinstance(rate, Real):
            raise ValueError(f"schedule({step}) = {rate!r}; cần một số dương hữu hạn")
    rates = np.array(given, dtype=np.float64)
    bad = np.flatnonzero(~(np.isfinite(rates) & (rates > 0)))
    if bad.size:
        raise ValueError(
            f"schedule({bad[0]}) = {rates[bad[0]]}; cần một số dương hữu hạn ở mọi bước 0 … {steps - 1} "
            "(lịch có kết thúc sớm hơn lần chạy không?)"
        )
    return rates


def _columns(metrics: Metrics, val: Prepared | None, schedule: object) -> tuple[str, ...]:
    names = ["loss", *metrics]
    if val is not None:
        names += [f"val_{name}" for name in names]
    return (*names, *(["learning_rate"] if schedule is not None else []), "seconds")
