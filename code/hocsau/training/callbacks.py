"""Việc làm thêm quanh mỗi bước và mỗi epoch: dừng sớm, hoặc bất cứ hàm nào nhận `run`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hocsau.errors import nearest
from hocsau.nn.storage import State
from hocsau.training.history import History
from hocsau.training.stored import same_arrays


@dataclass
class Run:
    """Lần huấn luyện đang chạy, như callback nhìn thấy.

    `epoch` là số epoch đã xong, `step` là số bước đã xong (đếm suốt các epoch); `weights()` chép mọi tham số
    và buffer của model, `put(weights)` trả chúng lại; `columns` là tên các cột của lịch sử; `stop(reason)`
    xin dừng sau epoch này.
    """

    model: Any
    optimizer: Any
    history: History
    columns: tuple[str, ...]
    weights: Callable[[], State] = field(repr=False)
    put: Callable[[State], None] = field(repr=False)
    epoch: int = 0
    step: int = 0

    def stop(self, reason: str) -> None:
        """Xin dừng sau epoch này; lí do được giữ ở `history.stopped`."""
        self.history.stopped = reason


class Callback:
    """Nền của callback: định nghĩa lại những lúc cần. Trạng thái là các mảng numpy, để lưu vào checkpoint.

    Theo thứ tự: begin; mỗi epoch là epoch_begin, các bước (mỗi bước trong khối `around_step`),
    validation_begin, epoch_end; rồi end.
    """

    def begin(self, run: Run) -> None:
        """Trước epoch đầu tiên; nên kiểm cấu hình ở đây, khi chưa có gì thay đổi."""

    def epoch_begin(self, run: Run) -> None:
        """Trước bước đầu tiên của mỗi epoch."""

    def around_step(self, run: Run) -> AbstractContextManager[None]:
        """Khối bao quanh một bước học: ra khỏi khối thì optimizer đã bước, gradient của bước ấy vẫn còn.

        Bước hỏng thì ngoại lệ đi qua khối, và `run.step` chưa tăng.
        """
        return nullcontext()

    def validation_begin(self, run: Run) -> None:
        """Sau bước cuối của mỗi epoch, trước khi chấm tập kiểm định (không có tập ấy thì vẫn được gọi)."""

    def epoch_end(self, run: Run) -> None:
        """Sau mỗi epoch, model ở chế độ dự đoán."""

    def end(self, run: Run) -> None:
        """Khi huấn luyện xong (đủ epoch hoặc dừng sớm)."""

    def state_dict(self) -> State:
        """Những gì phải nhớ để học tiếp như chưa hề dừng."""
        return {}

    def load_state_dict(self, state: State) -> None:
        """Nhận lại những gì `state_dict` đã trả về."""
        if state:
            raise ValueError(f"{type(self).__name__} không có trạng thái: {', '.join(sorted(state))}")


class Each(Callback):
    """Gọi một hàm sau mỗi epoch."""

    def __init__(self, function: Callable[[Run], object]) -> None:
        self.function = function

    def epoch_end(self, run: Run) -> None:
        """function(run)."""
        self.function(run)


class EarlyStopping(Callback):
    """Dừng khi `monitor` không tốt lên trong `patience` epoch liền, rồi trả model về epoch tốt nhất.

    Sau `fit`: `best`, `best_epoch` (đếm từ 1). Trọng số tốt nhất được trả về cả khi chạy đủ số epoch.

    Tham số:
        monitor: một cột của lịch sử, như "val_loss".
        patience: ≥ 1.
        min_delta: ≥ 0 – khá hơn quá chừng này mới tính.
        mode: "min", "max", hoặc "auto" (accuracy và r2 càng lớn càng tốt, còn lại càng nhỏ càng tốt).
    """

    def __init__(
        self, monitor: str = "val_loss", *, patience: int = 5, min_delta: float = 0.0, mode: str = "auto"
    ) -> None:
        if isinstance(patience, bool) or not isinstance(patience, (int, np.integer)) or patience < 1:
            raise ValueError(f"patience = {patience!r}; cần số epoch, từ 1 trở lên")
        if not (np.isfinite(min_delta) and min_delta >= 0):
            raise ValueError(f"min_delta = {min_delta}; cần số hữu hạn không âm")
        if mode not in ("auto", "min", "max"):
            raise ValueError(f"mode = {mode!r}; cần 'auto', 'min' hoặc 'max'")
        self.monitor, self.patience, self.min_delta = monitor, int(patience), float(min_delta)
        if mode == "auto":
            mode = "max" if monitor.removeprefix("val_") in ("accuracy", "r2") else "min"
        self.mode = mode
        self._like: Callable[[], State] | None = None  # what the weights of this run look like
        self._forget()

    def _forget(self) -> None:
        self.best, self.best_epoch, self.waited = float("nan"), 0, 0
        self._weights: State = {}

    def begin(self, run: Run) -> None:
        """Quên lần chạy trước.

        Lỗi:
            ValueError: lịch sử sẽ không có cột `monitor`.
        """
        if self.monitor not in run.columns:
            meant = nearest(self.monitor, run.columns)
            hint = f" Ý bạn là {meant!r}?" if meant else ""
            missing = " (chưa đưa dữ liệu kiểm định vào data)" if self.monitor.startswith("val_") else ""
            raise ValueError(
                f"EarlyStopping theo dõi {self.monitor!r} nhưng lần chạy này không có{missing}; "
                f"các cột: {', '.join(run.columns)}.{hint}"
            )
        self._like = run.weights
        self._forget()

    def epoch_end(self, run: Run) -> None:
        """Nhớ trọng số khi khá hơn; chờ quá `patience` epoch thì xin dừng."""
        value = run.history.last()[self.monitor]
        gain = value - self.best if self.mode == "max" else self.best - value
        # NaN compares false: a metric that is undefined is never an improvement, except on nothing at all.
        if gain > self.min_delta or (self.best_epoch == 0 and not np.isnan(value)):
            self.best, self.best_epoch, self.waited = value, run.epoch, 0
            self._weights = run.weights()
            return
        self.waited += 1
        if self.waited >= self.patience:
            run.stop(
                f"{self.monitor} không tốt lên trong {self.patience} epoch; "
                f"tốt nhất là {self.best:.6g} ở epoch {self.best_epoch}"
            )

    def end(self, run: Run) -> None:
        """Trả model về epoch tốt nhất."""
        if self._weights:
            run.put(self._weights)

    def state_dict(self) -> State:
        """Số tốt nhất, epoch của nó, số epoch đã chờ, và trọng số khi ấy."""
        kept = {f"weights.{name}": array for name, array in self._weights.items()}
        numbers = {"best": self.best, "best_epoch": self.best_epoch, "waited": self.waited}
        return {name: np.array(value) for name, value in numbers.items()} | kept

    def load_state_dict(self, state: State) -> None:
        """Nhận lại những gì `state_dict` đã trả về.

        Lỗi:
            ValueError: thiếu, thừa, hoặc không phải trọng số của model đang học.
        """
        weights = {n.removeprefix("weights."): a for n, a in state.items() if n.startswith("weights.")}
        numbers = {name: array for name, array in state.items() if not name.startswith("weights.")}
        if numbers.keys() != {"best", "best_epoch", "waited"}:
            raise ValueError(f"trạng thái EarlyStopping có {', '.join(sorted(numbers)) or 'không gì cả'}")
        for name, a in numbers.items():
            kind = "f" if name == "best" else "iu"
            if np.shape(a) != () or np.asarray(a).dtype.kind not in kind or (kind == "iu" and a < 0):
                raise ValueError(f"trạng thái EarlyStopping có {name} = {str(a)[:40]}; tệp bị sửa")
        best, best_epoch, waited = float(numbers["best"]), int(numbers["best_epoch"]), int(numbers["waited"])
        if bool(weights) != (best_epoch > 0) or (weights and np.isnan(best)):
            raise ValueError(f"trạng thái EarlyStopping có best_epoch = {best_epoch} mà trọng số không hợp")
        if weights and self._like is not None:
            mine = self._like()
            same_arrays("trọng số tốt nhất", mine, weights)
            for name, a in weights.items():  # what is infinite in the model itself (a mask) may be so here
                if np.all(np.isfinite(mine[name])) and not np.all(np.isfinite(a)):
                    raise ValueError(f"trọng số tốt nhất: {name} có NaN hoặc vô hạn")
        self.best, self.best_epoch, self.waited, self._weights = best, best_epoch, waited, weights
