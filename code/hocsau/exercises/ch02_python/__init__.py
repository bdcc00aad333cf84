"""Chấm hai mươi bài tập của chương 2 (Python cơ bản)."""

from hocsau.exercises.ch02_python.arrays import (
    check_border,
    check_column_means,
    check_corner,
    check_distances,
    check_matmul,
    check_one_hot,
    check_row_shares,
    check_standardize,
)
from hocsau.exercises.ch02_python.containers import (
    check_add_item,
    check_best_student,
    check_count_words,
    check_without_negatives,
)
from hocsau.exercises.ch02_python.curves import check_curves
from hocsau.exercises.ch02_python.first_steps import (
    check_greeting,
    check_is_leap,
    check_is_palindrome,
    check_is_prime,
    check_mean,
    check_middle,
    check_seconds,
)

__all__ = [
    "check_add_item",
    "check_best_student",
    "check_border",
    "check_column_means",
    "check_corner",
    "check_count_words",
    "check_curves",
    "check_distances",
    "check_greeting",
    "check_is_leap",
    "check_is_palindrome",
    "check_is_prime",
    "check_matmul",
    "check_mean",
    "check_middle",
    "check_one_hot",
    "check_row_shares",
    "check_seconds",
    "check_standardize",
    "check_without_negatives",
]
