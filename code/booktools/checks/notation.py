"""Symbols: every letter and every sign that a page's formulas use stands in a table of book/notation.md.

A row's first cell shows the symbol, its last one the section that uses it first:

    | $\\hat y_i$ | "y mũ": giá trị model đoán | số | `y_hat` | {ref}`3.2.1 <s-3-2-1>` |

Formulas are read letter by letter: in $\\hat y_i^{(k)}$ there are y with a hat, i and k. What a letter means
is not checked, only that readers can look it up. The section that a row names must use what the row shows; a
sign or an accent (not a plain letter, which has many uses) must not appear in an earlier section.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from booktools.source.book import documents
from booktools.source.myst import NOT_PROSE, Line, blocks, numbered, sections, without_front_matter
from booktools.source.problem import Problem
from booktools.source.prose import COMMENT, INLINE_CODE, MATH, blank

NOTATION = "book/notation.md"
# Commands that put symbols in place and are none themselves.
LAYOUT = set(
    "frac dfrac tfrac left right big bigl bigr Big Bigl Bigr begin end quad qquad dots ldots cdots vdots "
    "ddots small displaystyle limits underbrace overbrace phantom boxed lvert rvert".split()
)
WORDS = re.compile(r"\\(?:text|mathrm|operatorname\*?|begin|end|hspace|phantom)\{[^{}]*\}(?:\{[clr|]+\})?")
ACCENT = re.compile(
    r"\\(?P<accent>hat|bar|tilde|mathbf|mathcal|mathbb)(?![A-Za-z])\s*\{?\s*(?P<of>\\?[A-Za-z]+?|1)(?![a-z])"
)
SYMBOL = re.compile(r"\\?[A-Za-z]+")
ROW = re.compile(r"^\|(?P<first>[^|]*\$[^|]*)\|.*\|(?P<last>[^|]*)\|\s*$")
TARGET = re.compile(r"\{(?:num)?ref\}`(?:[^`<]*<)?(?P<label>[\w-]+)>?`")


@dataclass(frozen=True)
class Section:
    """A section without those inside it: the labels around it and its own, its symbols with their lines."""

    labels: tuple[str, ...]
    page: str
    symbols: dict[str, int]


@dataclass(frozen=True)
class Row:
    """A row of the tables: its line, the symbols of its first cell, the label in its last one."""

    line: int
    symbols: frozenset[str]
    label: str


def check(root: Path) -> list[Problem]:
    """Symbols without a row, and rows that name a wrong section."""
    path = root / NOTATION
    if not path.is_file():
        return [Problem(NOTATION, 1, "không thấy bảng kí hiệu")]
    rows = list(_rows(path.read_text(encoding="utf-8")))
    pages = [f"{name}.md" for name in documents(root) if f"{name}.md" != NOTATION]
    parts = [part for page in pages for part in _sections((root / page).read_text(encoding="utf-8"), page)]
    return [*_unlisted(rows, parts), *_misplaced(rows, parts)]


def symbols(formula: str) -> set[str]:
    """The symbols of a formula: letters, commands such as \\eta, letters with an accent such as \\hat y."""
    found = set()
    formula = WORDS.sub(" ", formula)
    for match in ACCENT.finditer(formula):
        found.add(f"\\{match['accent']} {match['of']}")
    for match in SYMBOL.finditer(ACCENT.sub(" ", formula)):
        if not match.group().startswith("\\"):
            found |= set(match.group())
        elif match.group()[1:] not in LAYOUT:
            found.add(match.group())
    return found


def _rows(text: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), 1):
        if match := ROW.match(line):
            found = set().union(*(symbols(one.group()) for one in MATH.finditer(match["first"])))
            place = TARGET.search(match["last"])
            yield Row(number, frozenset(found), place["label"] if place else "")


def _sections(text: str, page: str) -> Iterator[Section]:
    for labels, first, piece in sections(text):
        used: dict[str, int] = {}
        for line, formula in formulas(piece):
            for symbol in symbols(formula):
                used.setdefault(symbol, first + line - 1)
        yield Section(labels, page, used)


def formulas(text: str) -> list[tuple[int, str]]:
    """Every formula of a text with its line, in order: those in the text and those of {math} blocks."""
    prose, displayed = [""] * (text.count("\n") + 2), []
    _gather(numbered(without_front_matter(text)), prose, displayed)
    shown = "\n".join(prose[1:])
    for pattern in (COMMENT, INLINE_CODE):
        shown = pattern.sub(blank, shown)
    inline = [(shown.count("\n", 0, found.start()) + 1, found.group()) for found in MATH.finditer(shown)]
    return sorted(inline + displayed)


def _gather(lines: list[Line], prose: list[str], displayed: list[tuple[int, str]]) -> None:
    for part in blocks(lines):
        if isinstance(part, Line):
            prose[part.number] = part.text
        elif part.name == "math":
            displayed += [(line.number, line.text) for line in part.body if not line.text.startswith(":")]
        elif part.name and part.name not in NOT_PROSE:
            prose[part.line] = part.argument
            _gather(list(part.body), prose, displayed)


def _unlisted(rows: list[Row], parts: list[Section]) -> Iterator[Problem]:
    listed = {symbol for row in rows for symbol in row.symbols}
    for section in parts:
        for symbol, line in section.symbols.items():
            if symbol not in listed:
                yield Problem(section.page, line, f"kí hiệu ${symbol}$ chưa có trong bảng của {NOTATION}")


def _misplaced(rows: list[Row], parts: list[Section]) -> Iterator[Problem]:
    rows_of = Counter(symbol for row in rows for symbol in row.symbols)
    for row in rows:
        there = [section for section in parts if row.label in section.labels]
        used = {symbol for section in there for symbol in section.symbols}
        signs = sorted(symbol for symbol in row.symbols if symbol.startswith("\\") and rows_of[symbol] == 1)
        if not there:
            message = f"ô cuối phải dẫn tới mục đầu tiên dùng kí hiệu, {{ref}}`số <nhãn>`; có {row.label!r}"
            yield Problem(NOTATION, row.line, message)
        elif not used & row.symbols or not used.issuperset(signs):
            missing = "$, $".join(sorted(set(signs or row.symbols) - used))
            yield Problem(NOTATION, row.line, f"mục {row.label} không dùng ${missing}$")
        else:
            yield from _too_late(row, signs, parts)


def _too_late(row: Row, signs: list[str], parts: list[Section]) -> Iterator[Problem]:
    """A sign that an earlier section uses; the head of a page may show what is to come."""
    for sign in signs:
        first = next(section for section in parts if section.labels and sign in section.symbols)
        if row.label not in first.labels:
            place = f"{first.page}:{first.symbols[sign]}"
            yield Problem(NOTATION, row.line, f"${sign}$ đã được dùng trước mục {row.label}, ở {place}")
