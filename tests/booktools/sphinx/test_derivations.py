"""A derivation in a page: a list of steps, each a formula and its reason; its seal opens the code."""

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from booktools.sphinx.derivations import untinted
from hocsau.derive import Derivation, eq, matrix, scalar, sizes, vector
from hocsau.derive.show.display import MIME

EXTENSIONS = [
    "myst_nb",
    "booktools.sphinx.maths",
    "booktools.sphinx.derivations",
    "booktools.sphinx.folded_code",
]
SETTINGS = {
    "extensions": EXTENSIONS,
    "html_math_renderer": "hocsau",
    "language": "en",
    "nb_execution_mode": "off",
    "nb_code_prompt_show": "{type}",
}
x = scalar("x")
PYTHON = {
    "kernelspec": {"name": "python3", "display_name": "Python 3"},
    "language_info": {"name": "python", "pygments_lexer": "ipython3"},
}


def cell(*shown: Derivation, tags: list[str]) -> dict:
    """A cell that shows these derivations, with what Jupyter keeps of each."""
    outputs = [
        {
            "output_type": "display_data",
            "metadata": {},
            "data": {"text/latex": d._repr_latex_(), "text/plain": repr(d), **d._repr_mimebundle_()},
        }
        for d in shown
    ]
    return {
        "cell_type": "code",
        "metadata": {"tags": tags},
        "source": "d",
        "outputs": outputs,
        "execution_count": 1,
    }


def notebook(*cells: dict) -> str:
    first = {"cell_type": "markdown", "metadata": {}, "source": "# Thử"}
    notebook = {"cells": [first, *cells], "metadata": PYTHON, "nbformat": 4, "nbformat_minor": 4}
    return json.dumps(json.loads(json.dumps(notebook)))


@pytest.fixture
def page(tmp_path, sphinx_build):
    def make(*cells: dict) -> BeautifulSoup:
        assert sphinx_build(tmp_path, {"index.ipynb": notebook(*cells)}, **SETTINGS) == ""
        return BeautifulSoup(Path(tmp_path, "html", "index.html").read_text("utf-8"), "html.parser")

    return make


SQUARE = (
    Derivation("f(x)", (x + 1) * (x + 1))
    .step((x + 1) * (1 + x), why="đổi chỗ <1> & $x^2$")
    .step((x + 1) ** 2)
)
n, m = sizes("n m")
X, w, y = matrix("X", n, m), vector("w", m), vector("y", n)
TRIED = Derivation(r"\frac{f(x + h) - f(x)}{h}", X @ w - y).step(-y + X @ w)


def test_each_step_is_an_item_with_its_formula_and_its_reason(page):
    found = page(cell(SQUARE, tags=["hide-input"])).select_one(".derivation")
    steps = found.select("ol[role=list] > li")
    assert len(steps) == 3 and "with-left" in found["class"]
    assert len(found.select(".step-left")) == 1 and steps[0].select_one(".step-left .katex")
    assert all(len(step.select(".step-line > .math-scroll > .katex-display")) == 1 for step in steps)
    assert steps[0].select_one(".step-why") is None
    why = steps[1].select_one(".step-why")
    assert why.get_text().startswith("✓ đổi chỗ <1> & ") and why.select_one(".katex")
    assert why.select_one(".step-mark")["aria-label"] == "đã chứng minh"
    assert steps[2].select_one(".step-why").get_text().strip() == "✓"


def test_what_is_new_is_marked_for_the_eye_only(page):
    found = page(cell(Derivation("f", x + 1).step(x + 2 - 1), tags=[])).select_one(".derivation")
    assert [part.get_text() for part in found.select(".changed")] == ["2", "1"]
    assert [a.get_text() for a in found.select("annotation")] == ["f", "={} x + 1", "={} x + 2 - 1"]
    assert "htmlClass" not in str(found)


def test_nested_braces_are_found_again():
    assert untinted(r"a + \htmlClass{changed}{\frac{1}{\htmlClass{changed}{b}}} c") == r"a + \frac{1}{b} c"


def test_the_seal_opens_the_code_and_says_what_it_means(page):
    html = page(cell(SQUARE, tags=["hide-input"]), cell(TRIED, tags=["hide-input"]))
    proved, tried = html.select("details.sealed")
    for fold, sign in ((proved, "✓ đã chứng minh"), (tried, "≈ đã kiểm bằng số")):
        assert fold.select_one("summary .seal").get_text() == sign
        heard = " ".join(fold.summary.get_text().replace("‹›", "").split())
        assert heard == f"{sign} · Xem mã nguồn"
        assert fold.select_one(".seal-meaning").get_text().startswith(f"{sign}: ")
        assert fold.find_previous_sibling(class_="cell_output").select_one(".derivation")
    assert (
        "tried" in tried.select_one(".seal")["class"] and "tried" not in proved.select_one(".seal")["class"]
    )
    assert html.select("p.seal") == []  # said once


def test_two_derivations_of_one_cell_have_one_seal(page):
    html = page(cell(SQUARE, TRIED, SQUARE, tags=["hide-input"]))
    assert html.select_one("summary .seal").get_text() == "✓ đã chứng minh, ≈ đã kiểm bằng số"


def test_shown_code_keeps_its_place_and_the_seal_stands_alone(page):
    html = page(cell(SQUARE, tags=[]), cell(Derivation("f", x + x), tags=[]))
    assert [seal.get_text() for seal in html.select("p.seal")] == ["✓ đã chứng minh"]
    assert not html.select("details")


def test_a_long_left_side_is_said_to_be_long(page):
    html = page(cell(TRIED, tags=[]), cell(Derivation(None, eq(2 * x, 4), unknown=x).step(eq(x, 2)), tags=[]))
    long, none = html.select(".derivation")
    assert "long-left" in long["class"] and none["class"] == ["derivation"]


def test_a_formula_that_katex_cannot_read_is_a_warning(tmp_path, sphinx_build):
    broken = Derivation("f", x + x).step(2 * x, latex=r"\khongco{2x}", why=r"vì $\chaco$")
    warnings = sphinx_build(tmp_path, {"index.ipynb": notebook(cell(broken, tags=[]))}, **SETTINGS)
    assert r"\khongco{2x}" in warnings and r"\chaco" in warnings


def test_only_pages_with_a_derivation_load_its_sheet(tmp_path, sphinx_build):
    pages = {
        "index.md": "# Thử\n\n```{toctree}\na\nb\n```\n",
        "a.ipynb": notebook(cell(SQUARE, tags=[])),
        "b.md": "# Không\n\n$a$\n",
    }
    assert sphinx_build(tmp_path, pages, **SETTINGS) == ""
    html = {name: Path(tmp_path, "html", f"{name}.html").read_text("utf-8") for name in ("index", "a", "b")}
    assert [name for name, text in html.items() if "derivations.css" in text] == ["a"]


def test_other_builders_show_the_latex_of_notebooks(tmp_path, sphinx_build):
    settings = SETTINGS | {"html_math_renderer": "mathjax"}
    sphinx_build(tmp_path, {"index.ipynb": notebook(cell(SQUARE, tags=[]))}, "pseudoxml", **settings)
    tree = Path(tmp_path, "pseudoxml", "index.pseudoxml").read_text("utf-8")
    assert re.search(r"<math_block.*\\begin\{aligned\}", tree, re.DOTALL) and MIME not in tree
