"""Chấm một dãy đọc được: khoảng cách sửa (Levenshtein), và tỉ lệ lỗi kí tự."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def edit_distance(a: Sequence, b: Sequence) -> int:
    """Số lần thêm, bớt, thay ít nhất để a thành b; a, b là chuỗi hay dãy bất kì.

    d(i, j) = min(d(i−1, j) + 1, d(i, j−1) + 1, d(i−1, j−1) + [a_i ≠ b_j]).
    """
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1]


def edit_rate(predicted: Iterable[Sequence], target: Iterable[Sequence]) -> float:
    """Tỉ lệ lỗi: tổng khoảng cách sửa chia cho tổng độ dài của sự thật. Có thể quá 1 khi đoán thừa nhiều.

    Tham số:
        predicted: N dãy đã đoán.
        target: N dãy thật.

    Lỗi:
        ValueError: hai bên khác số dãy, hoặc sự thật không có kí tự nào.
    """
    guessed, truth = list(predicted), list(target)
    if len(guessed) != len(truth):
        raise ValueError(f"đoán {len(guessed)} dãy, sự thật có {len(truth)}; hai số phải bằng nhau")
    length = sum(map(len, truth))
    if not length:
        raise ValueError("sự thật không có kí tự nào để chấm")
    return sum(map(edit_distance, guessed, truth)) / length
