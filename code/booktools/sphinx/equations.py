"""The build lists every displayed equation that nothing vouches for (booktools.checks.equations), and fails.

Twice over: the sources are read at the start of every build, also when Sphinx has nothing to rebuild; and
each formula that reaches a page is looked at, so that a way of writing one which the first reading does not
know is found too. Formulas that code cells put out come from a Derivation and need no class.
"""

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from booktools.checks.equations import DEFINITION, check

logger = logging.getLogger(__name__)


class Equations:
    """One build; a page whose source was found wanting is not reported a second time."""

    def __init__(self) -> None:
        self.reported: set[str] = set()

    def check_sources(self, app: Sphinx) -> None:
        for problem in check(Path(app.srcdir)):
            document = str(problem.file).removesuffix(".md")
            self.reported.add(document)
            logger.warning(problem.message, location=(document, problem.line), type="equations")

    def check_formulas(self, app: Sphinx, document: nodes.document) -> None:
        if app.env.docname in self.reported:
            return
        for formula in document.findall(nodes.math_block):
            vouched = any(name == DEFINITION or name.startswith("check-") for name in formula["classes"])
            if not vouched and not _is_output(formula):
                logger.warning(
                    "công thức chưa có gì bảo đảm: %s", formula.astext(), location=formula, type="equations"
                )


def _is_output(node: nodes.Node | None) -> bool:
    while node is not None:
        if isinstance(node, nodes.Element) and "cell_output" in node.get("classes", []):
            return True
        node = node.parent
    return False


def setup(app: Sphinx) -> dict[str, bool]:
    equations = Equations()
    app.connect("builder-inited", equations.check_sources)
    app.connect("doctree-read", equations.check_formulas)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
