"""What a guess must satisfy: one truth, nothing ambiguous, nothing unexplained."""

import math
from collections.abc import Iterator

from booktools.guess.model import READ, TOLERANCE, Guess, bounds, digits
from booktools.quiz.model import ANY_NUMBER, near
from booktools.quiz.rules import explained

Mistake = tuple[int, str]
COVERS = ("output", "next")


def guess_mistakes(guess: Guess) -> Iterator[Mistake]:
    """Line and message of everything that a reader could not guess, or not be told rightly."""
    if not guess.prompt.strip():
        yield guess.line, "{guess} chưa có lời hỏi"
    if guess.covers not in COVERS:
        yield guess.line, f":covers: là {guess.covers!r}; cần một trong: {', '.join(COVERS)}"
    yield from explained(guess.line, guess.answers)
    right = [answer for answer in guess.answers if answer.right]
    if len(right) != 1:
        yield guess.line, f"{{guess}} có {len(right)} đáp án đúng; cần đúng một '- [x]'"
        return
    yield from KINDS[guess.kind](guess)


def _choice(guess: Guess) -> Iterator[Mistake]:
    if len(guess.answers) < 2:
        yield guess.line, "{guess} choice có một đáp án; cần ít nhất 2"
    if "{}" in guess.output:
        yield guess.line, "'{}' trong :from: không dùng với choice"


def _number(guess: Guess) -> Iterator[Mistake]:
    match = TOLERANCE.fullmatch(guess.tolerance)
    if not match or (match["times"] and (match["percent"] or float(match["number"]) <= 1)):
        yield guess.line, f":tolerance: là {guess.tolerance!r}; cần như 3, 10 % hoặc x2"
        return
    yield from _told(guess)
    for answer in guess.answers:
        if answer.text != (READ if answer.right else ANY_NUMBER) and not math.isfinite(answer.value):
            yield answer.line, f"{answer.text!r} không phải là số hữu hạn (viết dấu chấm thập phân: 40.96)"
            return
    if not guess.is_read:
        low, high = bounds(guess.right.value, guess.tolerance)
        for answer in guess.answers:
            if not answer.right and low <= answer.value <= high:
                yield answer.line, f"{answer.text} vẫn tính là trúng: từ {low:g} tới {high:g}"


def _told(guess: Guess) -> Iterator[Mistake]:
    if ("{}" in guess.output) != guess.is_read:
        yield guess.line, "đáp án '?' cần :from: có '{}' đúng chỗ con số của đầu ra, và ngược lại"
    elif guess.kind == "number" and guess.output.count("{}") > 1:
        yield guess.line, ":from: của number có nhiều '{}'; chỉ cần một"


def _drawn(guess: Guess) -> Iterator[Mistake]:
    match = TOLERANCE.fullmatch(guess.tolerance)
    if not match or not match["percent"]:
        yield guess.line, f":tolerance: là {guess.tolerance!r}; cần phần trăm của trục, ví dụ 10 %"
    if len(guess.answers) != 1:
        yield guess.line, f"{{guess}} {guess.kind} chỉ có một đáp án '- [x]'"
    yield from _told(guess)
    values = guess.truth()
    if guess.x is None or guess.y is None:
        return
    wanted = guess.count == 2 if guess.kind == "point" else guess.count >= 2
    axes = [guess.x, guess.y] if guess.kind == "point" else [guess.y] * len(values)
    if not wanted or not all(map(math.isfinite, values)):
        form = "ngang đứng" if guess.kind == "point" else "hai hay nhiều chiều cao"
        yield guess.right.line, f"đáp án là {guess.right.text!r}; cần các số: {form}"
        return
    for value, axis in zip(values, axes, strict=False):
        if not axis.low <= value <= axis.high:
            yield guess.right.line, f"{value:g} ra ngoài trục {axis.label!r} ({axis.low:g} tới {axis.high:g})"


KINDS = {"choice": _choice, "number": _number, "point": _drawn, "line": _drawn}


def shown_by(guess: Guess, values: list[float]) -> list[str]:
    """The numbers of the truth that are not among `values`, as the author wrote them."""
    words = guess.right.text.split()
    return [
        word
        for word, (number, half) in zip(words, digits(guess.right.text), strict=True)
        if not any(near(abs(value), abs(number), half) for value in values)
    ]
