"""Chấm bốn bài viết code của chương 11."""

from typing import Any

import numpy as np

from hocsau.exercises.checking import check_function, graded


def _cases() -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    rng = np.random.default_rng(0)
    cases = []
    for counts in ([1, 1], [3, 5], [2, 7, 4]):
        labels = rng.permutation(np.repeat(np.arange(len(counts)), counts))
        points = rng.normal(size=(len(labels), 3)) + 2 * labels[:, None]
        cases.append((points, labels, rng.normal(size=(12, 3)) + rng.uniform(0, 4, (12, 1))))
    return cases


def _nearest_mean(points: np.ndarray, labels: np.ndarray, exam: np.ndarray) -> np.ndarray:
    means = np.stack([points[labels == k].mean(axis=0) for k in range(labels.max() + 1)])
    return ((exam[:, None] - means) ** 2).sum(axis=2).argmin(axis=1)


def _nearest_point(points: np.ndarray, labels: np.ndarray, exam: np.ndarray) -> np.ndarray:
    return labels[((exam[:, None] - points) ** 2).sum(axis=2).argmin(axis=1)]


def _without_bias(points: np.ndarray, labels: np.ndarray, exam: np.ndarray) -> np.ndarray:
    means = np.stack([points[labels == k].mean(axis=0) for k in range(labels.max() + 1)])
    return (exam @ means.T).argmax(axis=1)


@graded
def check_nearest_class(answer: Any) -> None:
    """Bài 11.4: nhãn của trung bình lớp gần nhất."""
    check_function(
        answer,
        "nearest_class(points, labels, exam)",
        _nearest_mean,
        _cases(),
        hints=[
            (_nearest_point, "đó là hàng xóm gần nhất; bài cần *trung bình* của mỗi lớp"),
            (_without_bias, "còn thiếu −½‖μ‖²: tích vô hướng lớn nhất chưa phải là khoảng cách nhỏ nhất"),
        ],
    )


def _mix(x: np.ndarray, y: np.ndarray, other: np.ndarray, lam: float) -> tuple[np.ndarray, np.ndarray]:
    return lam * x + (1 - lam) * x[other], lam * y + (1 - lam) * y[other]


@graded
def check_mix(answer: Any) -> None:
    """Bài 11.5: mixup của ảnh và của nhãn mềm."""
    rng = np.random.default_rng(1)
    cases = [
        (rng.random((n, 1, 2, 2)), np.eye(3)[rng.integers(0, 3, n)], rng.permutation(n), lam)
        for n, lam in ((3, 0.7), (5, 0.25), (4, 1.0))
    ]
    check_function(
        answer,
        "mix(x, y, other, lam)",
        _mix,
        cases,
        hints=[
            (lambda x, y, other, lam: (_mix(x, y, other, lam)[0], y), "nhãn cũng phải trộn"),
            (lambda x, y, other, lam: _mix(x, y, other, 1 - lam), "λ là phần của chính hàng i"),
            (
                lambda x, y, other, lam: (lam * x + (1 - lam) * x[::-1], lam * y + (1 - lam) * y[::-1]),
                "hàng i trộn với hàng other[i], không phải với hàng đếm từ cuối",
            ),
        ],
    )


@graded
def check_mirrored(answer: Any) -> None:
    """Bài 11.6: chỗ i của một hàng n phần tử được soi gương qua hai mép."""
    check_function(
        answer,
        "mirrored(i, n)",
        lambda i, n: min(i % (2 * n), 2 * n - 1 - i % (2 * n)),
        [(0, 4), (3, 4), (4, 4), (-1, 4), (-4, 4), (-5, 4), (11, 4), (7, 1), (-3, 2), (100, 7)],
        hints=[
            (lambda i, n: i % n, "đó là nối mép kia (wrap)"),
            (lambda i, n: min(max(i, 0), n - 1), "đó là kéo dài mép (nearest)"),
            (
                lambda i, n: 0 if n == 1 else (n - 1) - abs((n - 1) - i % (2 * (n - 1))),
                "phần tử ở mép được lặp lại: … 2 1 | 1 2 …, không phải … 2 | 1 2 …",
            ),
        ],
    )


def _split(group: np.ndarray, exam_groups: list[int]) -> tuple[np.ndarray, np.ndarray]:
    inside = np.isin(group, exam_groups)
    return np.flatnonzero(~inside), np.flatnonzero(inside)


@graded
def check_split_by_group(answer: Any) -> None:
    """Bài 11.7: chia sao cho mọi bản của một ảnh gốc ở cùng một phía."""
    rng = np.random.default_rng(2)
    cases = [
        (np.array([0, 0, 1, 1, 2]), [1]),
        (np.tile(np.arange(4), 3), [0, 3]),
        (rng.integers(0, 6, 20), [2, 5]),
        (np.array([7, 7, 9]), [7, 9]),
    ]
    check_function(
        answer,
        "split_by_group(group, exam_groups)",
        _split,
        cases,
        hints=[
            (lambda group, exam: _split(group, exam)[::-1], "hai phần bị đảo: phần học đứng trước"),
            (
                lambda group, exam: tuple(group[rows] for rows in _split(group, exam)),
                "cần chỉ số của các bản, không phải tên ảnh gốc",
            ),
        ],
    )
