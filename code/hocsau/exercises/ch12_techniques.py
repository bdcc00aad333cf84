"""Chấm bài tập của chương 12 (các kĩ thuật cơ bản)."""

import tracemalloc
from typing import Any

import numpy as np

from hocsau.exercises.checking import check_function, graded
from hocsau.exercises.running import run
from hocsau.exercises.verdict import NotRight, wrong

_RNG = np.random.default_rng(12)
_SMALL = [_RNG.normal(size=(3, 2)), _RNG.normal(size=4)]
_LARGE = [100 * g for g in _SMALL]


def _pairwise(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    return ((A[:, None] - B[None]) ** 2).sum(axis=-1)


def _most_bytes(answer: Any) -> int:
    """The most memory that a call holds at one time; 0 when it fails, which is told elsewhere."""
    A, B = np.zeros((120, 200)), np.ones((100, 200))  # the table: 96 kB; with a third axis: 19 MB
    tracemalloc.start()
    try:
        run(answer, (A, B), "pairwise(A, B)")  # stops what exits or never ends, too
        return tracemalloc.get_traced_memory()[1]
    except NotRight:
        return 0
    finally:
        tracemalloc.stop()


@graded
def check_pairwise(answer: Any) -> None:
    """Bài 12.2: bình phương khoảng cách của mọi cặp, không mảng ba chiều."""
    if callable(answer) and _most_bytes(answer) > 5e6:
        raise wrong("Hàm có tạo một mảng ba chiều (N, M, D). Hãy khai triển bình phương rồi dùng phép @.")
    shapes = [(4, 3, 3), (1, 5, 2), (6, 6, 1), (50, 40, 20)]
    cases = [(_RNG.normal(size=(n, d)), _RNG.normal(size=(m, d))) for n, m, d in shapes]
    same = _RNG.normal(size=(30, 7))
    check_function(
        answer,
        "pairwise(A, B)",
        _pairwise,
        [*cases, (same, same)],
        hints=[
            (lambda A, B: np.sqrt(_pairwise(A, B)), "đề hỏi *bình phương* khoảng cách"),
            (lambda A, B: _pairwise(A, B).T, "hàng là điểm của A, cột là điểm của B"),
            (lambda A, B: _pairwise(A, B) + 4 * A @ B.T, "hạng giữa mang dấu trừ: −2 a·b"),
            (lambda A, B: _pairwise(A, B) + A @ B.T, "hạng giữa là −2 a·b, không phải −a·b"),
        ],
        rtol=1e-6,
        atol=1e-9,
        most_steps=200,
    )


def _clip(gradients: list[np.ndarray], max_norm: float) -> list[np.ndarray]:
    norm = np.sqrt(sum(float((g**2).sum()) for g in gradients))
    return [g * min(1.0, max_norm / norm) if norm else g.copy() for g in gradients]


def _each(gradients: list[np.ndarray], max_norm: float) -> list[np.ndarray]:
    return [_clip([g], max_norm)[0] for g in gradients]


def _always(gradients: list[np.ndarray], max_norm: float) -> list[np.ndarray]:
    norm = np.sqrt(sum(float((g**2).sum()) for g in gradients))
    return [g * max_norm / norm for g in gradients]


@graded
def check_clip(answer: Any) -> None:
    """Bài 12.3: thu gradient lại cho chuẩn chung không quá max_norm."""
    nothing = [np.zeros(3), np.zeros((2, 2))]
    check_function(
        answer,
        "clip(gradients, max_norm)",
        _clip,
        [(_LARGE, 1.0), (_LARGE, 25.0), (_SMALL, 100.0), (_SMALL, 0.5), (nothing, 1.0)],
        hints=[
            (_each, "chuẩn là của *mọi* mảng gộp lại, không phải từng mảng"),
            (_always, "gradient đã ngắn thì giữ nguyên"),
            (lambda gradients, m: [np.clip(g, -m, m) for g in gradients], "cắt từng số thì hướng đi đổi"),
        ],
        rtol=1e-5,
    )


def _fold(
    W: np.ndarray,
    b: np.ndarray,
    mean: np.ndarray,
    var: np.ndarray,
    gamma: np.ndarray,
    beta: np.ndarray,
    eps: float,
) -> tuple[np.ndarray, np.ndarray]:
    scale = gamma / np.sqrt(var + eps)
    return W * scale, (b - mean) * scale + beta


def _folding(inside: int, out: int) -> tuple[Any, ...]:
    numbers = [_RNG.normal(size=out) for _ in range(4)]
    b, mean, gamma, beta = numbers
    return (_RNG.normal(size=(inside, out)), b, mean, _RNG.random(out) + 0.1, gamma, beta, 1e-3)


@graded
def check_fold(answer: Any) -> None:
    """Bài 12.4: gộp batch norm vào tầng tuyến tính đứng trước."""
    check_function(
        answer,
        "fold(W, b, mean, var, gamma, beta, eps)",
        _fold,
        [_folding(3, 4), _folding(5, 1), _folding(2, 6)],
        hints=[
            (
                lambda W, b, mean, var, gamma, beta, eps: (
                    W * gamma / np.sqrt(var + eps),
                    b * gamma / np.sqrt(var + eps) + beta,
                ),
                "bias mới còn phải trừ mean trước khi nhân",
            ),
            (
                lambda W, b, mean, var, gamma, beta, eps: (
                    W * gamma / (var + eps),
                    (b - mean) * gamma / (var + eps) + beta,
                ),
                "chia cho độ lệch chuẩn, là căn của var + eps",
            ),
            (
                lambda W, b, mean, var, gamma, beta, eps: (
                    W / np.sqrt(var + eps),
                    (b - mean) / np.sqrt(var + eps) + beta,
                ),
                "quên nhân gamma",
            ),
        ],
    )


def _norm_back(dy: np.ndarray, z: np.ndarray, gamma: np.ndarray, eps: float, axis: int = 1) -> np.ndarray:
    centred = z - z.mean(axis=axis, keepdims=True)
    s = np.sqrt((centred**2).mean(axis=axis, keepdims=True) + eps)
    z_hat, g = centred / s, gamma * dy
    along = (g * z_hat).mean(axis=axis, keepdims=True)
    return (g - g.mean(axis=axis, keepdims=True) - z_hat * along) / s


def _backwards(n: int, d: int) -> tuple[Any, ...]:
    return _RNG.normal(size=(n, d)), _RNG.normal(1, 3, size=(n, d)), _RNG.normal(size=d), 1e-5


@graded
def check_layer_norm_back(answer: Any) -> None:
    """Bài 12.5: lượt về của layer norm."""
    check_function(
        answer,
        "layer_norm_back(dy, z, gamma, eps)",
        _norm_back,
        [_backwards(4, 5), _backwards(1, 8), _backwards(7, 3)],
        hints=[
            (
                lambda dy, z, gamma, eps: _norm_back(dy, z, gamma, eps, axis=0),
                "layer norm lấy trung bình theo hàng (axis=1), không theo cột",
            ),
            (
                lambda dy, z, gamma, eps: gamma * _norm_back(dy, z, np.ones_like(gamma), eps),
                "gamma nhân vào dy trước khi lấy trung bình",
            ),
            (
                lambda dy, z, gamma, eps: gamma * dy / np.sqrt(z.var(axis=1, keepdims=True) + eps),
                "trung bình và độ lệch chuẩn cũng phụ thuộc z: còn hai số hạng nữa",
            ),
        ],
        rtol=1e-6,
    )
