"""Bài 7, 13–15, 17–20 của chương 2: mảng, nhân ma trận, không vòng lặp."""

from typing import Any

import numpy as np

from hocsau.exercises.checking import check_function, graded

_RNG = np.random.default_rng(2)
_TABLE = np.arange(20).reshape(4, 5) - 7
_UNEVEN = _RNG.normal(size=(6, 3)) * [1, 10, 100] + [5, -3, 40]


@graded
def check_corner(answer: Any) -> None:
    """Bài 7: góc trên bên phải của một mảng."""
    check_function(
        answer,
        "corner(a)",
        lambda a: a[:2, -2:],
        [
            (_TABLE,),
            (np.arange(12).reshape(3, 4),),
            (np.arange(6).reshape(3, 2),),
            (np.eye(6) + np.arange(6),),
        ],
        hints=[
            (lambda a: a[:2, :2], "đây là góc trên bên trái"),
            (lambda a: a[-2:, -2:], "đây là góc dưới bên phải"),
            (lambda a: a[-2:, :2], "đây là góc dưới bên trái"),
            (lambda a: a[:2, 2:4], "chỉ đúng khi bảng có 4 cột; hãy đếm từ bên phải"),
        ],
    )


@graded
def check_border(answer: Any) -> None:
    """Bài 13: viền số 1, bên trong số 0."""

    def border(n: int) -> np.ndarray:
        a = np.ones((n, n))
        a[1:-1, 1:-1] = 0
        return a

    check_function(
        answer,
        "border(n)",
        border,
        [(4,), (5,), (3,), (2,), (1,), (9,)],
        hints=[
            (lambda n: 1 - border(n), "0 và 1 bị đổi chỗ"),
            (lambda n: np.ones((n, n)), "bên trong vẫn toàn số 1"),
            (lambda n: np.zeros((n, n)), "viền vẫn toàn số 0"),
            (lambda n: np.eye(n), "đây là đường chéo"),
        ],
    )


@graded
def check_column_means(answer: Any) -> None:
    """Bài 14: trung bình từng cột."""
    check_function(
        answer,
        "column_means(X)",
        lambda X: X.mean(axis=0),
        [(np.array([[1.0, 2.0], [3.0, 4.0]]),), (_UNEVEN,), (_TABLE,), (np.ones((1, 4)),), (np.eye(3),)],
        hints=[
            (lambda X: X.mean(axis=1), "đây là trung bình từng hàng; axis nào bị cộng mất đi?"),
            (lambda X: X.sum(axis=0), "đây là tổng từng cột"),
            (lambda X: X.mean(), "đây là trung bình của cả bảng"),
        ],
    )


@graded
def check_row_shares(answer: Any) -> None:
    """Bài 15: mỗi hàng chia cho tổng của chính nó."""
    check_function(
        answer,
        "row_shares(P)",
        lambda P: P / P.sum(axis=1, keepdims=True),
        [
            (np.array([[1.0, 3.0], [2.0, 2.0]]),),
            (np.arange(1.0, 13.0).reshape(3, 4),),
            (np.arange(1.0, 13.0).reshape(4, 3),),
            (np.array([[2, 3, 5]]),),
            (np.arange(1.0, 10.0).reshape(3, 3) ** 2,),
        ],
        hints=[
            (lambda P: P / P.sum(axis=0), "bạn chia cho tổng của cột"),
            (lambda P: P / P.sum(), "bạn chia cho tổng của cả bảng"),
            (lambda P: P / P.sum(axis=1), "bảng vuông nên chia được, nhưng tổng của hàng lại ghép vào cột"),
            (lambda P: P.sum(axis=1), "đây mới là tổng của từng hàng"),
        ],
    )


def _product(A: list[list[float]], B: list[list[float]]) -> list[list[float]]:
    return [
        [sum(a * b for a, b in zip(row, column, strict=True)) for column in zip(*B, strict=True)] for row in A
    ]


