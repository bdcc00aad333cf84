"""Exercises and their solutions, which stay folded until the reader opens them.

A code cell cannot stand inside <details>: a solution's text does, and its code cells follow with source and
output hidden (JupyterLab and Colab show a bar to open them).
"""

from collections.abc import Iterator
from html import escape as html_escape

from docutils import nodes
from sphinx_exercise.nodes import exercise_enumerable_node, exercise_node, solution_node

from booktools.export.blocks import CodeCell, Piece, children, folded, heading, pieces
from booktools.export.page import Page


@pieces.register(exercise_node)
@pieces.register(exercise_enumerable_node)
def _(node: nodes.Element, page: Page) -> Iterator[Piece]:
    yield heading(node, page)
    yield from children(node.children[1:], page)


@pieces.register(solution_node)
def _(node: nodes.Element, page: Page) -> Iterator[Piece]:
    parts = list(children(node.children[1:], page))
    exercise = page.exercise(node["target_label"])
    name = f"<b>{html_escape(f'Lời giải {exercise[:1].lower()}{exercise[1:]}')}</b>"
    folded_code = any(isinstance(part, CodeCell) for part in parts)
    note = "hãy tự làm trước" + ("; ô code của lời giải được gấp ở dưới" if folded_code else "")
    yield from folded(name, f" ({note})", parts, "Lời giải là ô code ngay dưới đây.")
