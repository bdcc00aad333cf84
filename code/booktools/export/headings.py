"""Headings of a notebook (sections, exercises, quizzes), their anchors, and links to them."""

from dataclasses import dataclass

from docutils import nodes
from sphinx_exercise.nodes import is_exercise_node

from booktools.export.numbers import Numbers
from booktools.sphinx import quiz_nodes
from booktools.sphinx.exercises import words_of

ANCHOR = "cell-id="


@dataclass(frozen=True)
class Title:
    """A heading: what stands in front (`3.3.2. `, `Bài tập 3.1 · `), the author's words, its cell's name."""

    front: str
    words: list[nodes.Node]
    level: int
    cell: str


def title(node: nodes.Node, page: Numbers) -> Title | None:
    """The heading that a node opens with, if it does."""
    if isinstance(node, nodes.section):
        first = node.children[0] if node.children else None
        if isinstance(first, nodes.title):
            return Title(page.section_number(node), first.children, _level(node), _cell(node))
    elif is_exercise_node(node):
        name, words = page.exercise(node["label"]), words_of(node.children[0])
        return Title(name + (" · " if words else ""), words, _level(node), _cell(node))
    elif isinstance(node, quiz_nodes.quiz):
        return Title("", node.children[0].children, _level(node), _cell(node))
    return None


def _level(node: nodes.Node) -> int:
    level = 1
    while node.parent is not None:
        node = node.parent
        level += isinstance(node, nodes.section) and isinstance(node.children[0], nodes.title)
    return min(level, 6)


def _cell(node: nodes.Element) -> str:
    """A name for the heading's cell that stays when words change: the author's label comes last in `ids`."""
    return nodes.make_id(node.get("label") or node["ids"][-1])[-64:]


class Anchors:
    """Where each target of a page lies in its notebook: the cell of the heading above it.

    `#cell-id=…` is JupyterLab's own link to a cell (it drops `id` and `name` from Markdown, and finds no
    heading with Vietnamese letters); for Colab and GitHub the heading also carries an anchor of that name.
    """

    def __init__(self, doctree: nodes.document, page: Numbers) -> None:
        self._of: dict[str, str] = {}
        self._walk(doctree, "", page)
        targets = {_local_target(reference) for reference in doctree.findall(nodes.reference)}
        self.wanted = {self._of[target] for target in targets if target in self._of}

    def _walk(self, node: nodes.Element, cell: str, page: Numbers) -> None:
        heading = title(node, page)
        cell = heading.cell if heading else cell
        for target in node.get("ids", []):
            if cell:
                self._of[target] = cell
        for child in node.children:
            if isinstance(child, nodes.Element):
                self._walk(child, cell, page)

    def href(self, reference: nodes.reference) -> str:
        """Where a reference leads from the notebook; empty when it leads nowhere."""
        target = _local_target(reference)
        if not target:
            return reference.get("refuri", "")
        return f"#{ANCHOR}{self._of[target]}" if target in self._of else ""


def _local_target(reference: nodes.reference) -> str:
    uri = reference.get("refuri", "")
    return reference.get("refid") or (uri[1:] if uri.startswith("#") else "")
