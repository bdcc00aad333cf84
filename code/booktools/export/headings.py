"""Headings of a notebook (sections, exercises, quizzes), their anchors, and links to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from docutils import nodes
from sphinx_exercise.nodes import is_exercise_node

from booktools.sphinx import quiz_nodes

if TYPE_CHECKING:
    from booktools.export.page import Page


@dataclass(frozen=True)
class Title:
    """A heading: what stands in front (`3.3.2. `, `Bài tập 3.1 · `) and the author's words."""

    front: str
    words: list[nodes.Node]
    level: int

    @property
    def anchor(self) -> str:
        """JupyterLab's own anchor of a heading: its text with hyphens for spaces."""
        return " ".join((self.front + plain(self.words)).split()).replace(" ", "-")


def title(node: nodes.Node, page: Page) -> Title | None:
    """The heading that a node opens with, if it does."""
    if isinstance(node, nodes.section):
        first = node.children[0] if node.children else None
        if isinstance(first, nodes.title):
            return Title(page.section_number(node), first.children, _level(node))
    elif is_exercise_node(node):
        name, words = exercise_name(node["label"], page), _exercise_words(node.children[0])
        return Title(name + (" · " if words else ""), words, _level(node))
    elif isinstance(node, quiz_nodes.quiz):
        return Title("", node.children[0].children, _level(node))
    return None


def _level(node: nodes.Node) -> int:
    level = 1
    while node.parent is not None:
        node = node.parent
        level += isinstance(node, nodes.section) and isinstance(node.children[0], nodes.title)
    return min(level, 6)


def exercise_name(label: str, page: Page) -> str:
    """`Bài tập 3.1` for an exercise of any page."""
    docname = page.env.sphinx_exercise_registry[label]["docname"]
    numbers = page.env.toc_fignumbers.get(docname, {}).get("exercise", {})
    word = page.app.config.numfig_format["exercise"]
    number = numbers.get(label) or numbers.get(nodes.make_id(label))
    return word % ".".join(map(str, number)) if number else word.replace("%s", "").strip()


def _exercise_words(resolved: nodes.title) -> list[nodes.Node]:
    """The author's title: sphinx-exercise puts it in brackets, after its own word for an exercise."""
    children = list(resolved.children)
    texts = [child.astext() if isinstance(child, nodes.Text) else None for child in children]
    if " (" not in texts or texts[-1] != ")":
        return []
    return children[texts.index(" (") + 1 : -1]


def plain(found: list[nodes.Node]) -> str:
    """Inline nodes as a browser shows them before formulas are drawn."""
    parts = []
    for node in found:
        if isinstance(node, nodes.Text):
            parts.append(node.astext())
        elif isinstance(node, nodes.math):
            parts.append(f"${node.astext()}$")
        else:
            parts.append(plain(node.children))
    return "".join(parts)


class Anchors:
    """Where each target of a page lies in its notebook: JupyterLab only knows headings."""

    def __init__(self, page: Page) -> None:
        self._of: dict[str, str] = {}
        self._walk(page.doctree, "", page)
        # Other programs (Colab, GitHub, VS Code) need the anchor written out: only where a link uses it.
        self.wanted = {self._of[target] for target in self._targets(page) if target in self._of}

    def _walk(self, node: nodes.Element, anchor: str, page: Page) -> None:
        heading = title(node, page)
        anchor = heading.anchor if heading else anchor
        for target in node.get("ids", []):
            if anchor:
                self._of[target] = anchor
        for child in node.children:
            if isinstance(child, nodes.Element):
                self._walk(child, anchor, page)

    @staticmethod
    def _targets(page: Page) -> set[str]:
        return {_local_target(reference) for reference in page.doctree.findall(nodes.reference)}

    def href(self, reference: nodes.reference) -> str:
        """Where a reference leads from the notebook; empty when it leads nowhere."""
        target = _local_target(reference)
        if not target:
            return reference.get("refuri", "")
        return f"#{quote(self._of[target])}" if target in self._of else ""


def _local_target(reference: nodes.reference) -> str:
    uri = reference.get("refuri", "")
    return reference.get("refid") or (uri[1:] if uri.startswith("#") else "")
