"""Chấm ba bài viết code của chương 15."""

from typing import Any

import numpy as np

from hocsau.exercises.checking import check_function, graded
from hocsau.nn import conv_transpose2d
from hocsau.segmentation import components, dice, iou


def _masks() -> list[tuple[np.ndarray, np.ndarray]]:
    rng = np.random.default_rng(0)
    cases = [
        (rng.random((5, 7)) < a, rng.random((5, 7)) < b) for a, b in ((0.3, 0.5), (0.8, 0.2), (0.5, 0.5))
    ]
    nothing = np.zeros((5, 7), bool)
    return [*cases, (cases[0][0], nothing), (nothing, nothing)]


def _accuracy(p: np.ndarray, t: np.ndarray) -> float:
    return float(np.mean(p == t))


@graded
def check_dice_of(answer: Any) -> None:
    """Bài 15.3: Dice của hai mặt nạ."""
    check_function(
        answer,
        "dice_of(p, t)",
        dice,
        _masks(),
        hints=[
            (iou, "đó là IoU; Dice chia cho *tổng* hai diện tích, và nhân đôi phần chung"),
            (_accuracy, "đó là phần điểm đúng; Dice không đếm những điểm mà cả hai cùng bảo là nền"),
        ],
    )


def _scatter(x: np.ndarray, kernel: np.ndarray, stride: int) -> np.ndarray:
    return conv_transpose2d(x[None, None], kernel[None, None], stride=stride)[0, 0]


def _flipped(x: np.ndarray, kernel: np.ndarray, stride: int) -> np.ndarray:
    return _scatter(x, kernel[::-1, ::-1], stride)


def _overwritten(x: np.ndarray, kernel: np.ndarray, stride: int) -> np.ndarray:
    n, k = len(x), len(kernel)
    y = np.zeros(((n - 1) * stride + k,) * 2)
    for i, j in np.ndindex(x.shape):
        y[i * stride : i * stride + k, j * stride : j * stride + k] = x[i, j] * kernel
    return y


@graded
def check_scatter(answer: Any) -> None:
    """Bài 15.4: transposed convolution bằng cách rải."""
    rng = np.random.default_rng(1)
    cases = [
        (rng.integers(-4, 5, (n, n)).astype(float), rng.integers(-3, 4, (k, k)).astype(float), s)
        for n, k, s in ((4, 3, 1), (3, 3, 2), (2, 2, 2), (1, 4, 3), (3, 2, 3))
    ]
    check_function(
        answer,
        "scatter(x, kernel, stride)",
        _scatter,
        cases,
        hints=[
            (_overwritten, "miếng sau đè mất miếng trước; chỗ chồng nhau phải *cộng* (+=)"),
            (_flipped, "đừng lật kernel: mỗi số nhân với kernel y nguyên"),
        ],
    )


def _count(mask: np.ndarray) -> int:
    return int(components(mask).max())


def _count_corners(mask: np.ndarray) -> int:
    return int(components(mask, 8).max())


@graded
def check_count_objects(answer: Any) -> None:
    """Bài 15.5: số thành phần liên thông, dính qua cạnh."""
    rng = np.random.default_rng(2)
    spiral = np.array([[1, 1, 1, 1], [0, 0, 0, 1], [1, 1, 0, 1], [1, 0, 0, 1], [1, 1, 1, 1]], bool)
    masks = [rng.random((8, 9)) < share for share in (0.3, 0.5, 0.6)]
    masks += [spiral, np.eye(4, dtype=bool), np.zeros((3, 3), bool), np.ones((2, 5), bool)]
    check_function(
        answer,
        "count_objects(mask)",
        _count,
        [(mask,) for mask in masks],
        hints=[
            (_count_corners, "bạn tính cả hai điểm chỉ chạm góc; bài này chỉ tính chung cạnh"),
            (lambda mask: int(mask.sum()), "đó là số *điểm*; những điểm dính nhau là một vật"),
        ],
    )
