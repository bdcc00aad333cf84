"""Every exercise says how hard it is: one, two or three ★ at the head of its name.

A page of five or more exercises has something for who has just read it (one ★) and not one level only.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from booktools.source.book import book_files, name_of
from booktools.source.levels import MEANINGS, MOST, split_level
from booktools.source.myst import Block, directives
from booktools.source.problem import Problem

EXERCISES = {"exercise", "exercise-start"}
FEW = 5
STAR = re.compile(r"[★☆⭐✩✪]")
MEANING = ", ".join(f"{'★' * level} {words}" for level, words in enumerate(MEANINGS, 1))


def check(root: Path) -> list[Problem]:
    """What is wrong with the levels of the book's exercises."""
    problems: list[Problem] = []
    for path in book_files(root):
        file = name_of(path, root)
        blocks = directives(path.read_text(encoding="utf-8"))
        exercises = [block for block in blocks if block.name in EXERCISES]
        for block in exercises:
            problems += [Problem(file, block.line, message) for message in _wrong(block.argument)]
        problems += _spread(exercises, file)
    return problems


def _wrong(name: str) -> Iterator[str]:
    level, rest = split_level(name)
    if not level:
        yield f"bài tập {name!r} chưa ghi độ khó: từ một tới {MOST} ★ rồi một dấu cách ở đầu tên ({MEANING})"
    elif STAR.search(rest):
        yield f"bài tập {name!r}: sao chỉ đứng ở đầu tên, và chỉ có ★"


def _spread(exercises: list[Block], file: str) -> Iterator[Problem]:
    levels = {split_level(block.argument)[0] for block in exercises} - {0}
    if len(exercises) < FEW or not levels or (1 in levels and len(levels) > 1):
        return
    what = "bài nào cũng một ★" if 1 in levels else "không bài nào một ★"
    yield Problem(file, exercises[0].line, f"{len(exercises)} bài tập mà {what} ({MEANING})")
