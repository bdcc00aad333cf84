"""What every chapter and lab has: goals at its head, and, in a chapter, the concepts that it teaches."""

import re
from collections.abc import Iterator
from pathlib import Path

from booktools.checks.terms import GLOSSARY, entries
from booktools.source.book import book_files, chapter_number, documents, name_of
from booktools.source.concepts import Concept, read_book
from booktools.source.myst import directives, sections
from booktools.source.problem import Problem

GOALS = re.compile(r"Sau (chương|bài) này, bạn làm được")
LAB = re.compile(r"/ch\d\d_lab_")
SECTION = re.compile(r"s-\d+-\d+")


def is_chapter(docname: str) -> bool:
    """Whether a page is a numbered chapter, not a lab."""
    return chapter_number(docname) is not None and not LAB.search(docname)


def numbered_sections(text: str) -> set[str]:
    """The labels of a chapter's own sections: s-3-1, s-3-2 …"""
    return {label for labels, _, _ in sections(text) for label in labels[-1:] if SECTION.fullmatch(label)}


def check(root: Path) -> list[Problem]:
    """Chapters without goals or concepts; concepts out of order, without a section or a glossary entry."""
    names = [name for name in documents(root) if chapter_number(name) is not None]
    concepts, problems = read_book(root, names)
    return [*problems, *_goals(root, names), *_teaching(concepts, names), *_known(root, concepts)]


def _goals(root: Path, names: list[str]) -> Iterator[Problem]:
    for path in book_files(root):
        file, text = name_of(path, root), path.read_text(encoding="utf-8")
        boxes = [block for block in directives(text) if block.name == "admonition"]
        heads = [box for box in boxes if GOALS.match(box.argument)]
        if not heads and file.removesuffix(".md") in names:
            yield Problem(
                file, 1, "chương chưa nói mục tiêu: thêm {admonition} 'Sau chương này, bạn làm được'"
            )
        for head in heads:
            if not any(line.text.lstrip().startswith("- ") for line in head.body):
                yield Problem(file, head.line, "phần mục tiêu chưa có dòng nào bắt đầu bằng '- '")


def _teaching(concepts: list[Concept], names: list[str]) -> Iterator[Problem]:
    teaching = {concept.docname for concept in concepts}
    for name in names:
        if name not in teaching and not LAB.search(name):
            message = "chương chưa kể nó dạy khái niệm nào (hocsau: concepts: ở đầu tệp; xem CONTRIBUTING.md)"
            yield Problem(f"{name}.md", 1, message)


def _known(root: Path, concepts: list[Concept]) -> Iterator[Problem]:
    glossary = root / GLOSSARY
    text = glossary.read_text(encoding="utf-8") if glossary.is_file() else ""
    known = {name for entry in entries(text) for name in entry.names}
    for concept in concepts:
        if concept.name not in known:
            message = f"khái niệm {concept.name!r} chưa có trong {GLOSSARY}"
            yield Problem(f"{concept.docname}.md", concept.line, message)
