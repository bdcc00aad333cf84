"""Things in a frame: admonitions, figures, sphinx-design's cards, tabs and dropdowns, and containers."""

from collections.abc import Iterator
from html import escape as html_escape

from docutils import nodes
from sphinx.locale import admonitionlabels
from sphinx_design.shared import PassthroughTextElement

from booktools.export.blocks import CodeCell, Piece, children, details, folded, pieces, quoted, texts
from booktools.export.inline import escape, inline, inlines, summary
from booktools.export.page import Page

FOLDED = {"dropdown", "toggle"}


@pieces.register(nodes.Admonition)
@pieces.register(nodes.topic)
@pieces.register(nodes.sidebar)
def _(node: nodes.Element, page: Page) -> Iterator[Piece]:
    body = list(node.children)
    title = body.pop(0) if body and isinstance(body[0], nodes.title) else None
    label = admonitionlabels.get(node.tagname, "")
    if FOLDED & set(node.get("classes", [])):
        name = summary(title, page) if title is not None else html_escape(str(label) or "Mở ra")
        parts = [part for part in children(body, page) if isinstance(part, CodeCell) or part.strip()]
        note = " (ô code được gấp ở dưới)" if any(isinstance(part, CodeCell) for part in parts) else ""
        yield from folded(name, note, parts, "Phần này là ô code ngay dưới đây.")
        return
    name = inlines(title, page) if title is not None else str(label)
    yield quoted([*([f"**{name}**"] if name else []), *texts(body, page)])


@pieces.register(nodes.image)
def _(node: nodes.image, page: Page) -> Iterator[Piece]:
    yield inline(node, page)


@pieces.register(nodes.figure)
def _(node: nodes.figure, page: Page) -> Iterator[Piece]:
    number = page.caption_number("figure", node)
    for child in node.children:
        if isinstance(child, nodes.caption):
            text = inlines(child, page)
            yield f"**{number}.** {text}" if number else text
        elif isinstance(child, nodes.reference):  # a picture that is a link
            yield inline(child, page)
        else:
            yield from pieces(child, page)


@pieces.register(nodes.container)
def _(node: nodes.container, page: Page) -> Iterator[Piece]:
    if node.get("nb_element") == "cell_code":
        metadata = node["cell_metadata"]
        source = next(node.findall(nodes.literal_block)).astext()
        yield CodeCell(node["cell_index"], source, tuple(metadata.get("tags", [])))
        yield from children(node.children[1:], page)  # the caption of its picture
        alt = metadata.get("mystnb", {}).get("image", {}).get("alt")
        if alt:  # Jupyter gives a drawn picture no alt text
            yield details("Mô tả hình bằng lời", [escape(" ".join(alt.split()))])
        return
    component = node.get("design_component")
    if component == "dropdown":
        titled = node["has_title"]
        name = summary(node.children[0], page) if titled else "Mở ra"
        yield details(name, texts(node.children[1:] if titled else node.children, page))
    elif component == "card":
        yield quoted(texts(node, page))
    elif component in ("card-title", "card-header"):
        yield f"**{' '.join(texts(node, page))}**"
    elif node.get("literal_block"):
        number = page.caption_number("code-block", node)
        for child in node.children:
            if isinstance(child, nodes.caption):
                yield f"**{number}.** {inlines(child, page)}" if number else inlines(child, page)
            else:
                yield from pieces(child, page)
    elif FOLDED & set(node.get("classes", [])):
        yield details("Mở ra", texts(node, page))
    else:
        yield from children(node, page)


@pieces.register(PassthroughTextElement)
def _(node: nodes.TextElement, page: Page) -> Iterator[Piece]:
    yield inlines(node, page)
