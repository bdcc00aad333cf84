"""Code that a page shows is at most 72 columns wide, and a comment behind it follows after two blanks.

So no line is cut at the edge of its box, and no comment lies beyond it. `make format` mends most of it; what
is left (a long string, a long name) is the author's to shorten. Listings that are not cells (what one types,
a piece of a file) count as well, but only their width. In folded cells the formatter leaves hardly more than
the sentences that describe pictures: there only the comments are looked at.
"""

from collections.abc import Iterator
from pathlib import Path

from booktools.source.book import book_files, name_of
from booktools.source.columns import BLANKS, COLUMNS, Piece, comments, pieces, width
from booktools.source.problem import Problem


def check(root: Path) -> list[Problem]:
    """Lines that are too wide, and comments too far behind their code, by file and line."""
    return [problem for path in book_files(root) for problem in _page(path, root)]


def _page(path: Path, root: Path) -> Iterator[Problem]:
    for piece in pieces(path.read_text(encoding="utf-8")):
        for number, message in _wrong(piece):
            yield Problem(name_of(path, root), number, message)


def _wrong(piece: Piece) -> Iterator[tuple[int, str]]:
    for line in () if piece.folded else piece.lines:
        if (columns := width(line.text)) > COLUMNS:
            yield line.number, f"dòng code rộng {columns} cột; nhiều nhất {COLUMNS}: {_advice(piece)}"
    for comment in comments("\n".join(line.text for line in piece.lines)) if piece.is_cell else ():
        if (blanks := comment.start - comment.end) > BLANKS:
            line = piece.lines[comment.line]
            yield line.number, f"comment đứng cách code {blanks} dấu cách; cần {BLANKS}: chạy make format"


def _advice(piece: Piece) -> str:
    if piece.is_cell:
        return "chạy make format, rồi tách biểu thức hoặc rút ngắn chữ"
    return "tách dòng, hoặc rút ngắn chữ"
