"""Đếm để đoán: dạng có dấu hay gặp nhất, bigram với Viterbi, và model n-gram làm trơn Witten–Bell."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence

from hocsau.text.marks import marked_forms, nfc, strip_marks

_START = "<s>"


class FrequentForms:
    """Thêm dấu bằng cách lấy dạng có dấu gặp nhiều nhất của từng tiếng, không nhìn các tiếng bên cạnh.

    Tham số:
        sentences: các câu có dấu của phần train, mỗi câu là danh sách tiếng.
    """

    def __init__(self, sentences: Iterable[Sequence[str]]) -> None:
        self.forms = marked_forms(word for words in _checked(sentences) for word in words)

    def candidates(self, bare: str) -> list[str]:
        """Các dạng có dấu đã gặp của một tiếng không dấu, gặp nhiều đứng trước; tiếng lạ thì chính nó."""
        return list(self.forms.get(bare, {bare: 1}))

    def restore(self, words: Sequence[str]) -> list[str]:
        """Mỗi tiếng không dấu thành dạng hay gặp nhất; tiếng chưa gặp thì giữ nguyên."""
        return [self.candidates(strip_marks(word))[0] for word in words]


class BigramForms(FrequentForms):
    """Thêm dấu bằng bigram: chọn cả câu có ∏ P(tiếng | tiếng trước) lớn nhất, tìm bằng thuật toán Viterbi.

    P(w | v) = λ c(v, w) / c(v) + (1 − λ) (c(w) + α) / (N + α V): số lần gặp cặp, pha với số lần gặp riêng.

    Tham số:
        sentences: các câu có dấu của phần train, mỗi câu là danh sách tiếng.
        weight: λ, từ 0 tới dưới 1.
        alpha: α > 0, để tiếng chưa gặp không có xác suất 0.

    Lỗi:
        ValueError: tham số ngoài khoảng.
    """

    def __init__(self, sentences: Iterable[Sequence[str]], weight: float = 0.9, alpha: float = 0.1) -> None:
        if not 0 <= weight < 1 or not alpha > 0:
            raise ValueError(f"weight = {weight!r}, alpha = {alpha!r}; cần 0 ≤ weight < 1 và alpha > 0")
        kept = [[nfc(word) for word in words] for words in _checked(sentences)]
        super().__init__(kept)
        self.weight, self.alpha = weight, alpha
        self.singles = Counter(word for words in kept for word in words)
        self.before = Counter(word for words in kept for word in [_START, *words[:-1]] if words)
        self.pairs = Counter(pair for words in kept for pair in zip([_START, *words], words, strict=False))
        self.total = sum(self.singles.values())

    def log_prob(self, word: str, before: str) -> float:
        """ln P(word | before)."""
        single = (self.singles[word] + self.alpha) / (self.total + self.alpha * (len(self.singles) + 1))
        seen = self.before[before]
        pair = self.pairs[before, word] / seen if seen else 0.0
        return math.log(self.weight * pair + (1 - self.weight) * single)

    def restore(self, words: Sequence[str]) -> list[str]:
        """Câu có dấu với xác suất lớn nhất (Viterbi); bằng nhau thì dạng hay gặp hơn."""
        best: dict[str, tuple[float, list[str]]] = {_START: (0.0, [])}
        for word in words:
            step = {}
            for form in self.candidates(strip_marks(word)):
                scored = ((score + self.log_prob(form, last), path) for last, (score, path) in best.items())
                score, path = max(scored, key=lambda item: item[0])
                step[form] = (score, [*path, form])
            best = step
        return max(best.values(), key=lambda item: item[0])[1]


def _checked(sentences: Iterable[Sequence[str]]) -> list[Sequence[str]]:
    kept = list(sentences)
    if any(isinstance(words, str) for words in kept):
        raise ValueError("sentences có một chuỗi; mỗi câu phải là danh sách tiếng, ví dụ câu.split()")
    return kept


class NgramModel:
    """Model n-gram làm trơn Witten–Bell, trên tiếng hay kí tự (Witten và Bell, 1991).

    P(w | h) = (c(h, w) + t(h) P(w | h′)) / (c(h) + t(h)): c đếm số lần, t(h) là số từ khác nhau từng đi sau
    h, h′ là h bỏ từ đầu; hết ngữ cảnh thì lùi về phân bố đều trên `vocabulary`.

    Tham số:
        sequences: các dãy từ của phần train.
        order: n ≥ 1; ngữ cảnh là n − 1 từ trước, đầu dãy thì ngắn hơn.
        vocabulary: mọi từ có thể gặp, kể cả lúc đo.

    Lỗi:
        ValueError: order không dương, từ điển rỗng, hay dãy có từ ngoài từ điển.
    """

    def __init__(
        self, sequences: Iterable[Sequence[Hashable]], order: int, vocabulary: Iterable[Hashable]
    ) -> None:
        if isinstance(order, bool) or not isinstance(order, int) or order < 1:
            raise ValueError(f"order = {order!r}; cần số nguyên dương")
        self.order, self.vocabulary = order, frozenset(vocabulary)
        if not self.vocabulary:
            raise ValueError("vocabulary rỗng; cần mọi từ có thể gặp")
        self._next: dict[tuple, Counter] = defaultdict(Counter)
        for sequence in sequences:
            for k, word in enumerate(sequence):
                self._known(word)
                for n in range(min(order - 1, k) + 1):
                    self._next[tuple(sequence[k - n : k])][word] += 1
        self._next = dict(self._next)
        self._sums = {history: sum(counts.values()) for history, counts in self._next.items()}

    def prob(self, word: Hashable, history: Sequence[Hashable] = ()) -> float:
        """P(word | history); chỉ n − 1 từ cuối của `history` được dùng.

        Lỗi:
            ValueError: `word` không có trong từ điển.
        """
        self._known(word)
        context = tuple(history[max(0, len(history) - self.order + 1) :])
        p = 1 / len(self.vocabulary)
        for n in range(len(context) + 1):  # from the empty context to the longest
            counts = self._next.get(context[len(context) - n :])
            if counts is None:
                break  # a longer context holds this one, so it was not seen either
            kinds = len(counts)
            p = (counts[word] + kinds * p) / (self._sums[context[len(context) - n :]] + kinds)
        return p

    def log_probs(self, sequence: Sequence[Hashable]) -> list[float]:
        """ln P của từng từ trong dãy, biết các từ đứng trước nó."""
        return [
            math.log(self.prob(w, sequence[max(0, k - self.order + 1) : k])) for k, w in enumerate(sequence)
        ]

    def _known(self, word: Hashable) -> None:
        if word not in self.vocabulary:
            raise ValueError(f"từ {word!r} không có trong vocabulary")
