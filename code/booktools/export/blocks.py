"""Block nodes as Markdown.

`pieces(node, page)` yields what a node becomes: text (one Markdown block each), Heading (opens a new cell)
and CodeCell. Each kind of node registers its own function; a node that nobody knows is an error.
"""

import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import singledispatch

from docutils import nodes
from sphinx import addnodes

from booktools.export.headings import ANCHOR, title
from booktools.export.inline import inline, inlines, math_body, parents
from booktools.export.page import Page
from booktools.sphinx.data_nodes import page_only


class Heading(str):
    """A heading in Markdown; `cell` names the cell that it opens."""

    cell: str


@dataclass(frozen=True)
class CodeCell:
    """A code cell of the page: its place in the source notebook, and whether it is folded away."""

    index: int
    source: str
    tags: tuple[str, ...] = ()
    folded: bool = False

    def fold(self) -> "CodeCell":
        return replace(self, folded=True)


Piece = str | CodeCell
# Without the margin JupyterLab sets the next paragraph right under a folded block.
DETAILS = '<details style="margin-bottom: 1em">'
LANGUAGES = {"default": "", "none": "", "ipython3": "python"}
# Their lines carry a mark in Markdown (`>`, spaces), which Jupyter would take for part of a formula.
PREFIXED = (nodes.list_item, nodes.block_quote, nodes.definition, nodes.entry, nodes.footnote)
PREFIXED += (nodes.Admonition, nodes.topic, nodes.sidebar)
LINE_START = re.compile(r"^(\s*)([#>+=-]+(?=\s|$)|\d+[.)](?=\s|$)|\|)", re.MULTILINE)


@singledispatch
def pieces(node: nodes.Node, page: Page) -> Iterator[Piece]:
    """What one block node becomes."""
    if isinstance(node, nodes.Inline | nodes.Text):
        yield inline(node, page)
        return
    raise page.error(node, f"chưa biết viết {type(node).__name__} thành Markdown cho notebook")


def children(node: nodes.Element | Iterable[nodes.Node], page: Page) -> Iterator[Piece]:
    for child in node.children if isinstance(node, nodes.Element) else node:
        yield from pieces(child, page)


def texts(node: nodes.Element | Iterable[nodes.Node], page: Page) -> list[str]:
    """Blocks of a node that cannot hold a code cell (a list, a quotation …)."""
    found = []
    for child in node.children if isinstance(node, nodes.Element) else node:
        for piece in pieces(child, page):
            if isinstance(piece, CodeCell):
                raise page.error(child, "code-cell không nằm được trong danh sách hay khung: đưa nó ra ngoài")
            found.append(str(piece))
    return [text for text in found if text.strip()]


def quoted(blocks: list[str]) -> str:
    """A Markdown quotation."""
    lines = "\n\n".join(blocks).split("\n")
    return "\n".join(f"> {line}" if line else ">" for line in lines)


def details(title: str, blocks: list[str]) -> str:
    """A folded block; `title` is HTML."""
    return f"{DETAILS}\n<summary>{title}</summary>\n\n" + "\n\n".join(blocks) + "\n\n</details>"


def folded(name: str, note: str, parts: Iterable[Piece], code_only: str) -> Iterator[Piece]:
    """A fold that may hold code cells: these cannot stand inside <details>, and follow folded themselves."""
    run: list[str] = []
    first = True
    for part in parts:
        if isinstance(part, str):
            run.append(str(part))
            continue
        if run or first:
            yield details(f"{name}{note if first else ' (tiếp)'}", run or [code_only])
            run, first = [], False
        yield part.fold()
    if run:
        yield details(f"{name}{note if first else ' (tiếp)'}", run)


