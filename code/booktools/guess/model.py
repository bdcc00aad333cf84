"""A guess as data: what the parser reads, and what the page, the notebook and the lint need to know of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from booktools.quiz import Answer
from booktools.quiz.model import half_last_digit, to_number

Kind = Literal["choice", "number", "point", "line"]
READ = "?"  # the truth that the covered output tells
NUMBER = r"[-+\u2212]?\d[\d\u00a0\u202f]*(?:\.\d+)?(?:e[-+]?\d+)?"
TOLERANCE = re.compile(r"(?P<times>[x×])?\s*(?P<number>\d+(?:\.\d+)?)\s*(?P<percent>%)?")
DEFAULT = "10 %"


@dataclass(frozen=True)
class Axis:
    """An axis to draw on."""

    low: float
    high: float
    step: float
    label: str


@dataclass(frozen=True)
class Guess:
    """One guess; `prompt` is MyST text. `covers` is "output" or "next", `also` how many blocks more wait.

    `output` is a piece of the covered output's text; each `{}` in it stands for a number of the truth.
    """

    kind: Kind
    id: str
    line: int
    prompt: str
    prompt_line: int
    answers: tuple[Answer, ...]
    unit: str = ""
    tolerance: str = DEFAULT
    x: Axis | None = None
    y: Axis | None = None
    covers: str = "output"
    also: int = 0
    output: str = ""

    @cached_property
    def right(self) -> Answer:
        """The right answer (the rules see to it that there is one)."""
        return next(answer for answer in self.answers if answer.right)

    @property
    def is_read(self) -> bool:
        """Whether the covered output tells the numbers."""
        return self.kind != "choice" and self.right.text == READ

    @property
    def count(self) -> int:
        """How many numbers the truth has."""
        return self.output.count("{}") if self.is_read else len(self.truth())

    def truth(self) -> list[float]:
        """The numbers of the right answer; none of a choice, and of what the output tells."""
        return [] if self.kind == "choice" or self.is_read else numbers(self.right.text)

    def found_in(self, text: str) -> re.Match[str] | None:
        """Where `output` stands in a text; the groups are the numbers that each `{}` stands for."""
        pieces = [r"\s+".join(map(re.escape, piece.split(" "))) for piece in self.output.split("{}")]
        return re.search(f"({NUMBER})".join(pieces), text)


def numbers(text: str) -> list[float]:
    """The numbers that an author wrote apart by blanks; NaN for what is none."""
    return [to_number(word) for word in text.split()]


def bounds(truth: float, tolerance: str) -> tuple[float, float]:
    """From where to where a guessed number is as good as right."""
    match = TOLERANCE.fullmatch(tolerance)
    number = float(match["number"])
    if match["times"]:
        low, high = sorted((truth / number, truth * number))
    else:
        away = abs(truth) * number / 100 if match["percent"] else number
        low, high = truth - away, truth + away
    return low, high


def share(tolerance: str) -> float:
    """How much of an axis a drawn guess may be off."""
    return float(TOLERANCE.fullmatch(tolerance)["number"]) / 100


def knots(axis: Axis, count: int) -> Iterator[float]:
    """The places along an axis where a line of so many heights has them."""
    return (axis.low + (axis.high - axis.low) * i / (count - 1) for i in range(count))


def digits(text: str) -> list[tuple[float, float]]:
    """Each number of an answer with half a unit of its last digit (of a whole number: nothing)."""
    return [(to_number(word), half_last_digit(word)) for word in text.split()]
