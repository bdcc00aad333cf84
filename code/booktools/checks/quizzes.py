"""Quizzes of the whole book: every answer key is possible, every label is used once."""

from pathlib import Path

from booktools.quiz import duplicate_labels, parse_text
from booktools.source.book import book_files, name_of
from booktools.source.problem import Problem


def check(root: Path) -> list[Problem]:
    """What is wrong with the book's quizzes."""
    problems, labels = set(), []
    for path in book_files(root):
        file = name_of(path, root)
        quizzes, found = parse_text(path.read_text(encoding="utf-8"), file)
        problems |= set(found)
        labels += [(file, quiz.label, quiz.line) for quiz in quizzes]
    return sorted(problems | set(duplicate_labels(labels)))
