"""The files of the book: its sources, its pages in reading order, the chapter that a page belongs to."""

import re
from pathlib import Path

from sphinx_external_toc.parsing import parse_toc_yaml

CHAPTER = re.compile(r"(?:.*/)?ch(\d\d)_")


def documents(root: Path) -> list[str]:
    """Return the docnames of _toc.yml, e.g. book/ch03_linear_regression."""
    return list(parse_toc_yaml(root / "_toc.yml"))


def chapter_number(docname: str) -> int | None:
    """Number of the chapter that a page belongs to: book/ch05_lab_perceptron -> 5."""
    match = CHAPTER.match(docname)
    return int(match[1]) if match else None


def book_files(root: Path) -> list[Path]:
    """All MyST files of the book, in order."""
    return sorted((root / "book").rglob("*.md"))


def reader_files(root: Path) -> list[Path]:
    """The book, and what else readers of the repository read: the READMEs and their like."""
    return [*book_files(root), *sorted(root.glob("*.md")), *sorted((root / "data").glob("*.md"))]


def name_of(path: Path, root: Path) -> str:
    """A path as problems show it."""
    return path.relative_to(root).as_posix()
