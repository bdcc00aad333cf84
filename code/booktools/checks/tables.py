"""A table is one block: a blank line inside ends it, and the rows behind would be printed as they are typed.

| a | b |
|---|---|
| 1 | 2 |
                <- the table ends here
| 3 | 4 |       <- printed "| 3 | 4 |"
"""

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from booktools.source.book import book_files, name_of
from booktools.source.myst import NOT_PROSE, Line, blocks, numbered, without_front_matter
from booktools.source.problem import Problem

_ROW = re.compile(r"\s*\|.*\|\s*$")
_RULE = re.compile(r"\s*\|(\s*:?-+:?\s*\|)+\s*$")
MESSAGE = (
    "dòng bắt đầu bằng | mà không thuộc bảng nào, nên trang sẽ in nguyên các dấu |; "
    "hãy bỏ dòng trống phía trên, hay thêm dòng |---| dưới tên các cột"
)


def check(root: Path) -> list[Problem]:
    """Rows that stand in no table, by file and the first line of each such block."""
    return [
        Problem(name_of(path, root), line, MESSAGE)
        for path in book_files(root)
        for line in _lost(numbered(without_front_matter(path.read_text(encoding="utf-8"))))
    ]


def _lost(lines: list[Line]) -> Iterator[int]:
    prose: list[Line] = []
    for part in blocks(lines):
        if isinstance(part, Line):
            prose.append(part)
        elif part.name and part.name not in NOT_PROSE:
            yield from _lost(list(part.body))
    for is_row, group in groupby(_joined(prose), key=lambda line: bool(_ROW.match(line.text))):
        rows = list(group)
        if is_row and not (len(rows) > 1 and _RULE.match(rows[1].text)):
            yield rows[0].number


def _joined(prose: list[Line]) -> Iterator[Line]:
    """The lines, with an empty one where a block stood between them: it ends a table too."""
    before = 0
    for line in prose:
        if before and line.number > before + 1:
            yield Line(before + 1, "")
        yield line
        before = line.number
