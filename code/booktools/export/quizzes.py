"""A quiz in a notebook: the questions to read, each with its answers and explanations folded."""

import textwrap
from collections.abc import Iterator

from docutils import nodes

from booktools.export.blocks import Piece, children, details, heading, pieces, texts
from booktools.export.inline import summary
from booktools.export.page import Page
from booktools.sphinx import quiz_nodes


@pieces.register(quiz_nodes.quiz)
def _(node: nodes.Element, page: Page) -> Iterator[Piece]:
    yield heading(node, page)
    yield from children(node.children[1:], page)


@pieces.register(quiz_nodes.quiz_question)
def _(node: nodes.Element, page: Page) -> Iterator[Piece]:
    task, *rest = children(node, page)
    yield task + (f" (đơn vị: {node['unit']})" if node.get("unit") else "")
    yield from rest


@pieces.register(quiz_nodes.quiz_options)
def _(node: nodes.Element, page: Page) -> Iterator[Piece]:
    items = ["\n".join(texts(option, page)) for option in node.children]
    letters = [option["letter"] for option in node.children]
    yield "\n".join(
        f"- **{letter}.** " + textwrap.indent(text, "  ").lstrip()
        for letter, text in zip(letters, items, strict=True)
    )


@pieces.register(quiz_nodes.quiz_key)
def _(node: nodes.Element, page: Page) -> Iterator[Piece]:
    title, *answers = node.children
    yield details(summary(title, page), texts(answers, page))
