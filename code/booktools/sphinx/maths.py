"""Formulas become HTML at build time (booktools.katex): the reader's browser gets no script for them.

A formula that KaTeX does not understand is a Sphinx warning with its file and line, and so fails the build.
"""

import re
from html import escape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number, wrap_displaymath
from sphinx.writers.html5 import HTML5Translator

from booktools.katex import KatexError, render

logger = logging.getLogger(__name__)
# A line that ends in "\\ % narrow" is broken only in a narrow column: the page holds both, and shows one.
NARROW = re.compile(r"\\\\ *% narrow\n\s*(?P<start>&?\s*(?:\\q?quad(?![a-z]))?)")
BREAK = r"\\\\\n\g<start>"
CLOSING = re.compile("[,.:;?!)…]+")


def drawn(latex: str, display: bool, node: nodes.Element) -> str:
    """HTML of a formula; one that KaTeX does not understand is a warning at `node`, and stands as written."""
    try:
        return render(latex, display)
    except KatexError as error:
        logger.warning("công thức sai: %s (%s)", latex, error, location=node, type="maths")
        return f"<code>{escape(latex)}</code>"


def _display(node: nodes.math_block) -> str:
    latex = node.astext()
    if not NARROW.search(latex):
        return _drawn_block(latex, node)
    wide, narrow = (_drawn_block(NARROW.sub(instead, latex), node) for instead in (" ", BREAK))
    return f'<div class="math-wide">{wide}</div><div class="math-narrow">{narrow}</div>'


def _drawn_block(latex: str, node: nodes.math_block) -> str:
    # Lines and blank lines become split and aligned, as with Sphinx's other renderers.
    return drawn(latex if node.get("nowrap") else wrap_displaymath(latex, None, False), True, node)


class KeepPunctuation(SphinxPostTransform):
    """A comma or full stop stays on the line of the formula before it."""

    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        for formula in list(self.document.findall(nodes.math)):
            following = formula.next_node(descend=False, siblings=True)
            mark = CLOSING.match(following) if isinstance(following, nodes.Text) else None
            if mark is not None:
                together = nodes.inline("", "", formula.deepcopy(), nodes.Text(mark[0]), classes=["nowrap"])
                parent = formula.parent
                # not parent.replace(): it finds children by equality, and the same words may stand twice
                at = next(k for k, child in enumerate(parent.children) if child is formula)
                parent[at : at + 2] = [together, nodes.Text(following[mark.end() :])]


def visit_inline(self: HTML5Translator, node: nodes.math) -> None:
    self.body.append(self.starttag(node, "span", "", CLASS="math notranslate"))
    self.body.append(drawn(node.astext(), False, node) + "</span>")
    raise nodes.SkipNode


def visit_display(self: HTML5Translator, node: nodes.math_block) -> None:
    breaks = " math-breaks" if NARROW.search(node.astext()) else ""
    self.body.append(self.starttag(node, "div", "", CLASS=f"math notranslate{breaks}"))
    # A wide formula moves inside this box, never the page.
    self.body.append(f'<div class="math-scroll">{_display(node)}</div>')
    if node["number"]:
        number = get_node_equation_number(self, node)
        self.body.append(f'<span class="eqno">({number})')
        self.add_permalink_ref(node, "Liên kết tới công thức này")
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_html_math_renderer(
        "hocsau", inline_renderers=(visit_inline, None), block_renderers=(visit_display, None)
    )
    app.add_post_transform(KeepPunctuation)
    app.add_css_file("katex/katex.min.css")
    # Forked writers would talk to one node over one pipe; the book is written by one process anyway.
    return {"parallel_read_safe": True, "parallel_write_safe": False}
