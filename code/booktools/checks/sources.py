"""The book's sources as the checks need them: the files, their code cells, and the text that readers read."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from booktools.myst import Block, Line, blocks, numbered, options

# Directives that hold no prose; a fence without a directive holds none either.
NOT_PROSE = {"code", "code-block", "code-cell", "literalinclude", "math", "raw", "sourcecode"}
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->|^%.*$", re.DOTALL | re.MULTILINE)
ROLE = re.compile(r"\{(?P<name>[\w:+-]+)\}`(?P<text>[^`]*)`")
CODE_ROLES = {"math", "code", "cite", "cite:t", "cite:p", "eq", "download"}
TARGET = re.compile(r"<[^<>]*>$")
INLINE_CODE = re.compile(r"(`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)\1(?!`)", re.DOTALL)
MATH = re.compile(r"(?<!\\)\$\$?(?:(?!\n\s*\n)[^$\\]|\\.)+\$\$?", re.DOTALL)
URL = re.compile(r"(?<=\]\()[^)\s]+|<?https?://[^\s>)]+")
SECTION = re.compile(r"^\((?P<label>[\w-]+)\)=\s*\n+(?P<level>#+) ", re.MULTILINE)
MAGIC = re.compile(r"^\s*[!%].*$", re.MULTILINE)


@dataclass(frozen=True)
class Cell:
    """A code cell: the line of its fence, its YAML header, and its code with the code's first line."""

    line: int
    header: dict
    code: str
    code_line: int

    @property
    def tags(self) -> list[str]:
        return list(self.header.get("tags") or [])

    def tree(self) -> ast.Module | None:
        """The code's syntax tree; None when it is not plain Python (running it tells more)."""
        try:
            return ast.parse(MAGIC.sub("", self.code))
        except SyntaxError:
            return None


def book_files(root: Path) -> list[Path]:
    """All MyST files of the book, in order."""
    return sorted((root / "book").rglob("*.md"))


def reader_files(root: Path) -> list[Path]:
    """The book, and what else readers of the repository read: the READMEs and their like."""
    return [*book_files(root), *sorted(root.glob("*.md")), *sorted((root / "data").glob("*.md"))]


def name_of(path: Path, root: Path) -> str:
    """A path as problems show it."""
    return path.relative_to(root).as_posix()


def without_front_matter(text: str) -> str:
    """The text with its YAML front matter emptied; lines keep their numbers."""
    return FRONT_MATTER.sub(lambda match: _blank(match.group()), text)


def sections(text: str) -> Iterator[tuple[tuple[str, ...], int, str]]:
    """The text cut at its labelled headings: the labels around a piece and its own, its line, its text."""
    around: list[tuple[int, str]] = []
    start = 0
    for found in SECTION.finditer(text):
        yield _piece(text, around, start, found.start())
        level = len(found["level"])
        around = [(above, label) for above, label in around if above < level] + [(level, found["label"])]
        start = found.start()
    yield _piece(text, around, start, len(text))


def _piece(text: str, around: list, start: int, end: int) -> tuple[tuple[str, ...], int, str]:
    return tuple(label for _, label in around), text.count("\n", 0, start) + 1, text[start:end]


def directives(text: str) -> Iterator[Block]:
    """Every directive, also those inside other directives' text."""
    yield from _directives(numbered(without_front_matter(text)))


def _directives(lines: list[Line]) -> Iterator[Block]:
    for part in blocks(lines):
        if isinstance(part, Block) and part.name:
            yield part
            if part.name not in NOT_PROSE:
                yield from _directives(list(part.body))


def cells(text: str) -> Iterator[Cell]:
    """Every code cell of a MyST notebook."""
    for block in directives(text):
        if block.name == "code-cell":
            yield _cell(block)


def _cell(block: Block) -> Cell:
    body = list(block.body)
    start = next((i for i, line in enumerate(body) if line.text.strip()), len(body))
    if start < len(body) and body[start].text.strip() == "---":
        end = next((i for i in range(start + 1, len(body)) if body[i].text.strip() == "---"), len(body))
        header, rest = "\n".join(line.text for line in body[start + 1 : end]), body[end + 1 :]
    else:
        found, rest = options(tuple(body[start:]))
        header = "\n".join(f"{name}: {line.text}" for name, line in found.items())
    try:
        loaded = yaml.safe_load(header)
    except yaml.YAMLError:
        loaded = None
    code = "\n".join(line.text for line in rest)
    first = rest[0].number if rest else block.line
    return Cell(block.line, loaded if isinstance(loaded, dict) else {}, code, first)


def prose(text: str) -> str:
    """What a reader reads, everything else blanked: same lines, but no code, formula, address or comment.

    Of a code cell its header (alt text, captions) and its strings stay, since pictures and outputs show them.
    """
    text = without_front_matter(text)
    shown = dict.fromkeys(range(1, text.count("\n") + 2), "")
    _show(numbered(text), shown)
    joined = "\n".join(shown.values())
    joined = COMMENT.sub(lambda match: _blank(match.group()), joined)
    joined = ROLE.sub(_role, joined)
    for pattern in (INLINE_CODE, MATH, URL):
        joined = pattern.sub(lambda match: _blank(match.group()), joined)
    return joined


def _show(lines: list[Line], shown: dict[int, str]) -> None:
    for part in blocks(lines):
        if isinstance(part, Line):
            shown[part.number] = part.text
        elif part.name == "code-cell":
            _show_cell(part, shown)
        elif part.name and part.name not in NOT_PROSE:
            shown[part.line] = part.argument
            _show(list(part.body), shown)


def _show_cell(block: Block, shown: dict[int, str]) -> None:
    cell = _cell(block)
    for line in block.body:
        if line.number < cell.code_line:
            shown[line.number] = line.text
    for offset, line in enumerate(strings(cell.code).split("\n")):
        shown[cell.code_line + offset] = line


def strings(code: str) -> str:
    """Python code with everything but the inside of its strings blanked; same lines and columns."""
    lines = [[" "] * len(line) for line in code.split("\n")]
    for (row, column), (end_row, end_column) in _string_places(MAGIC.sub("", code)):
        for number in range(row, end_row + 1):
            source = code.split("\n")[number - 1]
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
        return _blank(match.group())
    shown = TARGET.sub(lambda target: _blank(target.group()), match["text"])
    return " " * (len(match["name"]) + 3) + shown + " "


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
