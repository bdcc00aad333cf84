"""What the marks of a derivation mean stands once on a page."""

from docutils import nodes
from docutils.utils import new_document

from booktools.sphinx.derivations import legend_once
from hocsau.derive import Derivation, scalar
from hocsau.derive.show.display import LEGEND

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
