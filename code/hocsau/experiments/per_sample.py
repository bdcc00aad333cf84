"""Mạng học từng ảnh một bằng vòng lặp: chậm, nhưng mỗi dòng đúng một công thức của chương 6.

Nó là bản để so: cùng trọng số, cùng batch thì phải ra cùng gradient với bản vector hoá.
"""

from __future__ import annotations

import numpy as np

from hocsau import nn


class PerSampleMLP:
    """Mạng sigmoid mọi tầng, cross-entropy của từng đầu ra; ảnh, nhãn và tín hiệu đều là cột (D, 1).

    Tham số:
        weights: ma trận (out, in) của từng tầng.
        biases: cột (out, 1).
    """

    def __init__(self, weights: list[np.ndarray], biases: list[np.ndarray]) -> None:
        self.weights, self.biases = weights, biases

    @classmethod
    def like(cls, model: nn.Sequential) -> PerSampleMLP:
        """Bản từng ảnh của một mạng numpy, chép trọng số (chuyển vị, vì ở đây z = Wx + b)."""
        linear = [layer for layer in model.layers if isinstance(layer, nn.Linear)]
        return cls([t.weight.data.T.copy() for t in linear], [t.bias.data[:, None].copy() for t in linear])

    def forward(self, x: np.ndarray) -> list[np.ndarray]:
        """Đầu ra của mọi tầng, kể cả x: a₀ = x, a_k = σ(W_k a_{k−1} + b_k)."""
        outputs = [x]
        for weight, bias in zip(self.weights, self.biases, strict=True):
            outputs.append(nn.sigmoid(weight @ outputs[-1] + bias))
        return outputs

    def gradients(self, x: np.ndarray, target: np.ndarray) -> list[np.ndarray]:
        """Gradient của một ảnh, theo thứ tự của `weights + biases`: dz ở tầng cuối là a − y, rồi đi ngược."""
        outputs = self.forward(x)
        d_weights, d_biases = [], []
        dz = outputs[-1] - target
        for k in reversed(range(len(self.weights))):
            d_weights.insert(0, dz @ outputs[k].T)  # (out, 1) @ (1, in) -> (out, in)
            d_biases.insert(0, dz)
            if k:
                dz = (self.weights[k].T @ dz) * outputs[k] * (1 - outputs[k])
        return d_weights + d_biases

    def train_batch(self, x: np.ndarray, target: np.ndarray, learning_rate: float) -> None:
        """Một bước: cộng gradient của từng ảnh x (N, D, 1), target (N, K, 1), chia N, rồi mới sửa."""
        parameters = self.weights + self.biases
        totals = [np.zeros_like(p) for p in parameters]
        for one, truth in zip(x, target, strict=True):
            totals = [total + g for total, g in zip(totals, self.gradients(one, truth), strict=True)]
        for parameter, total in zip(parameters, totals, strict=True):
            parameter -= learning_rate * total / len(x)


def columns(x: np.ndarray, labels: np.ndarray, classes: int, dtype: type) -> tuple[np.ndarray, np.ndarray]:
    """Ảnh (N, D) và nhãn (N,) thành cột: (N, D, 1) và one-hot (N, K, 1)."""
    return x.astype(dtype)[:, :, None], np.eye(classes, dtype=dtype)[labels][:, :, None]
