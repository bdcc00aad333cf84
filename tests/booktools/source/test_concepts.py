"""Concepts from front matter: read with their lines, refused when they cannot be drawn."""

from pathlib import Path

import pytest

from booktools.source.concepts import Concept, read_book, read_concepts
from booktools.sphinx.progress import chapters

ROOT = Path(__file__).resolve().parents[3]
HEAD = "---\nkernelspec:\n  name: python3\nhocsau:\n  concepts:\n{}---\n\n(s-1-1)=\n## Mục\n"


def page(*entries: str) -> str:
    return HEAD.format("".join(f"    {entry}\n" for entry in entries))


def test_concepts_with_their_lines():
    text = page("đạo hàm: {at: s-1-1}", "gradient: {at: s-1-1, needs: [đạo hàm]}")
    concepts, problems = read_concepts(text, "book/ch01_a", "book/ch01_a.md")
    assert problems == []
    assert concepts == [
        Concept("đạo hàm", "book/ch01_a", "s-1-1", (), 6),
        Concept("gradient", "book/ch01_a", "s-1-1", ("đạo hàm",), 7),
    ]


@pytest.mark.parametrize("text", ["# Không có phần đầu\n", "---\nkernelspec: x\n---\n# Không kể\n"])
def test_a_page_may_teach_none(text):
    assert read_concepts(text, "book/a", "book/a.md") == ([], [])


WRONG = {
    "no section": ("x: {at: s-9-9}", 6, "không có mục (s-9-9)="),
    "no label": ("x: {needs: [y]}", 6, "phải viết dạng"),
    "a string": ("x: s-1-1", 6, "phải viết dạng"),
    "another key": ("x: {at: s-1-1, need: [y]}", 6, "phải viết dạng"),
    "no YAML": ("x: {at: s-1-1", 1, "không phải YAML"),
}


@pytest.mark.parametrize(("entry", "line", "message"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named_with_its_line(entry, line, message):
    _, problems = read_concepts(page(entry), "book/a", "book/a.md")
    assert [(p.file, p.line) for p in problems] == [("book/a.md", line)]
    assert message in problems[0].message


ORDER = {
    "unknown": (["x: {at: s-1-1, needs: [ma]}"], [], "không chương nào dạy"),
    "later": (["x: {at: s-1-1, needs: [y]}"], ["y: {at: s-1-1}"], "sách dạy nó sau"),
    "itself": (["x: {at: s-1-1, needs: [x]}"], [], "sách dạy nó sau"),
    "twice": (["x: {at: s-1-1}"], ["x: {at: s-1-1}"], "đã được dạy ở book/ch01_a.md:6"),
}


@pytest.mark.parametrize(("first", "second", "message"), ORDER.values(), ids=ORDER)
def test_nothing_is_needed_before_it_is_taught(tmp_path, first, second, message):
    (tmp_path / "book").mkdir()
    (tmp_path / "book/ch01_a.md").write_text(page(*first), "utf-8")
    (tmp_path / "book/ch02_b.md").write_text(page(*second), "utf-8")
    _, problems = read_book(tmp_path, ["book/ch01_a", "book/ch02_b"])
    assert len(problems) == 1 and message in problems[0].message


def test_the_books_own_concepts_can_be_drawn():
    concepts, problems = read_book(ROOT, chapters(ROOT))
    assert problems == []
    named = {concept.name: concept for concept in concepts}
    assert "gradient descent" in named["learning rate"].needs
    assert len(named) > 30
