"""Điều mà `fit` cần ở một thư viện: một bước học, một lần đoán, và trạng thái để chụp lại, trả lại.

Muốn vòng lặp này học một model của thư viện khác thì viết một lớp có đủ các hàm của `Backend`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

import numpy as np

from hocsau.nn.storage import State


class Stateful(Protocol):
    """Những gì một checkpoint phải nhớ: trọng số, optimizer, các bộ sinh số ngẫu nhiên."""

    def weights(self) -> State:
        """Bản sao của mọi tham số và buffer theo tên."""

    def put_weights(self, state: State) -> None:
        """Nạp tham số và buffer."""

    def finite_names(self) -> list[str]:
        """Tên những mảng của `weights` phải hữu hạn."""

    def optimizer_state(self) -> State:
        """Bản sao trạng thái optimizer (mọi optimizer, khi có hơn một)."""

    def check_optimizer_state(self, state: State, epochs: int) -> None:
        """ValueError khi trạng thái không phải của optimizer này sau ít nhất `epochs` epoch; không đổi gì."""

    def put_optimizer_state(self, state: State) -> None:
        """Nạp trạng thái optimizer."""

    def random_state(self) -> State:
        """Trạng thái bộ sinh số chung của thư viện; {} khi không có."""

    def check_random_state(self, state: State) -> None:
        """ValueError khi không phải trạng thái mà bộ sinh ấy nhận; không đổi gì."""

    def put_random_state(self, state: State) -> None:
        """Nạp trạng thái bộ sinh số chung."""

    def generators(self) -> list[np.random.Generator]:
        """Bộ sinh số numpy mà các tầng mang theo, theo một thứ tự cố định."""

    def rates(self) -> list[float]:
        """Learning rate của từng nhóm tham số."""

    def put_rates(self, rates: list[float]) -> None:
        """Đặt learning rate của từng nhóm tham số."""


class Backend(Stateful, Protocol):
    """Một model, một loss và một optimizer của một thư viện."""

    model: Any

    def modules(self) -> Iterable[Any]:
        """Model và mọi tầng con, theo một thứ tự cố định; mỗi tầng có thuộc tính `training`."""

    def uses_batch_statistics(self) -> bool:
        """Mỗi batch có phải từ 2 mẫu không (batch normalization)."""

    def convert(self, a: np.ndarray) -> Any:
        """Một mảng dữ liệu thành thứ model nhận: số thực đổi sang dtype của tham số."""

    def train_batch(self, x: Any, y: Any, max_norm: float | None) -> tuple[float | Mapping[str, float], Any]:
        """Một bước học trên một batch: loss, lan truyền ngược, optimizer bước.

        Tham số:
            x: đầu vào đã `convert`; tuple thì là nhiều đầu vào, dict thì là các đầu vào có tên.
            y: sự thật đã `convert`.
            max_norm: thu gradient lại khi chuẩn chung vượt số này; None thì thôi.

        Trả về:
            (loss, đầu ra của model). Nhiều loss thì {"tên": số}, mỗi tên một cột của lịch sử. Loss không hữu
            hạn thì trả về mà không bước.
        """

    def forward(self, x: Any) -> Any:
        """Đầu ra với một batch, không học gì."""

    def loss_of(self, outputs: Any, y: Any) -> float:
        """Loss của một batch đầu ra; ValueError khi loss trả về thứ khác."""

    def gather(self, outputs: list[Any]) -> Any:
        """Nối đầu ra của các batch thành mảng numpy (hoặc cây gồm các mảng)."""

    def finite(self) -> bool:
        """Mọi trọng số còn là số hữu hạn."""

    @property
    def learning_rate(self) -> float:
        """Learning rate (của nhóm tham số đầu tiên)."""

    @learning_rate.setter
    def learning_rate(self, value: float) -> None: ...

    def randomness(self, rng: np.random.Generator) -> AbstractContextManager[None]:
        """Khối trong đó bộ sinh số của thư viện được gieo theo rng; ra khỏi thì trở lại như trước."""

    def modes(self) -> list[bool]:
        """Chế độ (train hay dự đoán) của từng tầng."""
        return [module.training for module in self.modules()]

    def set_modes(self, modes: list[bool]) -> None:
        """Trả từng tầng về chế độ đã ghi."""
        for module, mode in zip(self.modules(), modes, strict=True):
            module.training = mode
