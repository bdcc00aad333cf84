"""A label names one place: used twice, a reference would lead to either.

Labels are `(s-3-1)=` before a heading, `:label:` and `:name:` of directives, and the name of a cell's figure.
Two quizzes of one label are told of by booktools.checks.quizzes.
"""

from collections.abc import Iterator
from pathlib import Path

from booktools.source.book import book_files, name_of
from booktools.source.cells import cells
from booktools.source.myst import directives, options, targets
from booktools.source.problem import Problem

QUIZ = {"quiz", "station"}


def check(root: Path) -> list[Problem]:
    """Labels that the book's files use more than once, at each use after the first."""
    first: dict[str, tuple[str, int, str]] = {}
    problems = []
    for path in book_files(root):
        file = name_of(path, root)
        for line, label, kind in sorted(_labels(path.read_text(encoding="utf-8"))):
            where, row, before = first.setdefault(" ".join(label.lower().split()), (file, line, kind))
            if (where, row) != (file, line) and not {kind, before} <= QUIZ:
                message = f"nhãn {label!r} đã dùng ở {where}:{row}; hãy đặt tên khác"
                problems.append(Problem(file, line, message))
    return problems


def _labels(text: str) -> Iterator[tuple[int, str, str]]:
    for target in targets(text):
        yield target.number, target.text, "target"
    for block in directives(text):
        if block.name not in {"code-cell", "question"}:
            found, _ = options(block.body)
            for name in {"label", "name"} & set(found):
                yield found[name].number, found[name].text, block.name
    for cell in cells(text):
        settings = cell.header.get("mystnb")
        figure = settings.get("figure") if isinstance(settings, dict) else None
        if isinstance(figure, dict) and figure.get("name"):
            yield cell.line, str(figure["name"]), "figure"