@graded
def check_matmul(answer: Any) -> None:
    """Bài 17: nhân hai ma trận bằng vòng lặp."""
    check_function(
        answer,
        "matmul(A, B)",
        _product,
        [
            ([[1, 2], [3, 4]], [[5, 6], [7, 8]]),
            ([[1, 2, 3]], [[4], [5], [6]]),
            ([[4], [5]], [[1, 2, 3]]),
            ([[1, 0, 2], [0, 1, -1]], [[1, 2, 3, 4], [0, 1, 0, 1], [2, 2, -2, 0.5]]),
            ([[7]], [[-2]]),
        ],
        hints=[
            (lambda A, B: (np.array(A) * np.array(B)).tolist(), "đây là nhân từng ô với ô cùng chỗ"),
            (lambda A, B: _product(B, A), "thứ tự bị đảo: đây là B nhân A"),
            (lambda A, B: np.array(_product(A, B)).T.tolist(), "hàng và cột của kết quả bị đổi chỗ"),
            (lambda A, B: [[0] * len(B[0])] * len(A), "chưa có số nào được cộng vào"),
            (
                lambda A, B: [_product(A, B)[-1]] * len(A),
                "mọi hàng giống hệt nhau: `[[0] * n] * m` là m tên của cùng một hàng",
            ),
        ],
    )


def _standardize(X: np.ndarray) -> np.ndarray:
    return (X - X.mean(axis=0)) / X.std(axis=0)


@graded
def check_standardize(answer: Any) -> None:
    """Bài 18: mỗi cột về trung bình 0, độ lệch chuẩn 1; không vòng lặp."""
    check_function(
        answer,
        "standardize(X)",
        _standardize,
        [(np.array([[1.0, 10.0], [3.0, 30.0]]),), (_UNEVEN,), (_UNEVEN[:3],), (_RNG.normal(size=(400, 60)),)],
        hints=[
            (lambda X: (X - X.mean()) / X.std(), "mỗi cột có trung bình riêng, độ lệch chuẩn riêng"),
            (lambda X: X - X.mean(axis=0), "còn phải chia cho độ lệch chuẩn"),
            (lambda X: X - X.mean(axis=0) / X.std(axis=0), "phép chia được làm trước phép trừ: thiếu ngoặc"),
            (lambda X: (X - X.mean(axis=0)) / X.var(axis=0), "chia cho độ lệch chuẩn, không phải phương sai"),
            (lambda X: (X - X.mean(axis=0)) / X.std(axis=0, ddof=1), "dùng X.std() như đề, không đổi ddof"),
            (lambda X: ((X.T - X.mean(axis=1)) / X.std(axis=1)).T, "bạn đang làm theo hàng"),
        ],
        most_steps=400,
    )


@graded
def check_one_hot(answer: Any) -> None:
    """Bài 19: mỗi nhãn thành một hàng có đúng một số 1; không vòng lặp."""
    check_function(
        answer,
        "one_hot(labels, classes)",
        lambda labels, classes: np.eye(classes)[labels],
        [
            (np.array([0, 2, 1]), 3),
            (np.array([1, 1, 3]), 4),
            (np.array([4]), 6),
            (_RNG.integers(0, 10, size=500), 10),
        ],
        hints=[
            (lambda labels, classes: np.eye(classes)[labels].T, "mỗi nhãn là một hàng, không phải một cột"),
            (lambda labels, classes: np.eye(classes)[labels - 1], "nhãn đếm từ 0"),
            (lambda labels, classes: np.ones((len(labels), classes)), "mỗi hàng chỉ có đúng một số 1"),
            (lambda labels, classes: np.eye(classes), "phải chọn hàng theo nhãn"),
        ],
        most_steps=400,
    )


@graded
def check_distances(answer: Any) -> None:
    """Bài 20: khoảng cách từ mỗi điểm của A tới mỗi điểm của B; không vòng lặp."""

    def distances(A: np.ndarray, B: np.ndarray) -> np.ndarray:
        return np.sqrt(((A[:, None, :] - B[None, :, :]) ** 2).sum(axis=-1))  # (N, M, D) -> (N, M)

    check_function(
        answer,
        "distances(A, B)",
        distances,
        [
            (np.array([[0.0, 0.0], [3.0, 4.0]]), np.array([[0.0, 0.0], [6.0, 8.0], [0.0, 1.0]])),
            (_UNEVEN[:2], _UNEVEN[2:]),
            (_RNG.normal(size=(5, 4)), _RNG.normal(size=(5, 4))),
            (_RNG.normal(size=(60, 3)), _RNG.normal(size=(50, 3))),
        ],
        hints=[
            (lambda A, B: distances(A, B) ** 2, "còn thiếu căn bậc hai"),
            (lambda A, B: distances(A, B).T, "hàng là điểm của A, cột là điểm của B"),
            (lambda A, B: abs(A[:, None] - B).sum(axis=-1), "đây là tổng trị tuyệt đối, đi theo ô bàn cờ"),
            (lambda A, B: A[:, None] - B, "đây mới là hiệu; shape còn thừa một chiều"),
        ],
        rtol=1e-5,
        most_steps=400,
    )
