"""A quiz as data: what the parser reads and the HTML page and the notebook show."""

import hashlib
import math
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Literal

Kind = Literal["choice", "number", "order"]
ANY_NUMBER = "*"


@dataclass(frozen=True)
class Answer:
    """One answer with its explanation. In a number question text is a number or ANY_NUMBER."""

    text: str
    why: str
    right: bool
    line: int

    @property
    def value(self) -> float:
        """The number; NaN for ANY_NUMBER and for text that is no number."""
        return to_number(self.text)


@dataclass(frozen=True)
class Question:
    """One question: `prompt` is MyST text; the answers of an order question stand in the right order.

    Without a tolerance each number is met to half a unit of its own last digit.
    """

    kind: Kind
    id: str
    line: int
    prompt: str
    prompt_line: int
    answers: tuple[Answer, ...]
    tolerance: float | None = None
    unit: str = ""

    @property
    def multiple(self) -> bool:
        """Whether the reader must tick several answers."""
        return self.kind == "choice" and sum(answer.right for answer in self.answers) > 1

    def tolerance_of(self, answer: Answer) -> float:
        """How far from this answer's number still counts as this answer."""
        return half_last_digit(answer.text) if self.tolerance is None else self.tolerance

    def meets(self, value: float, answer: Answer) -> bool:
        """Whether a reader's number counts as this answer; quiz.js does the same."""
        return near(value, answer.value, self.tolerance_of(answer))

    def shuffled(self) -> list[Answer]:
        """The answers in an order that depends on the texts alone and is never the right one."""

        def key(answer: Answer) -> bytes:
            return hashlib.sha256(f"{self.id}\n{answer.text}".encode()).digest()

        mixed = sorted(self.answers, key=key)
        return mixed[1:] + mixed[:1] if tuple(mixed) == self.answers else mixed


@dataclass(frozen=True)
class Quiz:
    """A quiz, or a station; line and end_line (from 1) are those of its opening and closing fence.

    `intro` is the MyST text before the questions of a station; a quiz has none.
    """

    label: str
    title: str
    line: int
    end_line: int
    questions: tuple[Question, ...] = field(default=())
    kind: Literal["quiz", "station"] = "quiz"
    intro: str = ""
    intro_line: int = 0


def near(value: float, other: float, tolerance: float) -> bool:
    """Whether two numbers lie within a tolerance; the slack only absorbs binary rounding (40.97 - 40.96)."""
    return abs(value - other) <= tolerance + 1e-9 * max(abs(other), tolerance)


def to_number(text: str) -> float:
    """The number that an author wrote (decimal point); NaN when it is none."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return math.nan
    return float(number)


def half_last_digit(text: str) -> float:
    """Half a unit of the last decimal written: 40.96 gives 0.005; a whole number must be met exactly."""
    try:
        exponent = Decimal(text.strip()).as_tuple().exponent
    except InvalidOperation:
        return 0.0
    return 0.5 * 10.0**exponent if isinstance(exponent, int) and exponent < 0 else 0.0
