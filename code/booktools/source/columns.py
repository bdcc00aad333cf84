"""How wide code may be: the columns of a line, where its comment begins, all code that a page shows."""

import io
import tokenize
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from booktools.source.cells import MAGIC, cell_of
from booktools.source.myst import Block, Line, blocks, numbered, options

COLUMNS = 72  # what a code box of the page holds on a laptop, and a reader's eye anywhere
BLANKS = 2  # between code and the comment behind it
FOLDED = {"hide-input", "remove-input", "hide-cell", "remove-cell"}
LISTINGS = {"", "code", "code-block", "sourcecode"}  # "": a fence without a directive
OPEN, CLOSE = "([{", ")]}"


@dataclass(frozen=True)
class Piece:
    """Code that a page shows, a cell's or a listing's: its lines without the indent of a list around it."""

    lines: tuple[Line, ...]
    is_cell: bool
    folded: bool


@dataclass(frozen=True)
class Comment:
    """A comment behind code: its line (from 0), where the code before it ends, and where it begins itself.

    `open_before` and `open_after` say how many brackets are open where the line begins, and where it ends.
    """

    line: int
    end: int
    start: int
    open_before: int
    open_after: int


def width(line: str) -> int:
    """Columns that a line takes: a mark on a letter takes none, a wide sign (an emoji) takes two."""
    return sum(_columns(letter) for letter in line)


def _columns(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def pieces(text: str) -> Iterator[Piece]:
    """Every cell and every listing of a page, also those inside other directives."""
    return _pieces(numbered(text))


def _pieces(lines: list[Line]) -> Iterator[Piece]:
    for part in blocks(lines):
        if not isinstance(part, Block):
            continue
        if part.name == "code-cell":
            cell = cell_of(part)
            code = tuple(line for line in part.body if line.number >= cell.code_line)
            yield Piece(code, True, bool(FOLDED & set(cell.tags)))
        elif part.name in LISTINGS:
            yield Piece(options(part.body)[1] if part.name else part.body, False, False)
        else:
            yield from _pieces(list(part.body))


@lru_cache(maxsize=4096)
def comments(code: str) -> tuple[Comment, ...]:
    """The comments that stand behind code on its line; none when the code is not plain Python."""
    found = []
    lines = code.split("\n")
    depth, before, row = 0, 0, 0
    try:
        for token in tokenize.generate_tokens(io.StringIO(MAGIC.sub("", code)).readline):
            if token.start[0] != row:
                row, before = token.start[0], depth
            if token.type == tokenize.OP:
                depth += (token.string in OPEN) - (token.string in CLOSE)
            elif token.type == tokenize.COMMENT and (kept := lines[row - 1][: token.start[1]].rstrip()):
                found.append(Comment(row - 1, len(kept), token.start[1], before, depth))
    except (tokenize.TokenError, SyntaxError):
        return ()
    return tuple(found)
