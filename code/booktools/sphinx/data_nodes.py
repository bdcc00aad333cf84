"""A list item that carries data for the page's own script; every other builder sees an ordinary list item."""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator


class data_item(nodes.list_item):
    """A list item. Attribute: data, {name: text}, written as data-name="text"."""


def _visit(translator: HTML5Translator, node: data_item) -> None:
    data = {f"data-{name}": value for name, value in node["data"].items()}
    translator.body.append(translator.starttag(node, "li", "", **data))


def _depart(translator: HTML5Translator, node: data_item) -> None:
    translator.body.append("</li>\n")


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_node(data_item, html=(_visit, _depart))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
