"""`make format`, the code of the pages: lines of cells are brought to 72 columns, as far as a machine can.

- A comment behind code follows after two blanks. Where it does not fit there, it moves above the line.
- A line that is still too wide is laid out by ruff; the lines around it stay as their author laid them out
  (the rows of a matrix under each other), and so do quotes and the `;` that keeps a cell from printing its
  last value.

A cell that the check (booktools.checks.columns) accepts is not touched. What is left over, the check names.
"""

import ast
import subprocess
import sys
import textwrap
from pathlib import Path

from booktools.source.book import book_files, name_of
from booktools.source.cells import MAGIC
from booktools.source.columns import BLANKS, COLUMNS, Comment, Piece, comments, pieces, width

RUFF = [sys.executable, "-m", "ruff", "format", "--isolated", "--quiet", f"--line-length={COLUMNS}"]
KEEP_QUOTES = ["--config", 'format.quote-style = "preserve"']
LEAST = 30  # columns that a comment is wrapped to, however deep it stands


def run(root: Path) -> int:
    """Format the cells of all pages; name the pages that changed."""
    for path in book_files(root):
        old = path.read_text(encoding="utf-8")
        if (new := page(old)) != old:
            path.write_text(new, encoding="utf-8")
            print(f"đã định dạng lại các ô code: {name_of(path, root)}")
    return 0


def page(text: str) -> str:
    """A page with its cells formatted."""
    lines = text.split("\n")
    for piece in reversed([piece for piece in pieces(text) if piece.is_cell and piece.lines]):
        code = "\n".join(line.text for line in piece.lines)
        if (new := cell(code)) != code:
            first, last = piece.lines[0].number - 1, piece.lines[-1].number
            lines[first:last] = [f"{_indent(lines, piece)}{line}" if line else "" for line in new.split("\n")]
    return "\n".join(lines)


def _indent(lines: list[str], piece: Piece) -> str:
    """What stands before the code's lines in the file: the indent of a list around the cell."""
    line = next(line for line in piece.lines if line.text.strip())
    return lines[line.number - 1].removesuffix(line.text)


def cell(code: str) -> str:
    """The code of one cell, formatted; code that is not plain Python stays as it is."""
    if MAGIC.search(code) or not _wrong(code):
        return code
    try:
        ast.parse(code)
    except SyntaxError:
        return code
    return _lay_out(_place_comments(code))


def _wrong(code: str) -> bool:
    return any(width(line) > COLUMNS for line in code.split("\n")) or any(
        comment.start - comment.end > BLANKS for comment in comments(code)
    )


def _place_comments(code: str) -> str:
    """Comments two blanks behind their code, or above it where the line would become too wide."""
    lines = code.split("\n")
    starts = _starts(code)
    for comment in reversed(comments(code)):
        line = lines[comment.line]
        kept, said = line[: comment.end], line[comment.start :]
        if width(kept) + BLANKS + width(said) <= COLUMNS:
            lines[comment.line] = f"{kept}{' ' * BLANKS}{said}"
            continue
        lines[comment.line] = kept
        above = starts.get(comment.line, comment.line) if _ends_statement(comment) else comment.line
        lines[above:above] = _comment(said, lines[above])
    for index in reversed(range(len(lines))):
        if width(lines[index]) > COLUMNS and lines[index].lstrip().startswith("#"):
            lines[index : index + 1] = _comment(lines[index].lstrip(), lines[index])
    return "\n".join(lines)


def _ends_statement(comment: Comment) -> bool:
    return comment.open_before > 0 and comment.open_after == 0


def _starts(code: str) -> dict[int, int]:
    """For the last line of a statement that takes several: its first line (both from 0)."""
    return {
        node.end_lineno - 1: node.lineno - 1
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.stmt) and node.end_lineno > node.lineno and not hasattr(node, "body")
    }


def _comment(said: str, beside: str) -> list[str]:
    """A comment on lines of its own, indented as the code under it."""
    indent = beside[: len(beside) - len(beside.lstrip())]
    room = max(COLUMNS - len(indent) - 2, LEAST)
    return [f"{indent}# {part}" for part in textwrap.wrap(said.lstrip("# "), room, break_long_words=False)]


def _lay_out(code: str) -> str:
    """The code with every line that is too wide laid out by ruff, from the last to the first."""
    lines = code.split("\n")
    number = len(lines)
    while number:
        if width(lines[number - 1]) > COLUMNS and not lines[number - 1].lstrip().startswith("#"):
            lines = _ruff("\n".join(lines), number).split("\n")
        number = min(number, len(lines)) - 1
    return "\n".join(lines)


def _ruff(code: str, number: int) -> str:
    """The code with the statement at one line formatted."""
    line = code.split("\n")[number - 1]
    start, end = len(line) - len(line.lstrip()) + 1, len(line) + 1  # more would take in the neighbours
    done = subprocess.run(
        [*RUFF, *KEEP_QUOTES, f"--range={number}:{start}-{number}:{end}", "--stdin-filename=cell.py", "-"],
        input=f"{code}\n",
        capture_output=True,
        encoding="utf-8",
    )
    if done.returncode:
        raise ValueError(f"ruff không định dạng được ô này: {done.stderr.strip()}\n{code}")
    new = done.stdout.rstrip("\n")
    silent = code.rstrip().endswith(";") and not new.endswith(";")
    return f"{new};" if silent else new
