"""Hàm kích hoạt (activation function), từng phần tử trừ softmax và maxout."""

from __future__ import annotations

import numpy as np

from hocsau.nn.module import Module


def sigmoid(z: np.ndarray) -> np.ndarray:
    """σ(z) = 1 / (1 + e^(−z)), không tràn số với mọi z."""
    z = np.asarray(z)
    z = z.astype(np.result_type(z, np.float32), copy=False)  # integers become float64, float32 stays
    e = np.exp(-np.abs(z))  # never above 1
    # 1 / (1 + e) if z >= 0, else e / (1 + e): as e <= 1, the larger of e and [z >= 0] is the numerator,
    # three times faster than np.where, which jumps at every change of sign
    return np.maximum(e, z >= 0) / (1 + e)


def softmax(z: np.ndarray, axis: int = -1) -> np.ndarray:
    """softmax(z)_k = e^(z_k) / Σ_j e^(z_j); trừ max trước nên không tràn số."""
    z = np.asarray(z)
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


class Identity(Module):
    """y = z: activation tuyến tính."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Trả lại x."""
        return x

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dx = dy."""
        return dy


class Sigmoid(Module):
    """y = σ(x),   dx = dy ⊙ y ⊙ (1 − y)."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        """y = σ(x)."""
        self.y = sigmoid(x)
        return self.y

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dx = dy ⊙ y ⊙ (1 − y)."""
        return dy * self.y * (1 - self.y)


class Tanh(Module):
    """y = tanh(x),   dx = dy ⊙ (1 − y²)."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        """y = tanh(x)."""
        self.y = np.tanh(x)
        return self.y

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dx = dy ⊙ (1 − y²)."""
        return dy * (1 - self.y**2)


class LeakyReLU(Module):
    """y = x nếu x > 0, ngược lại α·x.  Tại 0 đạo hàm lấy là α, như torch."""

    def __init__(self, alpha: float = 0.01) -> None:
        if not np.isfinite(alpha):
            raise ValueError(f"alpha = {alpha}; cần một số hữu hạn")
        self.alpha = float(alpha)  # a float64 scalar of numpy would turn float32 into float64

    def forward(self, x: np.ndarray) -> np.ndarray:
        """y = max(x, 0) + α·min(x, 0)."""
        self.positive = x > 0
        return np.where(self.positive, x, self.alpha * x)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dx = dy ⊙ (1 nếu x > 0, ngược lại α)."""
        return np.where(self.positive, dy, self.alpha * dy)


class ReLU(Module):
    """y = max(x, 0),   dx = dy ⊙ [x > 0]."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        """y = max(x, 0)."""
        self.positive = x > 0
        return np.maximum(x, 0)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dx = dy ⊙ [x > 0]."""
        return dy * self.positive


class ELU(Module):
    """y = x nếu x > 0, ngược lại α(e^x − 1)."""

    def __init__(self, alpha: float = 1.0) -> None:
        if not np.isfinite(alpha):
            raise ValueError(f"alpha = {alpha}; cần một số hữu hạn")
        self.alpha = float(alpha)  # a float64 scalar of numpy would turn float32 into float64

    def forward(self, x: np.ndarray) -> np.ndarray:
        """y = x nếu x > 0, ngược lại α(e^x − 1)."""
        self.positive = x > 0
        self.y = np.where(self.positive, x, self.alpha * np.expm1(np.minimum(x, 0)))
        return self.y

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dx = dy ⊙ (1 nếu x > 0, ngược lại y + α)."""
        return dy * np.where(self.positive, 1, self.y + self.alpha)


class Maxout(Module):
    """y_j = max của `pieces` đầu vào liên tiếp: x (N, D·pieces) -> y (N, D)."""

    def __init__(self, pieces: int = 2) -> None:
        if pieces < 2:
            raise ValueError(f"pieces = {pieces}; maxout cần ít nhất 2 đầu vào để chọn số lớn nhất")
        self.pieces = pieces

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x (N, D·pieces) -> (N, D)."""
        if x.ndim != 2 or x.shape[1] % self.pieces:
            raise ValueError(f"x có shape {x.shape}; cần (N, D·{self.pieces})")
        groups = x.reshape(len(x), -1, self.pieces)  # (N, D, pieces)
        self.chosen = groups.argmax(axis=2)[..., np.newaxis]
        return np.take_along_axis(groups, self.chosen, axis=2)[..., 0]

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Gradient chỉ về đầu vào đã thắng; bằng nhau thì về đầu vào đứng trước."""
        dx = np.zeros((*dy.shape, self.pieces), dy.dtype)
        np.put_along_axis(dx, self.chosen, dy[..., np.newaxis], axis=2)
        return dx.reshape(len(dy), -1)


class Step(Module):
    """y = 1 nếu x ≥ 0, ngược lại 0: nơ-ron chỉ biết bật hoặc tắt, hợp để *viết* một cổng logic.

    Không học được bằng gradient descent: đồ thị nằm ngang ở mọi chỗ (trừ một cú nhảy tại 0), nên đạo hàm
    bằng 0; `backward` trả về toàn số 0 và trọng số phía trước đứng yên mãi. Muốn học thì dùng Sigmoid, bản
    uốn mềm của Step.
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """y = [x ≥ 0]."""
        return np.asarray(x >= 0).astype(np.result_type(x, np.float32))

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dx = 0 với mọi dy."""
        return np.zeros_like(dy)


class Softmax(Module):
    """y = softmax(x) theo hàng,   dx = y ⊙ (dy − Σ_k dy_k y_k)."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x (N, D) -> y (N, D), mỗi hàng cộng lại bằng 1."""
        self.y = softmax(x)
        return self.y

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dx = y ⊙ (dy − Σ_k dy_k y_k)."""
        return self.y * (dy - (dy * self.y).sum(axis=-1, keepdims=True))


ACTIVATIONS: dict[str, type[Module]] = {
    "identity": Identity,
    "step": Step,
    "sigmoid": Sigmoid,
    "tanh": Tanh,
    "relu": ReLU,
    "leaky_relu": LeakyReLU,
    "elu": ELU,
    "softmax": Softmax,
}


def make_activation(name: str) -> Module:
    """Tầng activation theo tên trong `ACTIVATIONS`, với α mặc định của nó.

    Maxout không có ở đây vì nó đổi số cột.
    Lỗi: ValueError khi không có tên ấy.
    """
    if name not in ACTIVATIONS:
        raise ValueError(f"không có activation {name!r}; các activation có: {', '.join(ACTIVATIONS)}")
    return ACTIVATIONS[name]()
