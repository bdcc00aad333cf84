"""Inline nodes as Markdown: text, emphasis, code, formulas, links."""

import re
from functools import singledispatch
from html import escape as html_escape

from docutils import nodes
from sphinx import addnodes

from booktools.export.page import Page

SPECIAL = re.compile(r"[\\`*\[\]~$]|(?<!\w)_|_(?!\w)")
ENTITY = re.compile(r"&(?=#?\w+;)")
# HTML that notebooks drop or that would act: a page that needs it must say what a notebook shows instead.
FORBIDDEN = re.compile(r"<(script|style|form|input|button|select|textarea|iframe|object|embed|svg)\b", re.I)
CHECKBOX = re.compile(r"<input[^>]*task-list-item-checkbox[^>]*>")


def inlines(node: nodes.Element, page: Page) -> str:
    """The inline children of a node as Markdown."""
    return "".join(inline(child, page) for child in node.children)


def escape(text: str) -> str:
    """Text that Markdown shows as it is."""
    text = SPECIAL.sub(lambda match: "\\" + match.group(), text)
    return ENTITY.sub("&amp;", text).replace("<", "&lt;")


def math_body(latex: str) -> str:
    """LaTeX without comments and blank lines, which end a formula in Markdown."""
    lines = (re.sub(r"(?<!\\)%.*$", "", line).rstrip() for line in latex.strip().splitlines())
    return "\n".join(line for line in lines if line)


def in_table(node: nodes.Node) -> bool:
    return any(isinstance(parent, nodes.entry) for parent in parents(node))


def parents(node: nodes.Node) -> list[nodes.Element]:
    found = []
    while node.parent is not None:
        node = node.parent
        found.append(node)
    return found


def summary(node: nodes.Element, page: Page) -> str:
    """Inline children as HTML, for <summary>, where Markdown is not read."""
    parts = []
    for child in node.children:
        if isinstance(child, nodes.Text):
            parts.append(html_escape(child.astext(), quote=False))
        elif isinstance(child, nodes.math):
            parts.append(f"${html_escape(math_body(child.astext()), quote=False)}$")
        elif isinstance(child, nodes.literal):
            parts.append(f"<code>{html_escape(child.astext(), quote=False)}</code>")
        else:
            parts.append(summary(child, page))
    return "".join(parts).replace("\n", " ")


@singledispatch
def inline(node: nodes.Node, page: Page) -> str:
    """Markdown of one inline node; a node that nobody knows is an error."""
    raise page.error(node, f"chưa biết viết {type(node).__name__} thành Markdown cho notebook")


@inline.register(nodes.Text)
def _(node: nodes.Text, page: Page) -> str:
    return escape(node.astext())


@inline.register(nodes.inline)
@inline.register(nodes.generated)
@inline.register(nodes.target)
@inline.register(addnodes.pending_xref)
def _(node: nodes.Element, page: Page) -> str:
    return inlines(node, page)


def _wrapped(mark: str, text: str) -> str:
    """Text between marks that must touch it: spaces move outside."""
    body = text.strip()
    if not body:
        return text
    start = text[: len(text) - len(text.lstrip())]
    return f"{start}{mark}{body}{mark}{text[len(text.rstrip()) :]}"


@inline.register(nodes.emphasis)
@inline.register(nodes.title_reference)
def _(node: nodes.Element, page: Page) -> str:
    return _wrapped("*", inlines(node, page))


@inline.register(nodes.strong)
def _(node: nodes.strong, page: Page) -> str:
    return _wrapped("**", inlines(node, page))


@inline.register(nodes.literal)
def _(node: nodes.literal, page: Page) -> str:
    text = node.astext().replace("\n", " ")
    if in_table(node):
        text = text.replace("|", r"\|")
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}"


@inline.register(nodes.math)
def _(node: nodes.math, page: Page) -> str:
    latex = math_body(node.astext()).replace("\n", " ")
    if in_table(node):  # a bar would end the cell
        latex = latex.replace(r"\|", r"\Vert ").replace("|", r"\vert ")
    return f"${latex}$"


@inline.register(nodes.subscript)
@inline.register(nodes.superscript)
def _(node: nodes.Element, page: Page) -> str:
    tag = "sub" if isinstance(node, nodes.subscript) else "sup"
    return f"<{tag}>{inlines(node, page)}</{tag}>"


@inline.register(nodes.abbreviation)
def _(node: nodes.abbreviation, page: Page) -> str:
    meaning = node.get("explanation", "")
    return inlines(node, page) + (f" ({escape(meaning)})" if meaning else "")


@inline.register(nodes.reference)
def _(node: nodes.reference, page: Page) -> str:
    text = inlines(node, page)
    href = page.anchors.href(node)
    if not href or not text.strip():
        return text
    return f"[{text}]({href})"


@inline.register(nodes.footnote_reference)
def _(node: nodes.footnote_reference, page: Page) -> str:
    return f"<sup>[{node.astext()}]</sup>"


@inline.register(addnodes.download_reference)
def _(node: nodes.Element, page: Page) -> str:
    from booktools import repository

    target = node.get("refuri") or repository.raw(node["reftarget"].lstrip("/"), page.root)
    return f"[{inlines(node, page)}]({target})"


@inline.register(nodes.image)
def _(node: nodes.image, page: Page) -> str:
    address = page.picture(node)
    alt = " ".join(node.get("alt", "").split())
    size = "".join(f' {key}="{node[key]}"' for key in ("width", "height") if node.get(key))
    if size:
        return f'<img src="{address}" alt="{html_escape(alt)}"{size}>'
    return f"![{escape(alt)}]({address})"


@inline.register(nodes.raw)
def _(node: nodes.raw, page: Page) -> str:
    if "html" not in node.get("format", "").split():
        return ""
    html = CHECKBOX.sub(lambda match: "☑" if "checked=" in match.group() else "☐", node.astext())
    html = re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)
    if FORBIDDEN.search(html):
        raise page.error(node, f"HTML này không sống trong notebook: {html.strip()[:60]!r}")
    return html


@inline.register(nodes.comment)
@inline.register(addnodes.index)
def _(node: nodes.Element, page: Page) -> str:
    return ""
