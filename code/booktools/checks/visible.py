"""Code that a page shows fits a reader's eye: at most 15 lines a cell; more is split, or folded by a tag.

Blank lines do not count. A solution's cells count too: the reader who opens it reads them all.
"""

from collections.abc import Iterator
from pathlib import Path

from booktools.source.book import book_files, name_of
from booktools.source.cells import Cell, cells
from booktools.source.columns import FOLDED
from booktools.source.problem import Problem

MOST = 15


def check(root: Path) -> list[Problem]:
    """Cells of all pages that show too many lines, by file and line of the cell."""
    return [problem for path in book_files(root) for problem in _page(path, root)]


def visible_lines(cell: Cell) -> int:
    """How many lines of its code a cell shows."""
    if FOLDED & set(cell.tags):
        return 0
    return sum(bool(line.strip()) for line in cell.code.split("\n"))


def _page(path: Path, root: Path) -> Iterator[Problem]:
    for cell in cells(path.read_text(encoding="utf-8")):
        if (count := visible_lines(cell)) > MOST:
            message = f"ô code hiện {count} dòng; nhiều nhất {MOST}: tách ô, hoặc gấp lại bằng tag hide-input"
            yield Problem(name_of(path, root), cell.line, message)
