"""The text that readers read: a page with everything else blanked, lines and columns kept."""

import io
import re
import tokenize
from collections.abc import Iterator
from functools import lru_cache

from booktools.source.cells import MAGIC, cell_of
from booktools.source.myst import NOT_PROSE, Block, Line, blocks, numbered, without_front_matter

COMMENT = re.compile(r"<!--.*?-->|^%.*$", re.DOTALL | re.MULTILINE)
ROLE = re.compile(r"\{(?P<name>[\w:+-]+)\}`(?P<text>[^`]*)`")
CODE_ROLES = {"math", "code", "cite", "cite:t", "cite:p", "eq", "download"}
TARGET = re.compile(r"<[^<>]*>$")
INLINE_CODE = re.compile(r"(`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)\1(?!`)", re.DOTALL)
MATH = re.compile(r"(?<!\\)\$\$?(?:(?!\n\s*\n)[^$\\]|\\.)+\$\$?", re.DOTALL)
URL = re.compile(r"(?<=\]\()[^)\s]+|<?https?://[^\s>)]+")


@lru_cache(maxsize=256)  # every check reads every page
def prose(text: str) -> str:
    """What a reader reads, everything else blanked: same lines, but no code, formula, address or comment.

    Of a code cell its header (alt text, captions) and its strings stay, since pictures and outputs show them.
    """
    text = without_front_matter(text)
    page = _Page(text)
    page.show(numbered(text))
    joined = COMMENT.sub(blank, page.shown())
    joined = ROLE.sub(_role, joined)
    for pattern in (INLINE_CODE, MATH, URL):
        joined = pattern.sub(blank, joined)
    return joined


class _Page:
    """The lines of a text, blank until they are shown; what is shown stands in its own column."""

    def __init__(self, text: str) -> None:
        self.whole = text.split("\n")
        self.lines = [""] * len(self.whole)

    def shown(self) -> str:
        return "\n".join(self.lines)

    def show(self, lines: list[Line]) -> None:
        for part in blocks(lines):
            if isinstance(part, Line):
                self._put(part.number, part.text)
            elif part.name == "code-cell":
                self._put_cell(part)
            elif part.name and part.name not in NOT_PROSE:
                self._put(part.line, part.argument)
                self.show(list(part.body))

    def _put(self, number: int, text: str, instead: str | None = None) -> None:
        """Show the end of a line, or something of the same length in its place."""
        column = max(self.whole[number - 1].rfind(text), 0) if text else 0
        self.lines[number - 1] = " " * column + (text if instead is None else instead)

    def _put_cell(self, block: Block) -> None:
        cell = cell_of(block)
        for line in block.body:
            if line.number < cell.code_line:
                self._put(line.number, line.text)
        code = cell.code.split("\n")
        for offset, (line, kept) in enumerate(zip(code, strings(cell.code).split("\n"), strict=True)):
            self._put(cell.code_line + offset, line, kept)


@lru_cache(maxsize=4096)
def strings(code: str) -> str:
    """Python code with everything but the inside of its strings blanked; same lines and columns."""
    whole = code.split("\n")
    lines = [[" "] * len(line) for line in whole]
    for (row, column), (end_row, end_column) in _string_places(MAGIC.sub("", code)):
        for number in range(row, end_row + 1):
            source = whole[number - 1]
            first = column if number == row else 0
            last = end_column if number == end_row else len(source)
            lines[number - 1][first:last] = source[first:last]
    return "\n".join("".join(line) for line in lines)


def _string_places(code: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    kinds = {tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}
    try:
        for token in tokenize.generate_tokens(io.StringIO(code).readline):
            if token.type in kinds:
                yield token.start, token.end
    except (tokenize.TokenError, SyntaxError):
        return


def _role(match: re.Match[str]) -> str:
    if match["name"] in CODE_ROLES:
        return blank(match)
    shown = TARGET.sub(blank, match["text"])
    return " " * (len(match["name"]) + 3) + shown + " "


def blank(match: re.Match[str]) -> str:
    """What a match is replaced by, so that lines and columns stay."""
    return re.sub(r"[^\n]", " ", match.group())
