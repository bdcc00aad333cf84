"""BLEU: so câu dịch với các câu mẫu bằng những cụm 1, 2, 3, 4 từ (Papineni và cộng sự, 2002)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

ORDERS = 4
Tokens = Sequence[str]


@dataclass(frozen=True)
class Bleu:
    """Điểm BLEU, từ 0 tới 100, và các phần làm nên nó.

    `matches[n-1]` là số cụm n từ khớp (đã cắt), `totals[n-1]` là số cụm n từ của câu dịch; `penalty` là hệ số
    phạt câu ngắn, `length` và `reference_length` là tổng số từ của câu dịch và của câu mẫu gần dài bằng nhất.
    """

    score: float
    matches: tuple[int, ...]
    totals: tuple[int, ...]
    penalty: float
    length: int
    reference_length: int


def ngram_counts(tokens: Tokens, n: int) -> Counter[tuple[str, ...]]:
    """Các cụm n từ liền nhau và số lần gặp."""
    return Counter(tuple(tokens[k : k + n]) for k in range(len(tokens) - n + 1))


def bleu(hypotheses: Sequence[Tokens], references: Sequence[Sequence[Tokens]]) -> Bleu:
    """BLEU-4 của cả tập câu: 100 · BP · exp(¼ Σₙ ln pₙ), đếm chung trên mọi câu rồi mới chia.

    pₙ là tỉ lệ cụm n từ của câu dịch có trong câu mẫu; một cụm không được tính nhiều lần hơn số lần ở câu mẫu
    có nó nhiều nhất. BP = exp(1 − r/c) khi câu dịch ngắn hơn (c < r), nếu không thì 1; r lấy ở câu mẫu dài
    gần bằng nhất, hoà thì câu ngắn. pₙ bằng 0 được thay bằng 1/(2ᵏ · số cụm), k là số lần đã gặp 0, như
    sacrebleu mặc định (làm trơn "exp"); không cụm 1 từ nào khớp, hay không câu nào đủ bốn từ, thì điểm là 0.

    Tham số:
        hypotheses: N câu dịch, mỗi câu là danh sách từ.
        references: N danh sách câu mẫu; số câu mẫu mỗi câu có thể khác nhau, ít nhất một.

    Trả về:
        `Bleu`.

    Lỗi:
        ValueError: không có câu nào, số câu không bằng nhau, một câu thiếu câu mẫu, hay câu chưa tách từ.
    """
    if len(hypotheses) != len(references):
        raise ValueError(
            f"có {len(hypotheses)} câu dịch và {len(references)} bộ câu mẫu; hai số phải bằng nhau"
        )
    if not len(hypotheses):
        raise ValueError("không có câu nào để tính BLEU")
    matches, totals = [0] * ORDERS, [0] * ORDERS
    length = reference_length = 0
    for k, (words, models) in enumerate(zip(hypotheses, references, strict=True)):
        _check(k, words, models)
        length += len(words)
        reference_length += min((abs(len(m) - len(words)), len(m)) for m in models)[1]
        for n in range(1, ORDERS + 1):
            counts = ngram_counts(words, n)
            best: Counter[tuple[str, ...]] = Counter()
            for model in models:
                best |= ngram_counts(model, n)
            matches[n - 1] += sum((counts & best).values())
            totals[n - 1] += sum(counts.values())
    penalty = (
        1.0 if length >= reference_length else math.exp(1 - reference_length / length) if length else 0.0
    )
    score = 100 * penalty * _geometric_mean(matches, totals)
    return Bleu(score, tuple(matches), tuple(totals), penalty, length, reference_length)


def _check(k: int, words: Tokens, models: Sequence[Tokens]) -> None:
    if isinstance(words, str) or isinstance(models, str) or any(isinstance(m, str) for m in models):
        raise ValueError(f"câu {k} chưa tách thành từ; cần danh sách từ, ví dụ câu.split()")
    if not len(models):
        raise ValueError(f"câu {k} không có câu mẫu nào")


def _geometric_mean(matches: Sequence[int], totals: Sequence[int]) -> float:
    if not matches[0] or not all(totals):
        return 0.0
    halves, logs = 1.0, []
    for found, total in zip(matches, totals, strict=True):
        if not found:
            halves *= 2
        logs.append(math.log(found / total if found else 1 / (halves * total)))
    return math.exp(sum(logs) / ORDERS)
