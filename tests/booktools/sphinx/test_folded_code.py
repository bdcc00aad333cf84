"""Hidden code: a quiet link behind what it shows; a check that shows nothing fails the build."""

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from booktools.sphinx.folded_code import only_defines

SETTINGS = {
    "extensions": [
        "myst_nb",
        "booktools.sphinx.maths",
        "booktools.sphinx.derivations",
        "booktools.sphinx.folded_code",
    ],
    "nb_code_prompt_show": "{type}",
    "html_math_renderer": "hocsau",
    "language": "en",
}


def cell(tags: list[str], source: str = "print(1)", output: str = "1\n") -> dict:
    outputs = [{"output_type": "stream", "name": "stdout", "text": output}] if output else []
    made = {"cell_type": "code", "source": source, "outputs": outputs, "execution_count": 1}
    return made | {"metadata": {"tags": tags}}


@pytest.fixture
def build(tmp_path, sphinx_build):
    def make(*cells: dict) -> tuple[str, BeautifulSoup]:
        notebook = {
            "cells": [{"cell_type": "markdown", "metadata": {}, "source": "# Thử"}, *cells],
            "metadata": {
                "kernelspec": {"name": "python3", "display_name": "Python 3"},
                "language_info": {"name": "python", "pygments_lexer": "ipython3"},
            },
            "nbformat": 4,
            "nbformat_minor": 4,
        }
        warnings = sphinx_build(tmp_path, {"index.ipynb": json.dumps(notebook)}, **SETTINGS)
        page = Path(tmp_path, "html", "index.html").read_text("utf-8")
        return warnings, BeautifulSoup(page, "html.parser")

    return make


def test_hidden_code_says_in_vietnamese_what_it_hides(build):
    warnings, page = build(*(cell([tag]) for tag in ("hide-input", "hide-output", "hide-cell")))
    said = [" ".join(summary.get_text().replace("‹›", "").split()) for summary in page.select("summary")]
    assert said == ["Xem mã nguồn", "Xem kết quả", "Xem mã nguồn và kết quả"] and warnings == ""
    seen = page.summary
    for heard in seen.select(".visually-hidden"):
        heard.decompose()
    assert seen.get_text() == "mã ‹›" and seen.select_one("[aria-hidden=true]").get_text() == "‹›"


def test_hidden_code_stands_behind_its_result(build):
    _, page = build(cell(["hide-input"]), cell([]))
    folded, shown = page.select("div.cell")
    assert [part.get("class")[0] for part in folded.find_all(recursive=False)] == ["cell_output", "hide"]
    assert folded.details["class"] == ["hide", "below-output"] and folded.details.select_one(
        ".cell_input pre"
    )
    assert shown.find(recursive=False)["class"][0] == "cell_input"


def test_a_check_that_shows_nothing_is_a_warning(build):
    warnings, page = build(
        cell(["hide-input"], "import os\nassert os.sep", ""),
        cell(["hide-input"], "def f():\n    return 1", ""),
    )
    assert warnings.count("WARNING") == 1 and "ô gấp có kiểm nhưng không hiện gì" in warnings
    assert 'print("✓ khớp")' in warnings and "import os" in warnings
    assert len(page.select("details.hide.below-output .cell_input")) == 2


@pytest.mark.parametrize(
    ("source", "quiet"),
    [
        ("import os\nfrom math import pi", True),
        ("def f():\n    assert 1\n\nclass A:\n    pass", True),
        ("x = 1", False),
        ("for k in range(3):\n    assert k < 3", False),
        ("%timeit f()", False),
    ],
)
def test_only_definitions_may_be_silent(source, quiet):
    assert only_defines(source) == quiet
