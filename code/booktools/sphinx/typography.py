"""Prose as print sets it: “quotes”, no line that ends inside "90 %", "64 × 64", "Mục 3.4", "nơ-ron".

The sources stay easy to type. Code, formulas and apostrophes are not touched; a word with a hyphen is kept
whole by its style, so that looking for it in the page still finds it.
"""

import re
from itertools import groupby

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

WHOLE = "whole-word"  # book.css
_CODE = (
    nodes.literal,
    nodes.math,
    nodes.math_block,
    nodes.raw,
    nodes.FixedTextElement,
    addnodes.desc_signature,
)
_OPENS = re.compile(r"[\s([{–—/“]")
_LABEL = "mục|chương|hình|bảng|bài tập|câu|ví dụ|phần"
_BEFORE_NUMBER = re.compile(rf"\b({_LABEL}) (?=\d)", re.IGNORECASE)
_PERCENT = re.compile(r"(?<=\d) (?=%)")
_TIMES = re.compile(r"(?<=\d) × (?=\d)")
_HYPHEN = re.compile(r"(?<![\w-])(?:\w{1,3}-\w{1,8}|\d+(?:-\d+)+)(?![\w-])")


def _block(text: nodes.Text) -> nodes.Node:
    """The paragraph, title or cell that a piece of text is in."""
    node = text.parent
    while (
        isinstance(node, nodes.Inline | nodes.reference | addnodes.pending_xref) and node.parent is not None
    ):
        node = node.parent
    return node


def quoted(text: str, before: str = "") -> str:
    """The text with its straight quotes curved; `before` is the letter that stands before it."""
    letters = []
    for letter in text:
        if letter == '"':
            letter = "“" if not before or _OPENS.fullmatch(before) else "”"
        letters.append(letter)
        before = letter
    return "".join(letters)


def joined(text: str) -> str:
    """The text with blanks that do not end a line before % and before a number that has a name."""
    return _BEFORE_NUMBER.sub("\\1\u00a0", _PERCENT.sub("\u00a0", text))


def pieces(text: str) -> list[nodes.Node]:
    """The text, its words with a hyphen in elements of their own."""
    found: list[nodes.Node] = []
    end = 0
    for match in _HYPHEN.finditer(text):
        found += [nodes.Text(text[end : match.start()]), nodes.inline("", match.group(), classes=[WHOLE])]
        end = match.end()
    return [node for node in [*found, nodes.Text(text[end:])] if node.astext()]


def _is_code(text: nodes.Text) -> bool:
    node = text.parent
    while node is not None:
        if isinstance(node, _CODE):
            return True
        node = node.parent
    return False


def set_prose(tree: nodes.Node) -> None:
    """Every text of the tree that is neither code nor formula; twice is as once."""
    for _, texts in groupby(list(tree.findall(nodes.Text)), key=lambda text: id(_block(text))):
        before = ""
        for text in texts:
            if _is_code(text):
                before = text.astext()[-1:] or before
                continue
            words = joined(quoted(text.astext(), before))
            before = words[-1:] or before
            kept = isinstance(text.parent, nodes.term) or WHOLE in text.parent.get("classes", ())
            text.parent.replace(text, [nodes.Text(words)] if kept else pieces(words))


class Typography(SphinxTransform):
    """After the sources are read: names of places are made by then, and menus are not."""

    default_priority = 760

    def apply(self, **words: object) -> None:
        set_prose(self.document)


def set_products(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """No line of a page ends inside 64 × 64. Notebooks, which find their own lines, keep what was typed."""
    if app.builder.format != "html":
        return
    for text in list(doctree.findall(nodes.Text)):
        words = _TIMES.sub("\u00a0×\u00a0", text)
        if words != text and not _is_code(text):
            text.parent.replace(text, nodes.Text(words))


def set_references(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """The words of links ("Mục 3.4") exist only now; an address that the theme has shortened is no prose."""
    for link in list(doctree.findall(nodes.reference)):
        if not {"github", "gitlab"} & set(link.get("classes", ())):
            set_prose(link)


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_transform(Typography)
    app.connect("doctree-resolved", set_references)
    app.connect("doctree-resolved", set_products)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
