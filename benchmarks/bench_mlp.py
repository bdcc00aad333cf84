"""Chương 6: một epoch của mạng 784-100-10 – vòng lặp từng ảnh, `hocsau.nn` theo batch, và torch."""

import numpy as np
import torch
from case import Case
from threads import blas_threads

import hocsau.torch
from hocsau import nn
from hocsau.models import MLP

SIZES = (784, 100, 10)
SAMPLES, BATCH, RATE = 60_000, 100, 0.1


def images() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ảnh giả cỡ MNIST (mỗi lớp một mẫu hình cộng nhiễu, float32), nhãn, và thứ tự xáo của epoch."""
    rng = np.random.default_rng(0)
    y = rng.integers(0, SIZES[-1], SAMPLES)
    x = rng.random((SIZES[-1], SIZES[0]), dtype=np.float32)[y]
    x += rng.random(x.shape, dtype=np.float32)
    return x / 2, y, rng.permutation(SAMPLES)


def start(activation: str) -> list[np.ndarray]:
    """W và b ban đầu của từng tầng, float32: mọi cách đi từ cùng một chỗ."""
    model = MLP(SIZES, activation, rng=np.random.default_rng(1), dtype=np.float32)
    return [p.data for p in model.parameters()]


def summary(weights: list[np.ndarray], z: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Những số mà hai cách đúng phải có chung sau epoch: loss trên các ảnh đầu và chuẩn của từng tham số."""
    loss, _ = nn.cross_entropy(np.asarray(z, dtype=np.float64), y[: len(z)])
    return np.array([loss, *(np.linalg.norm(w) for w in weights)])


def one_by_one(x: np.ndarray, y: np.ndarray, order: np.ndarray, dtype: type) -> np.ndarray:
    """Như lần đầu viết backpropagation: danh sách ma trận, trong mỗi batch từng ảnh một, sigmoid ở giữa."""
    first = start("sigmoid")
    W, b = [w.astype(dtype) for w in first[::2]], [v.astype(dtype) for v in first[1::2]]

    def forward(image: np.ndarray) -> list[np.ndarray]:
        values = [image]
        for k in range(len(W)):
            z = values[-1] @ W[k] + b[k]
            values.append(1 / (1 + np.exp(-z)) if k < len(W) - 1 else z)
        return values

    for begin in range(0, len(order), BATCH):
        batch = order[begin : begin + BATCH]
        dW, db = [np.zeros_like(w) for w in W], [np.zeros_like(v) for v in b]
        for i in batch:
            values = forward(x[i])
            e = np.exp(values[-1] - values[-1].max())
            dz = e / e.sum()
            dz[y[i]] -= 1
            for k in reversed(range(len(W))):
                dW[k] += np.outer(values[k], dz)
                db[k] += dz
                if k > 0:
                    dz = (W[k] @ dz) * values[k] * (1 - values[k])
        for k in range(len(W)):
            W[k] -= RATE * dW[k] / len(batch)
            b[k] -= RATE * db[k] / len(batch)
    weights = [p for pair in zip(W, b, strict=True) for p in pair]
    return summary(weights, np.stack([forward(image)[-1] for image in x[:1000]]), y)


def ours(activation: str, x: np.ndarray, y: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Cả batch một lần, bằng hocsau.nn."""
    model = MLP(SIZES, activation, rng=np.random.default_rng(1), dtype=np.float32)
    optimizer = nn.SGD(model.parameters(), RATE)
    for begin in range(0, len(order), BATCH):
        batch = order[begin : begin + BATCH]
        _, dz = nn.cross_entropy(model(x[batch]), y[batch])
        optimizer.zero_grad()
        model.accumulate(dz)
        optimizer.step()
    return summary([p.data for p in model.parameters()], model(x[:1000]), y)


def theirs(activation: str, x: torch.Tensor, y: torch.Tensor, order: torch.Tensor) -> np.ndarray:
    """Cùng mạng ấy bằng torch."""
    model = hocsau.torch.MLP(SIZES, activation, rng=np.random.default_rng(1), dtype=torch.float32)
    optimizer = torch.optim.SGD(model.parameters(), RATE)
    for begin in range(0, len(order), BATCH):
        batch = order[begin : begin + BATCH]
        loss = torch.nn.functional.cross_entropy(model(x[batch]), y[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        weights = [p.numpy() for p in model.parameters()]
        return summary(weights, model(x[:1000]).numpy(), y.numpy())


def cases() -> list[Case]:
    torch.set_num_threads(blas_threads())
    x, y, order = images()
    tx, ty, t_order = (torch.from_numpy(a) for a in (x, y, order))
    return [
        Case(
            "một epoch MLP 784-100-10, sigmoid",
            {
                "hocsau.nn": lambda: ours("sigmoid", x, y, order),
                "torch": lambda: theirs("sigmoid", tx, ty, t_order),
                "từng ảnh một, float64": lambda: one_by_one(x, y, order, np.float64),
                "từng ảnh một, float32": lambda: one_by_one(x, y, order, np.float32),
            },
            rtol=1e-3,  # float32 beside float64 after 600 steps
            rounds=3,
        ),
        Case(
            "một epoch MLP 784-100-10, relu",
            {
                "hocsau.nn": lambda: ours("relu", x, y, order),
                "torch": lambda: theirs("relu", tx, ty, t_order),
            },
            rtol=1e-3,
        ),
    ]
