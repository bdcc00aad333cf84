"""Hàm kích hoạt (activation function), từng phần tử trừ softmax và maxout."""

from __future__ import annotations

import math
from numbers import Real

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import erf

from hocsau.nn.arrays import as_float, expect_shape, wide, wide_dtype
from hocsau.nn.module import Module


def sigmoid(z: ArrayLike) -> np.ndarray:
    """σ(z) = 1 / (1 + e^(−z)), không tràn số với mọi z.

    Tham số:
        z: mảng hay một số.

    Trả về:
        Cùng shape với z; số nguyên thì thành số thực.
    """
    z = as_float(z, "z")
    e = np.exp(-np.abs(z))  # never above 1
    # 1 / (1 + e) if z >= 0, else e / (1 + e): as e <= 1, the larger of e and [z >= 0] is the numerator,
    # three times faster than np.where, which jumps at every change of sign
    return np.maximum(e, z >= 0) / (1 + e)


def softmax(z: ArrayLike, axis: int = -1) -> np.ndarray:
    """softmax(z)_k = e^(z_k) / Σ_j e^(z_j); trừ max trước nên không tràn số.

    Tham số:
        z: mảng ít nhất một trục.
        axis: trục của các lớp.

    Trả về:
        Cùng shape với z, mỗi hàng theo `axis` cộng lại bằng 1.

    Lỗi:
        ValueError: z không phải mảng số, không có trục ấy, hoặc trục ấy rỗng.
    """
    z = as_float(z, "z")
    if not -z.ndim <= axis < z.ndim or z.shape[axis] == 0:
        raise ValueError(f"z có shape {z.shape}; cần ít nhất một số theo trục {axis} để softmax chia phần")
    with np.errstate(over="ignore"):  # a difference beyond the dtype is -inf, and e^-inf is 0, which is right
        e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True, dtype=wide_dtype(e.dtype)).astype(e.dtype, copy=False)


class Identity(Module):
    """y = z: activation tuyến tính."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Trả lại x."""
        return self.remember(expect_shape(x, "N …"))

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dx = dy."""
        return self.recall(dy)[0]


class Sigmoid(Module):
    """Hàm sigmoid, từng phần tử:   y = σ(x),   dx = dy ⊙ y ⊙ (1 − y)."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        """y = σ(x)."""
        y = sigmoid(expect_shape(x, "N …"))
        return self.remember(y, y)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dx = dy ⊙ y ⊙ (1 − y)."""
        dy, y = self.recall(dy)
        return dy * y * (1 - y)


class Tanh(Module):
    """Hàm tanh, từng phần tử:   y = tanh(x),   dx = dy ⊙ (1 − y²)."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        """y = tanh(x)."""
        y = np.tanh(expect_shape(x, "N …"))
        return self.remember(y, y)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dx = dy ⊙ (1 − y²)."""
        dy, y = self.recall(dy)
        return dy * (1 - y**2)


def _slope(alpha: float) -> float:
    if not isinstance(alpha, Real) or not math.isfinite(alpha):
        raise ValueError(f"alpha = {alpha!r}; cần một số hữu hạn")
    return float(alpha)  # a float64 scalar of numpy would turn float32 into float64


class LeakyReLU(Module):
    """y = x nếu x > 0, ngược lại α·x.  Tại 0 đạo hàm lấy là α, như torch."""

    def __init__(self, alpha: float = 0.01) -> None:
        self.alpha = _slope(alpha)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """y = max(x, 0) + α·min(x, 0)."""
        x = expect_shape(x, "N …")
        positive = x > 0
        return self.remember(np.where(positive, x, self.alpha * x), positive)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dx = dy ⊙ (1 nếu x > 0, ngược lại α)."""
        dy, positive = self.recall(dy)
        return np.where(positive, dy, self.alpha * dy)


class ReLU(Module):
    """Số âm thành 0, từng phần tử:   y = max(x, 0),   dx = dy ⊙ [x > 0]."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        """y = max(x, 0)."""
        x = expect_shape(x, "N …")
        return self.remember(np.maximum(x, 0), x > 0)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dx = dy ⊙ [x > 0]."""
        dy, positive = self.recall(dy)
        return dy * positive


