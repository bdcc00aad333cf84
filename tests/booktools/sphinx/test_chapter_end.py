"""The end of a chapter: its goals once more, and questions of earlier chapters, the same at every build."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from booktools.sphinx.chapter_end import OFFERED, sources, spread

QUESTION = (
    ":::{{question}} choice\n:id: cau-{0}\n\nHỏi $x_{0}$ ở {{ref}}`s-{1}`?\n\n"
    "- [x] Có. => Vì.\n- [ ] Không. => Vì.\n:::\n\n"
)
GOALS = "```{{admonition}} Sau chương này, bạn làm được\n- việc *{0}*;\n- xem {{ref}}`s-{0}`.\n```\n\n"


def chapter(number: int, questions: int = 12) -> str:
    asked = "".join(QUESTION.format(k, number) for k in range(questions))
    quiz = f"::::{{quiz}} Tự kiểm tra\n:label: quiz-{number}\n\n{asked}::::\n" if questions else ""
    return f"# Chương {number}\n\n{GOALS.format(number)}(s-{number})=\n## Mục của {number}\n\nChữ.\n\n{quiz}"


NAMES = [f"book/ch{number:02}_a" for number in range(1, 9)]
CONFIG = {"extensions": ["myst_nb", "booktools.sphinx.station", "booktools.sphinx.chapter_end"]}


@pytest.fixture(scope="module")
def built(tmp_path_factory, sphinx_build) -> Path:
    folder = tmp_path_factory.mktemp("end")
    (folder / "source" / "book").mkdir(parents=True)
    pages = {f"{name}.md": chapter(number) for number, name in enumerate(NAMES, 1)}
    pages["book/ch02_lab_b.md"] = (
        "# Lab\n\n" + GOALS.format(2).replace("chương", "bài") + chapter(9, 0).split("\n\n", 2)[2]
    )
    listed = "\n".join([*NAMES[:2], "book/ch02_lab_b", *NAMES[2:]])
    pages["index.md"] = f"# Sách\n\n```{{toctree}}\n{listed}\n```\n"
    assert sphinx_build(folder, pages, **CONFIG) == ""
    return folder / "html" / "book"


def page(built: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((built / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


def test_the_goals_stand_again_at_the_end_in_the_same_words(built):
    html = page(built, "ch03_a")
    head, end = (html.select_one(f"{place} ul") for place in (".admonition", ".chapter-end"))
    assert end.get_text() == head.get_text() and end.select_one("em") and "Bây giờ bạn làm được" in html.text
    assert end.select_one("a")["href"] == "#s-3"
    assert html.select_one("section section").find_next(class_="chapter-end")  # behind the last section
    assert page(built, "ch02_lab_b").select_one(".chapter-end")


def test_questions_come_from_one_three_and_six_chapters_back(built):
    html = page(built, "ch08_a")
    asked = html.select(".review .quiz-question")
    assert [question["data-quiz"] for question in asked] == ["quiz-7", "quiz-5", "quiz-2"] * 3
    assert len({question["id"] for question in asked}) == OFFERED
    assert [question.has_attr("hidden") for question in asked] == [False] * 3 + [True] * 6
    first = asked[0].select_one(".quiz-task a")
    assert (first.text, first["href"]) == ("Chương 7", f"ch07_a.html#{asked[0]['id']}")
    assert asked[1].select_one(".quiz-prompt a")["href"] == "ch05_a.html#s-5"  # a link finds its page
    assert html.select_one(".review")["data-pagefind-ignore"] == ""
    assert any("quiz.js" in script["src"] for script in html.select("script[src]"))


def test_the_first_chapter_and_a_lab_have_none(built):
    assert not page(built, "ch01_a").select(".review") and not page(built, "ch02_lab_b").select(".review")
    assert len(page(built, "ch02_a").select(".review .quiz-question")) == OFFERED


def test_other_questions_each_time_a_chapter_is_visited(built):
    found = {
        name: {q["id"] for q in page(built, name).select("[data-quiz=quiz-1]")}
        for name in ("ch02_a", "ch04_a", "ch07_a")
    }
    assert found["ch04_a"] and found["ch07_a"] and found["ch04_a"] != found["ch07_a"]


def test_sources_and_spread():
    assert sources(NAMES, NAMES[0]) == [] and sources(NAMES, NAMES[3]) == [NAMES[2], NAMES[0]]
    assert sources(NAMES, "book/ch02_lab_b") == []
    assert spread([], []) == [] and spread([[1, 2]], [0]) == [1, 2]
    assert spread([list("abcdefghi"), list("uvwxyz")], [0, 1]) == spread(
        [list("abcdefghi"), list("uvwxyz")], [0, 1]
    )
    assert len(spread([list(range(20))] * 3, [0, 1, 2])) == OFFERED


def test_a_page_whose_questions_changed_is_written_again(tmp_path, sphinx_build):
    (tmp_path / "source" / "book").mkdir(parents=True)
    pages = {f"{name}.md": chapter(number) for number, name in enumerate(NAMES[:2], 1)}
    pages["index.md"] = "# Sách\n\n```{toctree}\n" + "\n".join(NAMES[:2]) + "\n```\n"
    assert sphinx_build(tmp_path, pages, **CONFIG) == ""
    pages["book/ch01_a.md"] = pages["book/ch01_a.md"].replace("Hỏi", "Hỏi lại")
    assert sphinx_build(tmp_path, pages, **CONFIG) == ""
    assert "Hỏi lại" in (tmp_path / "html" / "book" / "ch02_a.html").read_text("utf-8")


def test_elsewhere_there_is_no_end(tmp_path, sphinx_build):
    (tmp_path / "source" / "book").mkdir(parents=True)
    pages = {f"{name}.md": chapter(number) for number, name in enumerate(NAMES[:2], 1)}
    pages["index.md"] = "# Sách\n\n```{toctree}\n" + "\n".join(NAMES[:2]) + "\n```\n"
    assert sphinx_build(tmp_path, pages, "text", **CONFIG) == ""
    text = (tmp_path / "text" / "book" / "ch02_a.txt").read_text("utf-8")
    assert "Bây giờ" not in text and "Ôn lại" not in text
