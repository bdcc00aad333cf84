"""The {quiz} directive in real builds of a tiny book: page, notebook-style source, plain text, failures."""

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

FRONT = """\
---
kernelspec:
  name: python3
  display_name: Python 3
---

# Thử

Xem {ref}`quiz-9`.

+++

"""
QUIZ = """\
::::{quiz} Bạn thử nhé
:label: quiz-9

:::{question} choice
:id: mot

Chọn gì khi $a = b$?

- [x] Lấy $x^2$ và `code`. => Vì *đúng*.
- [ ] Không. => Xem {ref}`quiz-9`.
:::

:::{question} number
:id: hai
:unit: m²

Bao nhiêu?

- [x] 40.96 => Phải.
- [ ] * => Tính lại.
:::

:::{question} order
:id: ba

Xếp.

1. Đầu. => Vì đầu.
2. Cuối. => Vì cuối.
:::
::::
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory, sphinx_build) -> BeautifulSoup:
    folder = tmp_path_factory.mktemp("quiz")
    assert sphinx_build(folder, {"index.md": FRONT + QUIZ}) == ""
    return BeautifulSoup((folder / "html" / "index.html").read_text(encoding="utf-8"), "html.parser")


def test_maths_code_and_references_are_parsed_as_elsewhere(page):
    option = page.select_one("#quiz-9-mot .quiz-option, #quiz-9-mot .quiz-options li")
    assert option.select_one("span.math") and option.select_one("code")
    assert page.select_one("#quiz-9-mot .quiz-prompt span.math")
    assert page.select_one("#quiz-9-mot .quiz-case em").text == "đúng"
    assert page.select_one("#quiz-9-mot .quiz-case a")["href"] == "#quiz-9"


def test_the_label_can_be_referred_to_and_shows_the_title(page):
    link = page.select_one("p > a.reference.internal")
    assert (link["href"], link.text) == ("#quiz-9", "Bạn thử nhé")
    assert page.select_one("#quiz-9").text == "Bạn thử nhé"


def test_controls_are_native_labelled_and_named_after_the_question(page):
    radios = page.select("#quiz-9-mot label > input[type=radio]")
    assert [radio["name"] for radio in radios] == ["quiz-9-mot"] * 2
    entry = page.select_one("#quiz-9-hai input")
    assert (entry["type"], entry["inputmode"]) == ("text", "decimal")
    assert page.select_one(f'label[for="{entry["id"]}"]').text == "Đáp số của bạn"
    assert page.select_one("#quiz-9-hai")["data-unit"] == "m²"
    moves = page.select("#quiz-9-ba button[data-move]")
    assert [move["aria-label"] for move in moves] == ["Đưa A lên", "Đưa A xuống", "Đưa B lên", "Đưa B xuống"]
    for question in page.select(".quiz-question"):
        for attribute in ("aria-labelledby", "aria-describedby"):
            assert page.find(id=question[attribute]), question[attribute]


def test_without_javascript_the_key_is_folded_text_and_controls_are_hidden(page):
    keys = page.select(".quiz details:not([open])")
    assert [key.summary.text for key in keys] == ["Đáp án và giải thích"] * 3
    assert "Thứ tự đúng: B → A" in keys[2].text and "Vì cuối." in keys[2].text
    for control in page.select(".quiz input, .quiz button"):
        assert control.has_attr("hidden") or control.find_parent(hidden=True)


def test_the_order_is_shown_shuffled(page):
    assert [li.select_one(".quiz-text").text for li in page.select("#quiz-9-ba .quiz-options li")] == [
        "Cuối.",
        "Đầu.",
    ]


def test_html_has_no_inline_handler_and_no_block_in_a_label(page):
    quiz = page.select_one(".quiz")
    assert not [tag for tag in quiz.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
    assert not quiz.select("label p, label div")


def test_script_and_style_only_on_pages_with_a_quiz(tmp_path, sphinx_build):
    pages = {"index.md": FRONT + QUIZ + "\n```{toctree}\nplain\n```\n", "plain.md": "# Không có quiz\n"}
    assert sphinx_build(tmp_path, pages) == ""
    html = {
        name: (tmp_path / "html" / f"{name}.html").read_text(encoding="utf-8") for name in ("index", "plain")
    }
    assert "_static/quiz.js" in html["index"] and "_static/quiz.css" in html["index"]
    assert re.search(r'<script[^>]*defer[^>]*src="_static/quiz\.js', html["index"])
    assert "quiz.js" not in html["plain"] and "quiz.css" not in html["plain"]


@pytest.mark.parametrize(("builder", "output"), [("text", "index.txt"), ("latex", "book.tex")])
def test_other_builders_show_questions_options_and_answers(tmp_path, sphinx_build, builder, output):
    documents = [("index", "book.tex", "Sách", "Nhóm", "manual")]
    assert sphinx_build(tmp_path, {"index.md": FRONT + QUIZ}, builder, latex_documents=documents) == ""
    text = (tmp_path / builder / output).read_text(encoding="utf-8")
    for piece in (
        "Câu 1",
        "Không.",
        "Bao nhiêu?",
        "Đáp án và giải thích",
        "40.96",
        "Thứ tự đúng",
        "Vì cuối.",
    ):
        assert piece in text, piece


def test_epub_shows_plain_lists(tmp_path, sphinx_build):
    settings = {"epub_show_urls": "no", "version": "1", "epub_copyright": "Nhóm", "project": "Sách"}
    sphinx_build(tmp_path, {"index.md": FRONT + QUIZ}, "epub", **settings)
    text = (tmp_path / "epub" / "index.xhtml").read_text(encoding="utf-8")
    assert "Vì cuối." in text and "Đáp án và giải thích" in text
    assert "<input" not in text and "<button" not in text


def build_error(sphinx_build, folder: Path, pages: dict[str, str]) -> str:
    with pytest.raises(Exception) as error:
        sphinx_build(folder, pages)
    assert type(error.value).__name__ == "QuizError"
    return str(error.value)


def test_an_impossible_key_stops_the_build_at_the_right_line(tmp_path, sphinx_build):
    text = FRONT + QUIZ.replace("[x] Lấy", "[ ] Lấy").replace(" => Vì cuối.", "")
    lines = text.split("\n")
    message = build_error(sphinx_build, tmp_path, {"index.md": text})
    first = lines.index(":::{question} choice") + 1
    last = lines.index("2. Cuối.") + 1
    assert f"index.md:{first}: câu choice không có đáp án đúng" in message
    assert f"index.md:{last}: đáp án thiếu giải thích" in message


def test_an_option_that_is_no_plain_line_stops_the_build(tmp_path, sphinx_build):
    text = FRONT + QUIZ.replace("Không. =>", "# Không =>")
    line = text.split("\n").index("- [ ] # Không => Xem {ref}`quiz-9`.") + 1
    assert f"index.md:{line}: một đáp án chỉ được là một đoạn" in build_error(
        sphinx_build, tmp_path, {"index.md": text}
    )


def test_a_question_outside_a_quiz_stops_the_build(tmp_path, sphinx_build):
    text = "# Thử\n\n:::{question} choice\n:id: a\n\nHỏi\n:::\n"
    assert "index.md:3: {question} phải nằm trong {quiz}" in build_error(
        sphinx_build, tmp_path, {"index.md": text}
    )


def test_a_label_used_in_two_files_stops_the_build_and_a_rename_mends_it(tmp_path, sphinx_build):
    pages = {"index.md": FRONT + QUIZ + "\n```{toctree}\nhai\n```\n", "hai.md": "# Hai\n\n" + QUIZ}
    assert "label quiz 'quiz-9' đã có ở hai.md:3" in build_error(sphinx_build, tmp_path, pages)
    pages["hai.md"] = pages["hai.md"].replace("quiz-9", "quiz-10")
    assert sphinx_build(tmp_path, pages) == ""
    assert (
        sphinx_build(tmp_path, pages | {"hai.md": pages["hai.md"] + "\nThêm.\n"}) == ""
    )  # an unchanged book rebuilt


def test_a_warning_inside_an_explanation_names_its_own_line(tmp_path, sphinx_build):
    text = FRONT + QUIZ.replace("Tính lại.", "Xem {ref}`khong-co`.")
    line = text.split("\n").index("- [ ] * => Xem {ref}`khong-co`.") + 1
    assert f"index.md:{line}: " in sphinx_build(tmp_path, {"index.md": text})


def test_the_same_directive_in_an_ipynb_works(tmp_path, sphinx_build):
    cell = {"cell_type": "markdown", "metadata": {}, "source": "# Thử\n\n" + QUIZ}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    assert sphinx_build(tmp_path, {"index.ipynb": json.dumps(notebook)}) == ""
    assert 'id="quiz-9-ba"' in (tmp_path / "html" / "index.html").read_text(encoding="utf-8")
