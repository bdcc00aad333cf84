"""Optimizer: đọc gradient đã cộng dồn, đổi tham số."""

from __future__ import annotations

from collections.abc import Iterable
from numbers import Real

import numpy as np

from hocsau.nn.arrays import wide, wide_dtype
from hocsau.nn.module import Parameter


def check_learning_rate(value: float) -> None:
    """ValueError khi learning rate không phải một số dương hữu hạn."""
    if not (is_number(value) and value > 0):
        raise ValueError(f"learning_rate = {value!r}; cần một số dương hữu hạn, ví dụ 0.1")


def is_number(value: object) -> bool:
    """Là một số thực hữu hạn (không phải chữ, None, bool)."""
    return isinstance(value, Real) and not isinstance(value, bool) and bool(np.isfinite(float(value)))


class Optimizer:
    """Nền chung: danh sách tham số, learning rate, và trạng thái lưu được."""

    decoupled = False  # whether weight decay shrinks the weights themselves instead of adding to the gradient

    def __init__(
        self, parameters: Iterable[Parameter], learning_rate: float, weight_decay: float = 0.0
    ) -> None:
        # a parameter that two layers share is one parameter: it moves once a step
        self.parameters = list({id(p): p for p in parameters}.values())
        if not self.parameters:
            raise ValueError("không có tham số nào để học")
        self.learning_rate = learning_rate
        if not (is_number(weight_decay) and weight_decay >= 0):
            raise ValueError(f"weight_decay = {weight_decay!r}; cần số hữu hạn không âm")
        self.weight_decay = weight_decay
        self.steps = 0
        # room for the change of each parameter: a new array at every step would cost more than the sums
        self.change = self.empty()

    @property
    def learning_rate(self) -> float:
        """Learning rate đang dùng; gán số mới để đổi."""
        return self._learning_rate

    @learning_rate.setter
    def learning_rate(self, value: float) -> None:
        check_learning_rate(value)
        self._learning_rate = float(value)

    def empty(self, fill: float | None = None) -> list[np.ndarray]:
        """Mỗi tham số một mảng cùng shape; của tham số float16 là float32.

        Trong float16 số nhỏ nhất khác 0 là 6e-8: bình phương gradient và ε của Adam đều thành 0.
        """
        made = [np.empty(p.shape, wide_dtype(p.data.dtype)) for p in self.parameters]
        for a in made:
            if fill is not None:
                a.fill(fill)
        return made

    def zero_grad(self) -> None:
        """Đặt mọi gradient về 0 trước batch mới."""
        for p in self.parameters:
            p.zero_grad()

    def step(self) -> None:
        """Đổi mọi tham số một bước."""
        self.steps += 1
        for i, p in enumerate(self.parameters):
            gradient = wide(p.grad)
            if self.weight_decay and not self.decoupled:
                gradient = gradient + self.weight_decay * wide(p.data)
            self.update(i, gradient, self.change[i])
            if self.weight_decay and self.decoupled:
                self.change[i] += self.learning_rate * self.weight_decay * wide(p.data)
            p.data -= self.change[i]

    def update(self, i: int, gradient: np.ndarray, change: np.ndarray) -> None:
        """Ghi vào `change` lượng phải trừ khỏi tham số thứ i."""
        raise TypeError(f"{type(self).__name__} chưa định nghĩa update(i, gradient, change)")

    def slots(self) -> dict[str, list[np.ndarray]]:
        """Những mảng optimizer nhớ giữa các bước (đà, trung bình bình phương)."""
        return {}

    def state_dict(self) -> dict[str, np.ndarray]:
        """Trạng thái để học tiếp đúng từng bit: số bước, learning rate và mọi mảng đang nhớ."""
        state = {"steps": np.array(self.steps), "learning_rate": np.array(self.learning_rate)}
        return state | {name: a.copy() for name, a in self._named_slots().items()}

    def check_state_dict(self, state: dict[str, np.ndarray]) -> None:
        """Kiểm một trạng thái trước khi nạp; không đổi gì.

        Lỗi:
            ValueError: trạng thái thiếu, thừa, sai shape, sai kiểu hoặc không hữu hạn.
        """
        mine = self._named_slots()
        if wrong := sorted(set(state) ^ (mine.keys() | {"steps", "learning_rate"})):
            raise ValueError(f"trạng thái optimizer thiếu hoặc thừa: {', '.join(wrong)}")
        for name, array in mine.items():
            if np.shape(state[name]) != array.shape:
                raise ValueError(f"{name} có shape {np.shape(state[name])}; cần {array.shape}")
            if np.asarray(state[name]).dtype.kind != "f" or not np.all(np.isfinite(state[name])):
                raise ValueError(f"{name} phải gồm các số thực hữu hạn")
        steps, rate = np.asarray(state["steps"]), np.asarray(state["learning_rate"])
        if steps.shape != () or steps.dtype.kind not in "iu" or steps < 0:
            raise ValueError(f"steps = {str(steps)[:40]}; cần một số nguyên không âm")
        if rate.shape != () or rate.dtype.kind not in "fiu":
            raise ValueError(f"learning_rate = {str(rate)[:40]}; cần một số dương hữu hạn")
        check_learning_rate(float(rate))

    def load_state_dict(self, state: dict[str, np.ndarray]) -> None:
        """Nạp trạng thái.

        Lỗi:
            ValueError: như `check_state_dict`, và khi ấy không đổi gì.
        """
        self.check_state_dict(state)
        self.learning_rate = float(state["learning_rate"])
        self.steps = int(state["steps"])
        for name, array in self._named_slots().items():
            array[...] = state[name]

    def _named_slots(self) -> dict[str, np.ndarray]:
        return {f"{name}.{i}": a for name, arrays in self.slots().items() for i, a in enumerate(arrays)}


