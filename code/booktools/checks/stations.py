"""Resting places: every chapter of six or more sections has two or three {station}, outside its exercises.

Whether a station is well formed, booktools.quiz says, as of every quiz. The line "*Chỗ nghỉ: …*" is refused.
"""

import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from booktools.checks.chapters import is_chapter, numbered_sections
from booktools.quiz import Quiz, parse_text
from booktools.source.book import book_files, documents, name_of
from booktools.source.myst import Line, blocks, numbered
from booktools.source.problem import Problem

TOC = "_toc.yml"
SIX = 6
LEAST, MOST = 2, 3
RAW = re.compile(r"^\s*\*+Chỗ nghỉ\b")
EXERCISES = re.compile(r"##\s+Bài tập\b")


def check(root: Path) -> list[Problem]:
    """What is wrong with the resting places of the book's chapters."""
    problems: list[Problem] = []
    chapters = set(documents(root)) if (root / TOC).is_file() else set()
    for path in book_files(root):
        file, text = name_of(path, root), path.read_text(encoding="utf-8")
        docname = file.removesuffix(".md")
        quizzes, _ = parse_text(text, file)
        stations = [quiz for quiz in quizzes if quiz.kind == "station"]
        problems += _places(stations, text, file)
        problems += _raw(text, file)
        if docname in chapters and is_chapter(docname):
            problems += _enough(stations, text, file)
    return problems


def _places(stations: list[Quiz], text: str, file: str) -> Iterator[Problem]:
    exercises = list(_exercises(text))
    for station in stations:
        if any(first <= station.line < last for first, last in exercises):
            yield Problem(file, station.line, "chỗ nghỉ nằm trong phần bài tập; đặt nó giữa hai mục của bài")


def _exercises(text: str) -> Iterator[tuple[int, int]]:
    """The first line of each section of exercises, and that of the section after it."""
    lines = [part for part in blocks(numbered(text)) if isinstance(part, Line)]
    heads = [line for line in lines if line.text.startswith("## ")]
    for head, after in zip_longest(heads, heads[1:]):
        if EXERCISES.match(head.text):
            yield head.number, after.number if after else text.count("\n") + 2


def _raw(text: str, file: str) -> Iterator[Problem]:
    for part in blocks(numbered(text)):
        if isinstance(part, Line) and RAW.match(part.text):
            yield Problem(file, part.number, "chỗ nghỉ viết bằng {station}, không bằng dòng '*Chỗ nghỉ: …*'")


def _enough(stations: list[Quiz], text: str, file: str) -> Iterator[Problem]:
    if len(numbered_sections(text)) >= SIX and not LEAST <= len(stations) <= MOST:
        yield Problem(
            file, 1, f"chương có {len(stations)} chỗ nghỉ {{station}}; cần {LEAST} hoặc {MOST} chỗ giữa bài"
        )
