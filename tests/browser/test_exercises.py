"""An exercise in Chromium: one box, and a tick that the device keeps and the page of progress counts."""

from pathlib import Path

import pytest
from small_book import Book

BOOK = Book(
    extensions=("vietnamese", "exercises", "progress"),
    others=("sphinx_exercise",),
    css=("book.css",),
    more={"numfig": True, "numfig_format": {"exercise": "Bài tập %s"}},
)
PAGE = """# Một

```{exercise} ★★ Cộng hai số có tên khá dài để xuống dòng trên điện thoại
:label: ex-1-1

Tính.
```

```{solution-start} ex-1-1
:class: dropdown
```

Là hai.

```{solution-end}
```

```{exercise} Không lời giải
:label: ex-1-2

Nghĩ.
```
"""
PAGES = {
    "_toc.yml": "format: jb-book\nroot: index\nchapters:\n- file: book/ch01_a\n- file: book/progress\n",
    "index.md": "# Sách\n\n```{toctree}\nbook/ch01_a\nbook/progress\n```\n",
    "book/ch01_a.md": PAGE,
    "book/progress.md": (Path(__file__).resolve().parents[2] / "book/progress.md").read_text("utf-8"),
}


@pytest.fixture(scope="module")
def book(small_book) -> Path:
    return small_book(BOOK, PAGES)


def test_a_tick_is_kept_counted_and_taken_back(open_page, book, serve):
    url = serve(book).url
    page = open_page(url("book/ch01_a.html"))
    done = page.get_by_role("checkbox", name="đã làm Bài tập 1", exact=True)
    assert page.get_by_role("checkbox").count() == 2 and not done.is_checked()
    done.check()
    assert list(page.evaluate("hocsauMemory.load().exercises")) == ["ex-1-1"]
    page.reload()
    assert done.is_checked()
    page.goto(url("book/progress.html"))
    said = page.locator(".progress-item[data-chapter=ch01_a] .progress-quiz")
    assert "bài tập: đã làm 1/2" in said.inner_text()
    page.goto(url("book/ch01_a.html"))
    done.uncheck()
    page.goto(url("book/progress.html"))
    assert "bài tập" not in said.inner_text()


def test_ticks_are_merged_by_the_later_day_and_what_is_no_day_is_left_out(open_page, book):
    page = open_page(book / "book/ch01_a.html")
    merged = page.evaluate("""() => hocsauMemory.merge(
      {chapters: {}, quizzes: {}, guesses: {}, read: {}, exercises: {a: "2026-11-20", b: "2026-11-20"}},
      {chapters: {}, quizzes: {}, guesses: {}, read: {}, exercises: {a: "2026-11-21", b: "2026-11-19"}})""")
    assert merged["exercises"] == 1
    assert merged["data"]["exercises"] == {"a": "2026-11-21", "b": "2026-11-20"}
    text = '{"version": 1, "chapters": {}, "quizzes": {}, "exercises": {"a": "2026-11-20", "b": "hôm qua"}}'
    read = page.evaluate("text => hocsauMemory.read(text)", text)
    assert (read["data"]["exercises"], read["dropped"]) == ({"a": "2026-11-20"}, 1)


@pytest.mark.parametrize("width", [360, 1440])
def test_it_stands_in_its_box_and_fits_a_finger(open_page, book, sideways, width):
    page = open_page(book / "book/ch01_a.html", width=width)
    assert sideways(page) == []
    for box in page.locator(".exercise").all():
        label, whole = box.locator(".exercise-done label").bounding_box(), box.bounding_box()
        assert label["height"] >= 44
        assert whole["x"] <= label["x"] and label["x"] + label["width"] <= whole["x"] + whole["width"]
        assert whole["x"] + whole["width"] - label["x"] - label["width"] < 40  # at the right
        assert label["y"] + label["height"] <= whole["y"] + whole["height"]
    row = page.locator(".exercise-done").first.bounding_box()
    fold = page.locator("details.solution summary").bounding_box()
    assert row["y"] + row["height"] <= fold["y"] + 1  # neither lies over the other


def test_without_javascript_and_on_paper_there_is_none(open_page, book):
    page = open_page(book / "book/ch01_a.html", java_script_enabled=False, expect_errors=True)
    assert page.locator(".exercise-done").filter(visible=True).count() == 0
    page = open_page(book / "book/ch01_a.html")
    assert page.locator(".exercise-done").filter(visible=True).count() == 2
    page.emulate_media(media="print")
    assert page.locator(".exercise-done").filter(visible=True).count() == 0
