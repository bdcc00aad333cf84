"""The {guess} directive in real builds of a tiny notebook: the page, what waits, other builders, failures."""

import json
import re

import pytest
from bs4 import BeautifulSoup

EXTENSIONS = ["myst_nb", "booktools.sphinx.explore", "booktools.sphinx.guess"]
CHOICE = """\
:::{guess} choice
:id: mot

Sao khi $a = b$?

- [ ] Giảm. => Vì *nhầm*.
- [x] Lấy $x^2$. => Vì thế.
:::
"""
READ = """\
:::{guess} number
:id: hai
:unit: lần
:tolerance: x2
:from: hơn {} lần
:also: 1

Mấy?

- [x] ? => Vì C nhanh.
- [ ] 7 => Nhầm.
- [ ] * => Đo lại.
:::
"""
POINT = ":::{guess} point\n:id: ba\n:x: -4 4 0.5 x\n:y: 0 16 1 f(x)\n\nĐâu?\n\n- [x] 1 3 => Vì.\n:::\n"
LINE = (
    ":::{guess} line\n:id: bon\n:x: 0 100 50 bước\n:y: 0 3 0.1 loss\n\n"
    "Sao?\n\n- [x] 2.3 0.4 0.1 => Vì.\n:::\n"
)
NEXT = CHOICE.replace("mot", "nam").replace(":id:", ":covers: next\n:id:") + "\nĐoạn bị che.\n\nĐoạn sau.\n"


def text_cell(source: str) -> dict:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def code_cell(printed: str) -> dict:
    output = {"output_type": "stream", "name": "stdout", "text": printed}
    outputs = [output] if printed else []
    return {
        "cell_type": "code", "metadata": {}, "source": "f()", "execution_count": 1, "outputs": outputs,
    }  # fmt: skip


def notebook(*cells: dict) -> dict[str, str]:
    language = {"name": "python", "pygments_lexer": "ipython3"}
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": kernel, "language_info": language}
    whole = {"cells": [text_cell("# Thử"), *cells], "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}
    return {"index.ipynb": json.dumps(whole)}


BOOK = notebook(
    text_cell(CHOICE), code_cell(""), code_cell("thẳng"),
    text_cell(READ), code_cell("nhanh hơn 130 lần"), text_cell("Vậy là 130.\n\nĐoạn không che."),
    text_cell(POINT + "\n" + LINE), code_cell("(1, 3) 2.3 0.4 0.1"), text_cell(NEXT),
)  # fmt: skip


@pytest.fixture(scope="module")
def page(tmp_path_factory, sphinx_build) -> BeautifulSoup:
    folder = tmp_path_factory.mktemp("guess")
    assert sphinx_build(folder, BOOK, extensions=EXTENSIONS) == ""
    return BeautifulSoup((folder / "html" / "index.html").read_text("utf-8"), "html.parser")


def waiting(page: BeautifulSoup, name: str) -> list[str]:
    veils = page.select(".guess-veil")
    return [" ".join(v.text.split()) for v in veils if f"guess-{name}" in v["data-guesses"].split()]


def test_what_waits_is_the_first_output_and_what_the_author_adds(page):
    assert waiting(page, "mot") == ["thẳng"]  # past the cell that shows nothing
    assert waiting(page, "hai") == ["nhanh hơn 130 lần", "Vậy là 130."]
    assert waiting(page, "nam") == ["Đoạn bị che."]


def test_two_guesses_wait_for_one_output(page):
    (veil,) = [v for v in page.select(".guess-veil") if "guess-ba" in v["data-guesses"]]
    assert veil["data-guesses"] == "guess-ba guess-bon"
    assert "cell_output" in veil.parent["class"]


def test_the_output_tells_the_number(page):
    guess = page.select_one("#guess-hai")
    assert (guess["data-truth"], guess["data-low"], guess["data-high"]) == ("130", "65", "260")
    assert [case["data-answer"] for case in guess.select(".quiz-case")] == ["?", "7", "*"]


def test_controls_are_native_and_labelled(page):
    assert [i["type"] for i in page.select("#guess-mot .quiz-options label input")] == ["radio"] * 2
    entry = page.select_one("#guess-hai input")
    assert page.select_one(f'label[for="{entry["id"]}"]').text == "Bạn đoán"
    sliders = page.select("#guess-bon label input[type=range]")
    names = [slider.parent.span.text for slider in sliders]
    assert names == ["loss khi bước = 0", "loss khi bước = 50", "loss khi bước = 100"]
    assert [(s["min"], s["max"], s["step"]) for s in sliders] == [("0", "3", "0.1")] * 3
    assert json.loads(page.select_one("#guess-ba .guess-axes")["data-axes"]) == [-4, 4, 0, 16]
    assert page.select_one("#guess-ba svg")["aria-hidden"] == "true"
    for guess in page.select(".guess"):
        for attribute in ("aria-labelledby", "aria-describedby"):
            assert page.find(id=guess[attribute]), guess[attribute]
        assert guess.select_one("[role=status]")


def test_without_javascript_nothing_is_hidden_but_the_folded_answer(page):
    assert page.select_one("#guess-mot details:not([open])").summary.text == "Đáp án và giải thích"
    assert not page.select(".guess-veil[hidden], .guess-veil [hidden], .guess-waits")


def test_script_and_style_only_on_pages_with_a_guess(tmp_path, sphinx_build):
    plain = {"index.md": "# Không\n\n```{toctree}\nhai\n```\n", "hai.md": f"# Hai\n\n{NEXT}"}
    assert sphinx_build(tmp_path, plain, extensions=EXTENSIONS) == ""
    without, with_guess = ((tmp_path / f"html/{name}.html").read_text("utf-8") for name in ("index", "hai"))
    for name in ("guess.js", "guess.css", "answers.js", "quiz.css"):
        assert name in with_guess and name not in without
    assert with_guess.index("answers.js") < with_guess.index("guess.js")
    assert re.search(r'<script[^>]*defer[^>]*src="_static/guess\.js', with_guess)


def test_elsewhere_it_is_a_question_and_the_output_shows(tmp_path, sphinx_build):
    assert sphinx_build(tmp_path, BOOK, "text", extensions=EXTENSIONS) == ""
    text = (tmp_path / "text/index.txt").read_text("utf-8")
    for piece in (
        "Đoán trước",
        "chọn một",
        "Giảm.",
        "một con số (lần)",
        "trục ngang: bước; trục đứng: loss",
        "130 lần",
    ):
        assert piece in text, piece


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ((text_cell(CHOICE.replace("[x]", "[ ]")), code_cell("a")), "{guess} có 0 đáp án đúng"),
        ((text_cell(CHOICE), code_cell("")), "sau {guess} không có đầu ra, hình nào để che"),
        ((text_cell(CHOICE + "\n## Mục sau"), code_cell("a")), "sau {guess} không có đầu ra"),
        ((text_cell(READ), code_cell("nhanh hơn nhiều")), "đầu ra sau {guess} không có 'hơn {} lần'"),
        (
            (text_cell(CHOICE), code_cell("a"), text_cell(CHOICE), code_cell("a")),
            "id 'mot' của {guess} đã có ở",
        ),
    ],
)
def test_a_guess_that_cannot_be_told_right_stops_the_build(tmp_path, sphinx_build, cells, message):
    with pytest.raises(Exception) as error:
        sphinx_build(tmp_path, notebook(*cells), extensions=EXTENSIONS)
    assert type(error.value).__name__ == "GuessError" and message in str(error.value)
