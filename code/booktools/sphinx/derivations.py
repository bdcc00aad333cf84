"""What ✓ and ≈ mean is said once a page, under its first derivation.

Every derivation carries the two small rows, because in a notebook it may stand alone; twenty times on one
page they would only be in the way.
"""

from docutils import nodes
from sphinx.application import Sphinx

from hocsau.derive.show.display import LEGEND


def legend_once(app: Sphinx, document: nodes.document) -> None:
    explained = [f for f in document.findall(nodes.math_block) if LEGEND in f.astext()]
    for formula in explained[1:]:
        shorter = formula.astext().replace(LEGEND, "")
        formula.rawsource = shorter
        formula.children = [nodes.Text(shorter)]


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("doctree-read", legend_once)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
