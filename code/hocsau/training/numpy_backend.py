"""Một bước học của model numpy (`hocsau.nn`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from hocsau.nn.module import Module
from hocsau.nn.normalization import BatchNorm1d
from hocsau.nn.optim import Optimizer, clip_gradients
from hocsau.training.backend import Backend, State
from hocsau.training.trees import call, leaves, map_tree


class NumpyBackend(Backend):
    """Nối `fit` với Module, Optimizer và loss trả về (giá trị, gradient) của `hocsau.nn`."""

    def __init__(self, model: Module, loss: Callable, optimizer: Optimizer) -> None:
        if not isinstance(optimizer, Optimizer):
            raise ValueError(
                f"optimizer có kiểu {type(optimizer).__name__}; model numpy cần optimizer của hocsau.nn, "
                "ví dụ nn.Adam(model.parameters())"
            )
        self.model, self.loss, self.optimizer = model, loss, optimizer
        self.parameters = model.parameters()
        if not self.parameters:
            raise ValueError("model không có tham số nào để học")
        mine = {id(p) for p in self.parameters}
        if not all(id(p) in mine for p in optimizer.parameters):
            raise ValueError("optimizer giữ tham số của một model khác; hãy tạo lại optimizer từ model này")
        self.dtype = np.result_type(*(p.data.dtype for p in self.parameters))

    def convert(self, a: np.ndarray) -> np.ndarray:
        """Số thực đổi sang dtype của tham số (float32 ở lại float32); số nguyên giữ nguyên."""
        return a.astype(self.dtype, copy=False) if a.dtype.kind == "f" else a

    def here(self, tree: Any) -> Any:
        """Mảng numpy đã ở đúng chỗ."""
        return tree

    def modules(self) -> Iterator[Module]:
        """Model và mọi tầng con, mỗi tầng một lần."""
        return self.model.modules()

    def uses_batch_statistics(self) -> bool:
        """Có BatchNorm1d, vốn cần từ 2 mẫu mỗi batch, không."""
        return any(isinstance(m, BatchNorm1d) for m in self.modules())

    def train_batch(self, x: Any, y: Any, max_norm: float | None) -> tuple[float, Any]:
        """Một bước học; trả về loss và đầu ra. Loss không hữu hạn thì không bước."""
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # fit reports a divergence itself
            outputs = call(self.model, x)
            value, gradient = self.loss(outputs, y)
            if not np.isfinite(value):
                return float(value), outputs
            self.optimizer.zero_grad()
            self.model.accumulate(gradient)
            self.step(max_norm)
        return float(value), outputs

    def step(self, max_norm: float | None) -> None:
        """Một bước của optimizer theo gradient đã cộng dồn, thu lại trước nếu chuẩn chung vượt max_norm."""
        if max_norm is not None:
            clip_gradients(self.optimizer.parameters, max_norm)
        self.optimizer.step()

    def forward(self, x: Any) -> Any:
        """Đầu ra với một batch."""
        with np.errstate(over="ignore", invalid="ignore"):
            return call(self.model, x)

    def loss_of(self, outputs: Any, y: Any) -> float:
        """Loss của một batch đầu ra; ValueError khi loss không trả về (số, gradient)."""
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            result = self.loss(outputs, y)
        if not isinstance(result, tuple) or len(result) != 2 or not _same_shapes(result[1], outputs):
            raise ValueError(
                "loss của model numpy phải trả về (giá trị, gradient cùng shape với đầu ra), "
                "như nn.cross_entropy"
            )
        return float(result[0])

    def gather(self, outputs: list[Any]) -> Any:
        """Nối đầu ra của các batch thành một mảng."""
        return map_tree(lambda *batches: np.concatenate(batches), *outputs)

    def finite(self) -> bool:
        """Mọi trọng số còn là số hữu hạn."""
        return all(bool(np.all(np.isfinite(p.data))) for p in self.parameters)

    @property
    def learning_rate(self) -> float:
        """Learning rate của optimizer."""
        return self.optimizer.learning_rate

    @learning_rate.setter
    def learning_rate(self, value: float) -> None:
        self.optimizer.learning_rate = value

    def rates(self) -> list[float]:
        """Learning rate của từng nhóm tham số (numpy chỉ có một nhóm)."""
        return [self.optimizer.learning_rate]

    def put_rates(self, rates: list[float]) -> None:
        """Đặt learning rate của từng nhóm tham số."""
        (self.optimizer.learning_rate,) = rates

    def weights(self) -> State:
        """Bản sao của tham số và buffer."""
        return self.model.state_dict()

    def put_weights(self, state: State) -> None:
        """Nạp tham số và buffer."""
        self.model.load_state_dict(state)

    def optimizer_state(self) -> State:
        """Bản sao trạng thái optimizer."""
        return self.optimizer.state_dict()

    def finite_names(self) -> list[str]:
        """Tên những mảng phải hữu hạn: mọi tham số và buffer."""
        return list(self.model.state_dict())

    def check_optimizer_state(self, state: State, epochs: int) -> None:
        """ValueError khi trạng thái không phải của optimizer này sau ít nhất `epochs` epoch; không đổi gì."""
        self.optimizer.check_state_dict(state)
        if state["steps"] < epochs:
            raise ValueError(f"optimizer mới bước {state['steps']} bước mà đã học {epochs} epoch")

    def put_optimizer_state(self, state: State) -> None:
        """Nạp trạng thái optimizer."""
        self.optimizer.load_state_dict(state)

    def generators(self) -> list[np.random.Generator]:
        """Bộ sinh số ngẫu nhiên của các tầng (dropout), theo thứ tự tầng."""
        found = [v for m in self.modules() for v in vars(m).values() if isinstance(v, np.random.Generator)]
        return found

    def random_state(self) -> State:
        """numpy không có bộ sinh chung: mọi trạng thái nằm ở `generators`."""
        return {}

    def check_random_state(self, state: State) -> None:
        """ValueError khi được đưa trạng thái của torch."""
        if state:
            raise ValueError(f"model numpy không dùng {', '.join(sorted(state))}")

    def put_random_state(self, state: State) -> None:
        """Không có gì để nạp."""

    @contextmanager
    def randomness(self, rng: np.random.Generator) -> Iterator[None]:
        """Không gieo gì: mỗi tầng dropout mang bộ sinh của mình."""
        yield


def _same_shapes(gradient: Any, outputs: Any) -> bool:
    try:
        return all(
            same for _, same in leaves("", map_tree(lambda g, y: np.shape(g) == y.shape, gradient, outputs))
        )
    except ValueError:
        return False
