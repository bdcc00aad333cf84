"""The {station} directive in real builds: a quiz with the line of the page's stations."""

import re

import pytest
from bs4 import BeautifulSoup

CONFIG = {"extensions": ["myst_nb", "booktools.sphinx.station"]}
QUESTION = (
    ":::{{question}} choice\n:id: {}\n\nHỏi {}?\n\n- [x] Có. => Vì có.\n- [ ] Không. => Vì không.\n:::\n\n"
)


def station(
    number: int, title: str = "Xong phần một", questions: str = "ab", intro: str = "Lần sau đi tiếp."
) -> str:
    asked = "".join(QUESTION.format(name, name) for name in questions)
    return f"::::{{station}} {title}\n:label: station-9-{number}\n\n{intro}\n\n{asked}::::\n\n"


FRONT = "---\nkernelspec:\n  name: python3\n  display_name: Python 3\n---\n\n# Thử\n\n"
TEXT = (
    FRONT
    + "Xem {ref}`station-9-2`.\n\n"
    + station(1)
    + station(2, 'Xong "phần" hai <b>', "abc", "Đọc *lại* {ref}`station-9-1`.")
)


@pytest.fixture(scope="module")
def page(tmp_path_factory, sphinx_build) -> BeautifulSoup:
    folder = tmp_path_factory.mktemp("station")
    assert sphinx_build(folder, {"index.md": TEXT}, **CONFIG) == ""
    return BeautifulSoup((folder / "html" / "index.html").read_text(encoding="utf-8"), "html.parser")


def test_it_is_a_quiz_with_all_that_a_quiz_has(page):
    first, second = page.select(".quiz.station")
    assert [len(one.select(".quiz-question")) for one in (first, second)] == [2, 3]
    assert first.select_one(".quiz-end") and first.select_one("details.quiz-key")
    assert first["aria-labelledby"] == first.select_one(".quiz-title")["id"] == "station-9-1"
    assert page.select_one("#station-9-2-c input[type=radio]")
    scripts = [script["src"] for script in page.select("script[src]")]
    assert any("quiz.js" in source for source in scripts)


def test_its_title_tells_its_place_and_its_text_is_parsed(page):
    first, second = page.select(".station")
    assert first.select_one(".quiz-title").text == "Chỗ nghỉ 1/2 · Xong phần một"
    assert second.select_one(":scope > p em").text == "lại"
    assert [link.text for link in page.select("p > a.reference.internal")] == [
        'Xong "phần" hai <b>',
        "Xong phần một",
    ]


def test_the_line_shows_what_is_behind_here_and_ahead(page):
    lines = page.select("ol.station-way")
    states = [[stop["class"] for stop in line.select("li")] for line in lines]
    assert states == [[["is-here"], ["is-ahead"]], [["is-behind"], ["is-here"]]]
    for place, line in enumerate(lines):
        links = line.select("a")
        assert [link["href"] for link in links] == ["#station-9-1", "#station-9-2"]
        assert [link.get("aria-current") for link in links] == [["step", None], [None, "step"]][place]
        words = ["Chỗ nghỉ 1: Xong phần một", 'Chỗ nghỉ 2: Xong "phần" hai <b>']
        assert [link["title"] for link in links] == [link.text for link in links] == words


@pytest.mark.parametrize(("builder", "output"), [("text", "index.txt"), ("latex", "book.tex")])
def test_elsewhere_it_is_title_text_and_questions(tmp_path, sphinx_build, builder, output):
    documents = [("index", "book.tex", "Sách", "Nhóm", "manual")]
    assert sphinx_build(tmp_path, {"index.md": TEXT}, builder, latex_documents=documents, **CONFIG) == ""
    text = re.sub(r"\s+", " ", (tmp_path / builder / output).read_text(encoding="utf-8"))
    for piece in ("Chỗ nghỉ 1/2", "Lần sau đi tiếp.", "Hỏi a?", "Vì có."):
        assert piece in text, piece
    assert "station-way" not in text


WRONG = {
    "one question": (station(1, questions="a"), 9, "chỗ nghỉ có 1 câu hỏi; cần 2 hoặc 3"),
    "four questions": (station(1, questions="abcd"), 9, "chỗ nghỉ có 4 câu hỏi"),
    "no title": (station(1, title=""), 9, "chỗ nghỉ chưa có tên"),
    "no text": (station(1, intro=""), 9, "chỗ nghỉ chưa có đoạn văn"),
    "text behind a question": (
        station(1).replace("::::\n\n", "Chữ.\n::::\n"),
        32,
        "trong {station} chỉ có một đoạn văn rồi các {question}",
    ),
    "one id twice": (station(1, questions="aa"), 23, "id câu hỏi 'station-9-1-a' đã dùng"),
    "one label twice": (station(1) + station(1), 34, "label quiz 'station-9-1' đã có ở index.md:9"),
}


@pytest.mark.parametrize(("text", "line", "message"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_stops_the_build_by_file_and_line(tmp_path, sphinx_build, text, line, message):
    with pytest.raises(Exception) as error:
        sphinx_build(tmp_path, {"index.md": FRONT + text}, **CONFIG)
    assert type(error.value).__name__ == "QuizError"
    assert str(error.value).startswith(f"\nindex.md:{line}: {message}")
