"""Mạng nhỏ của sân chơi, học từng batch một bằng các tầng của `hocsau.nn`."""

from dataclasses import dataclass

import numpy as np

from hocsau import nn
from hocsau.live.playground.generator import Mulberry32
from hocsau.live.playground.points import COUNT, points

ACTIVATIONS: dict[str, type[nn.Module]] = {
    "tanh": nn.Tanh,
    "sigmoid": nn.Sigmoid,
    "relu": nn.ReLU,
    "linear": nn.Identity,
}


@dataclass(frozen=True)
class Settings:
    """Mọi thứ quyết định một lần học; cùng thiết lập thì cùng kết quả, ở Python cũng như ở trang HTML.

    hidden là số nơ-ron của từng tầng ẩn; sample là seed của dữ liệu, start là seed của trọng số ban đầu và
    của thứ tự xáo dữ liệu; l2 là λ của phạt L2 trên trọng số (không phạt bias); noise tính bằng phần trăm.
    """

    data: str = "xor"
    noise: float = 10
    hidden: tuple[int, ...] = (4,)
    activation: str = "tanh"
    learning_rate: float = 0.1
    batch: int = 10
    l2: float = 0.0
    sample: int = 1
    start: int = 1

    def __post_init__(self) -> None:
        if self.activation not in ACTIVATIONS:
            raise ValueError(
                f"không có activation {self.activation!r}; các loại có: {', '.join(ACTIVATIONS)}"
            )
        if len(self.hidden) > 3 or not all(1 <= n <= 8 for n in self.hidden):
            raise ValueError(f"hidden = {self.hidden}; cần tối đa 3 tầng ẩn, mỗi tầng 1 đến 8 nơ-ron")
        if not 1 <= self.batch <= COUNT:
            raise ValueError(f"batch = {self.batch}; cần từ 1 đến {COUNT} (số điểm huấn luyện)")


class Playground:
    """Một lần học: dữ liệu, mạng 2 – hidden – 1 và SGD.

    Đầu ra là logit, loss là binary cross-entropy trung bình trên batch, gradient cộng thêm λ·W của phạt L2.
    Mỗi epoch xáo lại thứ tự các điểm rồi lấy lần lượt từng batch.

    Thuộc tính:
        x, y: các điểm huấn luyện.
        x_test, y_test: các điểm kiểm tra.
        model: mạng đang học.
        steps: số bước đã đi.
        epoch: số lượt đã xong.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        x, y = points(settings.data, settings.noise, settings.sample)
        self.x, self.y, self.x_test, self.y_test = x[:COUNT], y[:COUNT], x[COUNT:], y[COUNT:]
        weights, self.order = Mulberry32(settings.start), Mulberry32(settings.start + 1_000_000)
        sizes = (2, *settings.hidden, 1)
        layers: list[nn.Module] = []
        for fan_in, fan_out in zip(sizes, sizes[1:], strict=False):
            linear = nn.Linear(fan_in, fan_out, rng=np.random.default_rng(0), weight_init="zeros")
            std = np.sqrt(2 / (fan_in + fan_out))  # Xavier
            drawn = [std * weights.normal() for _ in range(fan_in * fan_out)]
            linear.weight.data[...] = np.reshape(drawn, (fan_in, fan_out))
            layers += [linear, ACTIVATIONS[settings.activation]()]
        self.model = nn.Sequential(*layers[:-1])  # the last layer gives the logit itself
        self.linears = [layer for layer in self.model.layers if isinstance(layer, nn.Linear)]
        self.optimizer = nn.SGD(self.model.parameters(), settings.learning_rate)
        self.steps = self.epoch = 0
        self._queue: list[int] = []

    def step(self) -> None:
        """Một bước: lấy batch kế tiếp, tính gradient, đổi trọng số."""
        if not self._queue:
            self._queue = self.order.permutation(COUNT)
        rows, self._queue = self._queue[: self.settings.batch], self._queue[self.settings.batch :]
        logits = self.model(self.x[rows])
        _, dlogits = nn.bce_with_logits(logits, self.y[rows, np.newaxis])
        self.optimizer.zero_grad()
        self.model.backward(dlogits)
        _, penalties = nn.l2_penalty([layer.weight.data for layer in self.linears], self.settings.l2)
        for layer, penalty in zip(self.linears, penalties, strict=True):
            layer.weight.grad += penalty
        self.optimizer.step()
        self.steps += 1
        self.epoch += not self._queue

    def losses(self) -> tuple[float, float]:
        """Loss (không kể phạt L2) trên tập huấn luyện và trên tập kiểm tra."""
        train, _ = nn.bce_with_logits(self.model(self.x), self.y[:, np.newaxis])
        test, _ = nn.bce_with_logits(self.model(self.x_test), self.y_test[:, np.newaxis])
        return train, test

    def accuracy(self) -> float:
        """Phần điểm kiểm tra được đoán đúng (logit > 0 là lớp 1)."""
        return float(np.mean((self.model(self.x_test)[:, 0] > 0) == (self.y_test == 1)))

    def neurons(self, x: np.ndarray) -> list[np.ndarray]:
        """Đầu ra của mọi nơ-ron tại các điểm x (M, 2).

        Trả về:
            mỗi tầng ẩn một mảng (M, số nơ-ron), cuối cùng là logit (M, 1).
        """
        found = []
        for i, layer in enumerate(self.model.layers):
            x = layer(x)
            if i % 2 or i == len(self.model.layers) - 1:
                found.append(x)
        return found
