"""Nodes for what only the page can use: a list item with data for its script, a drawing that needs its sheet.

Every other builder, and a notebook, sees an ordinary list item, and no drawing.
"""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator


class data_item(nodes.list_item):
    """A list item. Attribute: data, {name: text}, written as data-name="text"."""


class page_only(nodes.raw):
    """HTML that lives by the page's own script and style sheet."""


def _write(translator: HTML5Translator, node: page_only) -> None:
    translator.body.append(node.astext())
    raise nodes.SkipNode


def _visit(translator: HTML5Translator, node: data_item) -> None:
    data = {f"data-{name}": value for name, value in node["data"].items()}
    translator.body.append(translator.starttag(node, "li", "", **data))


def _depart(translator: HTML5Translator, node: data_item) -> None:
    translator.body.append("</li>\n")


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_node(data_item, html=(_visit, _depart))
    app.add_node(page_only, html=(_write, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
