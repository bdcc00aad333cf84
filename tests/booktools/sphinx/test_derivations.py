"""What the marks of a derivation mean stands once on a page."""

import json
from pathlib import Path

from docutils import nodes
from docutils.utils import new_document

from booktools import katex
from booktools.sphinx.derivations import legend_once
from hocsau.derive import Derivation, scalar
from hocsau.derive.show.display import LEGEND, MEANINGS

x = scalar("x")


def output(formula: str) -> nodes.math_block:
    return nodes.math_block(formula, formula)


def test_only_the_first_derivation_of_a_page_keeps_the_legend():
    first = Derivation("f", x + x).step(2 * x, why="cộng")._repr_latex_().strip("$")
    page = new_document("page")
    page += [output("a^2"), output(first), output("b"), output(first), output(first)]
    legend_once(None, page)
    shown = [formula.astext() for formula in page.findall(nodes.math_block)]
    assert shown[0] == "a^2" and shown[2] == "b" and shown[1] == first
    assert shown[3] == shown[4] == first.replace(LEGEND, "") != first
    assert r"\checkmark\; \text{cộng}" in shown[3] and shown[3].endswith(r"\end{aligned}")


PYTHON = {
    "kernelspec": {"name": "python3", "display_name": "Python 3"},
    "language_info": {"name": "python", "pygments_lexer": "ipython3"},
}


def page(*derivations: Derivation) -> str:
    """A notebook whose cells end in these derivations, with what Jupyter keeps of each."""
    cells: list[dict] = [{"cell_type": "markdown", "metadata": {}, "source": "# Thử"}]
    for number, d in enumerate(derivations, start=1):
        data = {"text/latex": d._repr_latex_(), "text/plain": repr(d)}
        output = {"output_type": "execute_result", "execution_count": number, "metadata": {}, "data": data}
        cells.append(
            {
                "cell_type": "code",
                "metadata": {},
                "source": "d",
                "outputs": [output],
                "execution_count": number,
            }
        )
    return json.dumps({"cells": cells, "metadata": PYTHON, "nbformat": 4, "nbformat_minor": 4})


def test_the_built_pages_explain_the_marks_once_each(tmp_path, sphinx_build):
    first = Derivation("f", x + x).step(2 * x, why="cộng")
    second = Derivation("g", 3 * x).step(x + 2 * x, why="tách")
    index = "# Thử\n\n```{toctree}\na\nb\n```\n"
    pages = {"index.md": index, "a.ipynb": page(first, second, first), "b.ipynb": page(second, first)}
    extensions = ["myst_nb", "booktools.sphinx.derivations", "booktools.sphinx.maths"]
    settings = {"extensions": extensions, "html_math_renderer": "hocsau", "language": "en"}
    assert sphinx_build(tmp_path, pages, **settings, nb_execution_mode="off") == ""
    for name, steps in (("a", 3), ("b", 2)):
        html = Path(tmp_path, "html", f"{name}.html").read_text(encoding="utf-8")
        for meaning in MEANINGS.values():
            # KaTeX writes a formula for the eye, for a screen reader and as its source.
            assert html.count(meaning) == once(meaning), (name, meaning)
        assert html.count("\\checkmark\\;") == steps


def once(meaning: str) -> int:
    return katex.render(LEGEND.removeprefix(" \\\\[0.9em]\n").replace("&", ""), True).count(meaning)
