"""The order of the book, and a chapter chosen by name."""

from pathlib import Path

import pytest

from booktools.paper.contents import LEFT_OUT, choose, entries
from booktools.source.book import documents

ROOT = Path(__file__).resolve().parents[3]


def test_parts_chapters_and_labs_in_order_without_the_page_of_progress(root):
    found = [(entry.name, entry.part, entry.depth) for entry in entries(root)]
    assert found == [("index", "", 0), ("ch01_mot", "Phần I · Đầu", 0), ("ch02_lab_hai", "", 1)]


def test_nothing_of_the_real_book_is_forgotten():
    assert [entry.docname for entry in entries(ROOT)] == [
        name for name in documents(ROOT) if name not in LEFT_OUT
    ]


@pytest.mark.parametrize("name", ["ch01_mot", "book/ch01_mot.md", "ch01_mot.html"])
def test_one_chapter_by_any_of_its_names(root, name):
    assert [entry.docname for entry in choose(root, name)] == ["book/ch01_mot"]


def test_an_unknown_chapter_is_answered_with_those_that_exist(root):
    with pytest.raises(ValueError, match="không có chương tên 'ch99'.*ch01_mot"):
        choose(root, "ch99")