class ELU(Module):
    """y = x nếu x > 0, ngược lại α(e^x − 1)."""

    def __init__(self, alpha: float = 1.0) -> None:
        self.alpha = _slope(alpha)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """y = x nếu x > 0, ngược lại α(e^x − 1)."""
        x = expect_shape(x, "N …")
        positive = x > 0
        y = np.where(positive, x, self.alpha * np.expm1(np.minimum(x, 0)))
        return self.remember(y, y, positive)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dx = dy ⊙ (1 nếu x > 0, ngược lại y + α)."""
        dy, y, positive = self.recall(dy)
        return dy * np.where(positive, 1, y + self.alpha)


class GELU(Module):
    """y = x·Φ(x), với Φ là xác suất một số ngẫu nhiên chuẩn không vượt quá x.

    dx = dy ⊙ (Φ(x) + x·φ(x)),   φ(x) = e^(−x²/2) / √(2π). Bản đúng, không phải bản gần đúng bằng tanh.
    Nguồn: Hendrycks, Gimpel, 2016.
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """y = x·Φ(x)."""
        x = expect_shape(x, "N …")
        below = (0.5 * (1 + erf(wide(x) / math.sqrt(2)))).astype(x.dtype, copy=False)
        return self.remember(x * below, x, below)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dx = dy ⊙ (Φ(x) + x·φ(x))."""
        dy, x, below = self.recall(dy)
        density = np.exp(-(wide(x) ** 2) / 2) / math.sqrt(2 * math.pi)
        return dy * (below + x * density.astype(x.dtype, copy=False))


class SiLU(Module):
    """y = x·σ(x) (còn gọi là swish),   dx = dy ⊙ σ(x) ⊙ (1 + x·(1 − σ(x))).

    Nguồn: Elfwing, Uchibe, Doya, 2017; Ramachandran, Zoph, Le, 2017.
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """y = x·σ(x)."""
        x = expect_shape(x, "N …")
        gate = sigmoid(x)
        return self.remember(x * gate, x, gate)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dx = dy ⊙ σ(x) ⊙ (1 + x·(1 − σ(x)))."""
        dy, x, gate = self.recall(dy)
        return dy * gate * (1 + x * (1 - gate))


class Maxout(Module):
    """y_j = max của `pieces` đầu vào liên tiếp: x (N, D·pieces) -> y (N, D)."""

    def __init__(self, pieces: int = 2) -> None:
        if isinstance(pieces, bool) or not isinstance(pieces, (int, np.integer)) or pieces < 2:
            raise ValueError(f"pieces = {pieces!r}; maxout cần ít nhất 2 đầu vào để chọn số lớn nhất")
        self.pieces = int(pieces)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x (N, D·pieces) -> (N, D)."""
        x = as_float(x)
        if x.ndim != 2 or x.shape[1] % self.pieces:
            raise ValueError(f"x có shape {x.shape}; cần (N, D·{self.pieces})")
        n, columns = x.shape
        groups = x.reshape(n, columns // self.pieces, self.pieces)  # (N, D, pieces)
        chosen = groups.argmax(axis=2)[..., np.newaxis]
        return self.remember(np.take_along_axis(groups, chosen, axis=2)[..., 0], chosen)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Gradient chỉ về đầu vào đã thắng; bằng nhau thì về đầu vào đứng trước."""
        dy, chosen = self.recall(dy)
        n, columns = dy.shape
        dx = np.zeros((n, columns, self.pieces), dy.dtype)
        np.put_along_axis(dx, chosen, dy[..., np.newaxis], axis=2)
        return dx.reshape(n, columns * self.pieces)


class Step(Module):
    """y = 1 nếu x ≥ 0, ngược lại 0: nơ-ron chỉ biết bật hoặc tắt, hợp để *viết* một cổng logic.

    Không học được bằng gradient descent: đồ thị nằm ngang ở mọi chỗ (trừ một cú nhảy tại 0), nên đạo hàm
    bằng 0; `backward` trả về toàn số 0 và trọng số phía trước đứng yên mãi. Muốn học thì dùng Sigmoid, bản
    uốn mềm của Step.
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """y = [x ≥ 0]."""
        x = expect_shape(x, "N …")
        return self.remember((x >= 0).astype(x.dtype))

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dx = 0 với mọi dy."""
        return np.zeros_like(self.recall(dy)[0])


class Softmax(Module):
    """y = softmax(x) theo hàng,   dx = y ⊙ (dy − Σ_k dy_k y_k)."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x (N, D) -> y (N, D), mỗi hàng cộng lại bằng 1."""
        y = softmax(expect_shape(x, "N …"))
        return self.remember(y, y)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dx = y ⊙ (dy − Σ_k dy_k y_k)."""
        dy, y = self.recall(dy)
        products = dy * y
        total = products.sum(axis=-1, keepdims=True, dtype=wide_dtype(products.dtype))
        return y * (dy - total.astype(products.dtype, copy=False))


ACTIVATIONS: dict[str, type[Module]] = {
    "identity": Identity,
    "step": Step,
    "sigmoid": Sigmoid,
    "tanh": Tanh,
    "relu": ReLU,
    "leaky_relu": LeakyReLU,
    "elu": ELU,
    "gelu": GELU,
    "silu": SiLU,
    "softmax": Softmax,
}


def make_activation(name: str) -> Module:
    """Tầng activation theo tên trong `ACTIVATIONS`, với α mặc định của nó.

    Maxout không có ở đây vì nó đổi số cột.

    Lỗi:
        ValueError: không có tên ấy.
    """
    if name not in ACTIVATIONS:
        raise ValueError(f"không có activation {name!r}; các activation có: {', '.join(ACTIVATIONS)}")
    return ACTIVATIONS[name]()