class SGD(Optimizer):
    """Đi ngược chiều gradient một bước: w ← w − η·g, với η là learning rate."""

    def update(self, i: int, gradient: np.ndarray, change: np.ndarray) -> None:
        """change = η·g."""
        np.multiply(gradient, self.learning_rate, out=change)


class Momentum(Optimizer):
    """v ← μ·v + g,   w ← w − η·v (như torch; sách khác viết v ← μ·v − η·g)."""

    def __init__(
        self,
        parameters: Iterable[Parameter],
        learning_rate: float,
        momentum: float = 0.9,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(parameters, learning_rate, weight_decay)
        if not (is_number(momentum) and 0 <= momentum < 1):
            raise ValueError(f"momentum = {momentum!r}; cần số trong [0, 1)")
        self.momentum = momentum
        self.velocity = self.empty(0)

    def update(self, i: int, gradient: np.ndarray, change: np.ndarray) -> None:
        """change = η·v sau khi cập nhật v."""
        v = self.velocity[i]
        v *= self.momentum
        v += gradient
        np.multiply(v, self.learning_rate, out=change)

    def slots(self) -> dict[str, list[np.ndarray]]:
        """Vận tốc của từng tham số."""
        return {"velocity": self.velocity}


class RMSProp(Optimizer):
    """s ← α·s + (1−α)·g²,   w ← w − η·g / (√s + ε), như torch.

    Mỗi tham số có bước riêng: chỗ dốc thì bước ngắn lại, chỗ thoải thì dài ra. Nguồn: Tieleman, Hinton, 2012.
    """

    def __init__(
        self,
        parameters: Iterable[Parameter],
        learning_rate: float = 1e-2,
        alpha: float = 0.99,
        eps: float = 1e-8,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(parameters, learning_rate, weight_decay)
        if not (is_number(alpha) and 0 <= alpha < 1) or not (is_number(eps) and eps > 0):
            raise ValueError(f"alpha = {alpha!r}, eps = {eps!r}; cần α trong [0, 1) và ε > 0")
        self.alpha, self.eps = alpha, eps
        self.square = self.empty(0)

    def update(self, i: int, gradient: np.ndarray, change: np.ndarray) -> None:
        """change = η·g / (√s + ε) sau khi cập nhật s."""
        s = self.square[i]
        np.multiply(gradient, gradient, out=change)
        change *= 1 - self.alpha
        s *= self.alpha
        s += change
        np.sqrt(s, out=change)
        change += self.eps
        np.divide(gradient, change, out=change)
        change *= self.learning_rate

    def slots(self) -> dict[str, list[np.ndarray]]:
        """Trung bình bình phương của gradient."""
        return {"square": self.square}


class Adam(Optimizer):
    """m ← β₁m + (1−β₁)g,  s ← β₂s + (1−β₂)g²,  w ← w − η·m̂ / (√ŝ + ε).

    m̂ = m / (1 − β₁ᵗ), ŝ = s / (1 − β₂ᵗ), ε ở ngoài căn như torch. Nguồn: Kingma, Ba, 2015.
    """

    def __init__(
        self,
        parameters: Iterable[Parameter],
        learning_rate: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(parameters, learning_rate, weight_decay)
        if not all(is_number(b) and 0 <= b < 1 for b in betas) or not (is_number(eps) and eps > 0):
            raise ValueError(f"betas = {betas}, eps = {eps}; cần β trong [0, 1) và ε > 0")
        self.betas, self.eps = betas, eps
        self.mean, self.square = self.empty(0), self.empty(0)

    def update(self, i: int, gradient: np.ndarray, change: np.ndarray) -> None:
        """change = η·m̂ / (√ŝ + ε); mọi phép tính viết vào ba mảng có sẵn m, s, change."""
        (b1, b2), m, s = self.betas, self.mean[i], self.square[i]
        # m = β₁m + (1−β₁)g
        np.multiply(gradient, 1 - b1, out=change)
        m *= b1
        m += change
        # s = β₂s + (1−β₂)g²
        np.multiply(gradient, gradient, out=change)
        change *= 1 - b2
        s *= b2
        s += change
        # η·m̂ / (√ŝ + ε)
        np.divide(s, 1 - b2**self.steps, out=change)
        np.sqrt(change, out=change)
        change += self.eps
        np.divide(m, change, out=change)
        change *= self.learning_rate / (1 - b1**self.steps)

    def slots(self) -> dict[str, list[np.ndarray]]:
        """Trung bình và trung bình bình phương của gradient."""
        return {"mean": self.mean, "square": self.square}


class AdamW(Adam):
    """Adam, với weight decay tách riêng: w ← (1 − ηλ)·w, rồi bước của Adam trên gradient *không* cộng λw.

    Trong Adam, λw cộng vào gradient rồi cũng bị chia cho √ŝ: tham số có gradient lớn gần như không bị kéo về
    0. Ở đây mọi tham số bị kéo về như nhau. Nguồn: Loshchilov, Hutter, 2019.
    """

    decoupled = True

    def __init__(
        self,
        parameters: Iterable[Parameter],
        learning_rate: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
    ) -> None:
        super().__init__(parameters, learning_rate, betas, eps, weight_decay)


def clip_gradients(parameters: Iterable[Parameter], max_norm: float) -> float:
    """Thu mọi gradient lại cho chuẩn chung không quá `max_norm`; trả về chuẩn trước khi thu."""
    if not (is_number(max_norm) and max_norm > 0):
        raise ValueError(f"max_norm = {max_norm!r}; cần một số dương")
    parameters = list({id(p): p for p in parameters}.values())
    gradients = [wide(p.grad) for p in parameters]
    norm = float(np.sqrt(sum(float(np.vdot(g, g)) for g in gradients)))
    scale = max_norm / (norm + 1e-6)  # torch's 1e-6
    if scale < 1:
        for p in parameters:
            p.grad *= scale
    return norm
