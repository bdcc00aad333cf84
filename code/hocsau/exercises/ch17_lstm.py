"""Chấm bốn bài viết code của chương 17."""

from typing import Any

import numpy as np

from hocsau.exercises.checking import check_function, graded
from hocsau.nn.activations import sigmoid

Pair = tuple[np.ndarray, np.ndarray]


def _step(x: np.ndarray, h: np.ndarray, c: np.ndarray, U: np.ndarray, W: np.ndarray, b: np.ndarray) -> Pair:
    i, f, g, o = np.split(x @ U + h @ W + b, 4, axis=1)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


def _other_order(
    x: np.ndarray, h: np.ndarray, c: np.ndarray, U: np.ndarray, W: np.ndarray, b: np.ndarray
) -> Pair:
    f, i, o, g = np.split(x @ U + h @ W + b, 4, axis=1)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


def _no_tanh(
    x: np.ndarray, h: np.ndarray, c: np.ndarray, U: np.ndarray, W: np.ndarray, b: np.ndarray
) -> Pair:
    o = np.split(x @ U + h @ W + b, 4, axis=1)[3]
    c = _step(x, h, c, U, W, b)[1]
    return sigmoid(o) * c, c


@graded
def check_lstm_cell(answer: Any) -> None:
    """Bài 17.3: một bước LSTM."""
    rng = np.random.default_rng(0)
    cases = []
    for n, d, k in ((1, 2, 3), (4, 3, 2), (2, 1, 1)):
        shapes = ((n, d), (n, k), (n, k), (d, 4 * k), (k, 4 * k), (4 * k,))
        cases.append(tuple(rng.normal(size=shape) for shape in shapes))
    check_function(
        answer,
        "lstm_cell(x, h, c, U, W, b)",
        _step,
        cases,
        hints=[
            (_other_order, "bốn khối xếp i, f, g, o; bạn đang đọc f, i, o, g"),
            (_no_tanh, "h là cổng ra nhân với *tanh* của c mới"),
            (lambda *given: _step(*given)[::-1], "trả về h trước, c sau"),
        ],
    )


def _paths(delta: np.ndarray, z: np.ndarray, n: np.ndarray, h_prev: np.ndarray) -> tuple[np.ndarray, ...]:
    return delta * (1 - z), delta * (h_prev - n), delta * z


def _swapped(delta: np.ndarray, z: np.ndarray, n: np.ndarray, h_prev: np.ndarray) -> tuple[np.ndarray, ...]:
    return delta * z, delta * (n - h_prev), delta * (1 - z)


def _lost_sign(delta: np.ndarray, z: np.ndarray, n: np.ndarray, h_prev: np.ndarray) -> tuple[np.ndarray, ...]:
    return delta * (1 - z), delta * h_prev, delta * z


@graded
def check_gru_paths(answer: Any) -> None:
    """Bài 17.4: ba đường gradient của h = (1 − z) n + z h cũ."""
    rng = np.random.default_rng(1)
    cases = [
        (rng.normal(size=s), rng.uniform(0.1, 0.9, s), rng.uniform(-1, 1, s), rng.uniform(-1, 1, s))
        for s in ((1, 2), (3, 4), (2, 1))
    ]
    check_function(
        answer,
        "gru_paths(delta, z, n, h_prev)",
        _paths,
        cases,
        hints=[
            (_swapped, "ở đây z giữ phần *cũ*, 1 − z nhận phần mới"),
            (_lost_sign, "z có mặt ở cả hai số hạng: (1 − z) n cũng chứa z"),
        ],
    )


def _half_life(f: float) -> float:
    return float(np.log(0.5) / np.log(f))


@graded
def check_half_life(answer: Any) -> None:
    """Bài 17.5: số bước để trí nhớ còn một nửa."""
    check_function(
        answer,
        "half_life(f)",
        _half_life,
        [(f,) for f in (0.5, 0.9, 0.99, 0.25, 0.999)],
        hints=[
            (lambda f: 0.5 / (1 - f), "đó là nếu mỗi bước *trừ* 1 − f; ở đây mỗi bước *nhân* với f"),
            (lambda f: float(np.log(f) / np.log(0.5)), "lộn ngược: giải f mũ t bằng một nửa theo t"),
        ],
    )


def _to_ours(a: np.ndarray) -> np.ndarray:
    f, i, o, g = np.split(a, 4, axis=-1)
    return np.concatenate([i, f, g, o], axis=-1)


def _first_axis(a: np.ndarray) -> np.ndarray:
    return _to_ours(np.swapaxes(a, 0, -1)).swapaxes(0, -1) if a.shape[0] % 4 == 0 else a


@graded
def check_to_ours(answer: Any) -> None:
    """Bài 17.6: f, i, o, g thành i, f, g, o."""
    rng = np.random.default_rng(2)
    cases = [(rng.normal(size=shape),) for shape in ((4,), (8, 8), (3, 12), (2, 3, 4))]
    check_function(
        answer,
        "to_ours(a)",
        _to_ours,
        cases,
        hints=[
            (_first_axis, "các khối nằm ở trục *cuối* (axis=-1)"),
            (lambda a: a, "đừng trả về chính mảng cũ: thứ tự phải đổi"),
        ],
        fresh=True,
    )
