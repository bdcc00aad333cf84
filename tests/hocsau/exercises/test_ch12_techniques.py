"""Exercises of chapter 12: other right answers pass, the usual mistakes get their hint."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from hocsau import nn
from hocsau.exercises import NotRight
from hocsau.exercises.ch12_techniques import check_clip, check_fold, check_layer_norm_back, check_pairwise


def squares(A, B):
    return (A**2).sum(1)[:, None] + (B**2).sum(1) - 2 * A @ B.T


def norm(gradients):
    return float(np.sqrt(sum((g**2).sum() for g in gradients)))


def test_other_right_answers_pass():
    check_pairwise(lambda A, B: cdist(A, B) ** 2)
    check_pairwise(lambda A, B: np.maximum(squares(A, B), 0))
    check_clip(lambda gradients, m: [g / max(1.0, norm(gradients) / m) for g in gradients])
    check_fold(
        lambda W, b, mean, var, gamma, beta, eps: (
            W @ np.diag(gamma / np.sqrt(var + eps)),
            gamma * (b - mean) / np.sqrt(var + eps) + beta,
        )
    )

    def by_the_package(dy, z, gamma, eps):
        layer = nn.LayerNorm(z.shape[1], eps=eps)
        layer.weight.data[...] = gamma
        layer(z)
        return layer.backward(dy)

    check_layer_norm_back(by_the_package)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda A, B: np.sqrt(np.maximum(squares(A, B), 0)), "bình phương"),
        (lambda A, B: np.maximum(squares(A, B), 0).T, "hàng"),
        (lambda A, B: (A**2).sum(1)[:, None] + (B**2).sum(1) + 2 * A @ B.T, "mang"),
        (lambda A, B: (A**2).sum(1)[:, None] + (B**2).sum(1) - A @ B.T, "−2 a·b"),
        (lambda A, B: np.array([[((a - b) ** 2).sum() for b in B] for a in A]), "vòng lặp"),
        (lambda A, B: ((A[:, None] - B[None]) ** 2).sum(-1), "ba chiều"),
        (7, "hàm"),
    ],
)
def test_wrong_distances(answer, said):
    with pytest.raises(NotRight, match=said):
        check_pairwise(answer)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda gradients, m: [g * min(1.0, m / norm([g])) if norm([g]) else g for g in gradients], "gộp"),
        (lambda gradients, m: [np.clip(g, -m, m) for g in gradients], "từng số"),
        (lambda gradients, m: [g * m / norm(gradients) for g in gradients], "đã ngắn"),
    ],
)
def test_wrong_clipping(answer, said):
    with np.errstate(all="ignore"), pytest.raises(NotRight, match=said):
        check_clip(answer)


@pytest.mark.parametrize(
    ("scale", "shift", "said"),
    [
        (lambda v, g, e: g / np.sqrt(v + e), lambda b, m: b, "trừ mean"),
        (lambda v, g, e: g / (v + e), lambda b, m: b - m, "căn"),
        (lambda v, g, e: 1 / np.sqrt(v + e), lambda b, m: b - m, "gamma"),
    ],
)
def test_wrong_folding(scale, shift, said):
    def fold(W, b, mean, var, gamma, beta, eps):
        factor = scale(var, gamma, eps)
        return W * factor, shift(b, mean) * factor + beta

    with pytest.raises(NotRight, match=said):
        check_fold(fold)


def test_wrong_backwards():
    def along_columns(dy, z, gamma, eps):
        layer = nn.BatchNorm1d(z.shape[1], eps=eps)
        layer.weight.data[...] = gamma
        if len(z) < 2:
            return np.zeros_like(z)
        layer(z)
        return layer.backward(dy)

    with pytest.raises(NotRight, match="axis=1"):
        check_layer_norm_back(along_columns)
    with pytest.raises(NotRight, match="hai số hạng"):
        check_layer_norm_back(
            lambda dy, z, gamma, eps: gamma * dy / np.sqrt(z.var(axis=1, keepdims=True) + eps)
        )
