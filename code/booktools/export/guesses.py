"""A guess in a notebook: the question to read and its answer folded; the cell's output stands below."""

from collections.abc import Iterator

from docutils import nodes

from booktools.export.blocks import Piece, children, details, pieces, texts
from booktools.export.inline import summary
from booktools.export.page import Page
from booktools.sphinx import guess_nodes


@pieces.register(guess_nodes.guess)
def _(node: nodes.Element, page: Page) -> Iterator[Piece]:
    yield from children(node, page)


@pieces.register(guess_nodes.guess_key)
def _(node: nodes.Element, page: Page) -> Iterator[Piece]:
    title, *answers = node.children
    yield details(summary(title, page), texts(answers, page))
