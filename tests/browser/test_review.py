"""Questions of earlier chapters at the end of a chapter: those done wrong, or longest ago, come first."""

from pathlib import Path

import pytest
from small_book import Book

BOOK = Book(extensions=("progress", "chapter_end"))
QUESTION = ":::{{question}} choice\n:id: c{0}\n\nHỏi {0}?\n\n- [x] Có. => Vì.\n- [ ] Không. => Vì.\n:::\n\n"
QUIZ = "".join(QUESTION.format(k) for k in range(9))


@pytest.fixture(scope="module")
def book(small_book) -> Path:
    pages = {
        "index.md": "# Sách\n\n```{toctree}\nbook/ch01_a\nbook/ch02_a\n```\n",
        "book/ch01_a.md": f"# Một\n\n## Quiz\n\n::::{{quiz}} Hỏi\n:label: quiz-1\n\n{QUIZ}::::\n",
        "book/ch02_a.md": "# Hai\n\n## Mục\n\nChữ.\n",
    }
    return small_book(BOOK, pages)


ASKED = "() => [...document.querySelectorAll('.review .quiz-question')].map((q) => q.id.slice(7))"


def keep(page, answers: dict) -> None:
    page.evaluate("answers => hocsauMemory.save((data) => { data.quizzes['quiz-1'] = answers; })", answers)
    page.reload()


def answer(right: bool, **more) -> dict:
    return {"stamp": "x", "value": ["A"], "tries": 2, "right": right, "first": False} | more


def test_who_has_answered_nothing_gets_the_first_three(open_page, book):
    page = open_page(book / "book" / "ch02_a.html")
    assert page.evaluate(ASKED) == ["c0", "c1", "c2"]
    assert page.locator(".review .quiz-question:visible").count() == 3


def test_wrong_ones_then_those_of_longest_ago_come_first(open_page, book):
    page = open_page(book / "book" / "ch02_a.html")
    answers = {"quiz-1-c7": answer(False), "quiz-1-c0": answer(True, day="2026-05-01")}
    keep(page, answers | {"quiz-1-c5": answer(True, day="2026-01-01")})
    assert page.evaluate(ASKED) == ["c7", "c5", "c0"]


def test_a_question_is_asked_anew_and_its_answer_kept_at_home(open_page, book, serve):
    page = open_page(serve(book).url("book/ch02_a.html"))
    keep(page, {"quiz-1-c4": answer(False)})
    question = page.locator(".review .quiz-question").first
    assert (
        question.locator("input:checked").count() == 0
        and question.locator(".quiz-feedback").inner_text() == ""
    )
    question.get_by_text("Có.").click()
    question.get_by_role("button", name="Kiểm tra").click()
    kept = page.evaluate("hocsauMemory.load().quizzes['quiz-1']['quiz-1-c4']")
    assert (kept["right"], kept["tries"], kept["first"]) == (True, 3, False) and len(kept["day"]) == 10
    assert page.evaluate("Object.keys(hocsauMemory.load().quizzes)") == ["quiz-1"]
    page.locator(".review .quiz-task a").first.click()
    page.wait_for_url("**/ch01_a.html#quiz-1-c4")
    assert page.locator("#quiz-1-c4 input:checked").count() == 1


def test_without_javascript_three_can_be_read(open_page, book):
    page = open_page(book / "book" / "ch02_a.html", java_script_enabled=False, expect_errors=True)
    assert page.locator(".review .quiz-question:visible").count() == 3
    assert page.locator(".review button:visible").count() == 0