def fenced(code: str, language: str = "") -> str:
    longest = max((len(run) for run in re.findall("`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{code.rstrip()}\n{fence}"


def heading(node: nodes.Element, page: Page) -> Heading:
    """The heading that a section, an exercise or a quiz opens with, under its anchor where one is needed."""
    made = title(node, page)
    words = "".join(inline(word, page) for word in made.words).replace("\n", " ")
    line = f"{'#' * made.level} {made.front}{words}"
    if made.cell in page.anchors.wanted:
        name = ANCHOR + made.cell
        line = f'<a id="{name}" name="{name}"></a>\n\n{line}'
    found = Heading(line)
    found.cell = made.cell
    return found


@pieces.register(nodes.document)
@pieces.register(nodes.compound)
@pieces.register(nodes.legend)
@pieces.register(addnodes.glossary)
def _(node: nodes.Element, page: Page) -> Iterator[Piece]:
    yield from children(node, page)


@pieces.register(nodes.section)
def _(node: nodes.section, page: Page) -> Iterator[Piece]:
    titled = title(node, page) is not None  # sphinx-exercise wraps its content in sections without a title
    if titled:
        yield heading(node, page)
    yield from children(node.children[titled:], page)


@pieces.register(nodes.paragraph)
@pieces.register(addnodes.compact_paragraph)
def _(node: nodes.Element, page: Page) -> Iterator[Piece]:
    if any(isinstance(child, nodes.bullet_list) for child in node.children):  # a table of contents
        yield from children(node, page)
        return
    text = inlines(node, page).strip()
    yield LINE_START.sub(_guarded, text)


def _guarded(match: re.Match[str]) -> str:
    mark = match.group(2)
    return match.group(1) + (f"{mark[:-1]}\\{mark[-1]}" if mark[0].isdigit() else f"\\{mark}")


@pieces.register(nodes.bullet_list)
@pieces.register(nodes.enumerated_list)
def _(node: nodes.Element, page: Page) -> Iterator[Piece]:
    ordered = isinstance(node, nodes.enumerated_list)
    items = [texts(item, page) for item in node.children if isinstance(item, nodes.list_item)]
    tight = all(_is_tight(item) for item in node.children)
    start = int(node.get("start", 1))
    lines = []
    for number, item in enumerate(items, start):
        mark = f"{number}. " if ordered else "- "
        body = ("\n" if tight else "\n\n").join(item)
        lines.append(mark + textwrap.indent(body, " " * len(mark)).lstrip())
    yield ("\n" if tight else "\n\n").join(lines)


def _is_tight(item: nodes.Node) -> bool:
    return all(
        isinstance(child, nodes.bullet_list | nodes.enumerated_list) or index == 0
        for index, child in enumerate(item.children)
    )


@pieces.register(nodes.definition_list)
def _(node: nodes.definition_list, page: Page) -> Iterator[Piece]:
    yield "\n\n".join(_definition(item, page) for item in node.children)


def _definition(item: nodes.Element, page: Page) -> str:
    """`- **term**: meaning`, since Markdown in notebooks has no definition lists."""
    names, body = [], []
    for child in item.children:
        if isinstance(child, nodes.term):
            names.append(f"**{inlines(child, page).strip()}**")
        elif isinstance(child, nodes.classifier):
            names[-1] += f" ({inlines(child, page)})"
        else:
            body += [(part, text) for part in child.children for text in texts([part], page)]
    name = ", ".join(names)
    if body and isinstance(body[0][0], nodes.paragraph):
        blocks = [f"{name}: {body[0][1]}", *(text for _, text in body[1:])]
    else:
        blocks = [name, *(text for _, text in body)]
    return "- " + textwrap.indent("\n\n".join(blocks), "  ").lstrip()


@pieces.register(nodes.block_quote)
def _(node: nodes.block_quote, page: Page) -> Iterator[Piece]:
    blocks = []
    for child in node.children:
        if isinstance(child, nodes.attribution):
            blocks.append(f"— {inlines(child, page)}")
        else:
            blocks += texts([child], page)
    yield quoted(blocks)


@pieces.register(nodes.literal_block)
@pieces.register(nodes.doctest_block)
def _(node: nodes.Element, page: Page) -> Iterator[Piece]:
    language = node.get("language", "")
    yield fenced(node.astext(), LANGUAGES.get(language, language))


@pieces.register(nodes.line_block)
def _(node: nodes.line_block, page: Page) -> Iterator[Piece]:
    yield "<br>\n".join(inlines(line, page) for line in node.findall(nodes.line))


@pieces.register(nodes.math_block)
def _(node: nodes.math_block, page: Page) -> Iterator[Piece]:
    latex = displayed(node.astext())
    number = page.number("displaymath", node)
    if number:
        latex += f"\n\\tag{{{number}}}"
    nested = any(isinstance(parent, PREFIXED) for parent in parents(node))
    yield f"$${latex}$$".replace("\n", " ") if nested else f"$$\n{latex}\n$$"


ENVIRONMENT = re.compile(r"\\begin\{(\w+\*?)\}(?:(?!\\begin\{).)*?\\end\{\1\}", re.DOTALL)
NUMBERED = re.compile(r"\\(begin|end)\{(align|gather|equation)\*?\}")


def displayed(latex: str) -> str:
    """A displayed formula as MathJax takes it between `$$`: lines in `aligned`, as Sphinx does for a page."""
    parts = [math_body(part) for part in re.split(r"\n[ \t]*\n", latex.strip())]
    parts = [_lines(NUMBERED.sub(_inner, part).strip()) for part in parts if part]
    if len(parts) == 1:
        return parts[0]
    return "\\begin{gathered}\n" + " \\\\\n".join(parts) + "\n\\end{gathered}"


def _inner(match: re.Match[str]) -> str:
    place, name = match.group(1), match.group(2)
    return "" if name == "equation" else f"\\{place}{{{name}ed}}"


def _lines(latex: str) -> str:
    outside = latex
    while (shorter := ENVIRONMENT.sub("", outside)) != outside:
        outside = shorter
    if re.search(r"\\\\|(?<!\\)&", outside):
        return f"\\begin{{aligned}}\n{latex}\n\\end{{aligned}}"
    return latex


@pieces.register(nodes.transition)
def _(node: nodes.transition, page: Page) -> Iterator[Piece]:
    yield "---"


@pieces.register(nodes.rubric)
@pieces.register(nodes.caption)
def _(node: nodes.Element, page: Page) -> Iterator[Piece]:
    yield f"**{inlines(node, page)}**"


@pieces.register(nodes.footnote)
@pieces.register(nodes.citation)
def _(node: nodes.Element, page: Page) -> Iterator[Piece]:
    label, *rest = node.children
    mark = f"<sup>[{label.astext()}]</sup>" if isinstance(node, nodes.footnote) else f"**[{label.astext()}]**"
    first, *others = texts(rest, page)
    yield "- " + textwrap.indent("\n\n".join([f"{mark} {first}", *others]), "  ").lstrip()


@pieces.register(nodes.raw)
def _(node: nodes.raw, page: Page) -> Iterator[Piece]:
    yield inline(node, page).strip()


@pieces.register(page_only)
@pieces.register(nodes.target)
@pieces.register(nodes.comment)
@pieces.register(nodes.substitution_definition)
@pieces.register(addnodes.index)
@pieces.register(addnodes.tabular_col_spec)
@pieces.register(addnodes.highlightlang)
def _(node: nodes.Element, page: Page) -> Iterator[Piece]:
    yield from ()
