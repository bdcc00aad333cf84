"""Tables as Markdown's pipe tables."""

from collections.abc import Iterator

from docutils import nodes

from booktools.export.blocks import Piece, pieces, texts
from booktools.export.inline import inlines
from booktools.export.page import Page


@pieces.register(nodes.table)
def _(node: nodes.table, page: Page) -> Iterator[Piece]:
    group = next(node.findall(nodes.tgroup))
    stubs = [spec.get("stub") for spec in group.findall(nodes.colspec)]
    head = [_row(row, stubs, page) for part in group.findall(nodes.thead) for row in part.children]
    body = [_row(row, stubs, page) for part in group.findall(nodes.tbody) for row in part.children]
    if len(head) > 1:
        raise page.error(node, "bảng trong notebook chỉ có một dòng đầu")
    title = next((child for child in node.children if isinstance(child, nodes.title)), None)
    if title is not None:
        number = page.caption_number("table", node)
        yield (f"**{number}.** " if number else "") + inlines(title, page)
    first = head[0] if head else [""] * len(stubs)
    yield "\n".join(_line(row) for row in [first, ["---"] * len(stubs), *body])


def _row(row: nodes.row, stubs: list[int | None], page: Page) -> list[str]:
    cells = []
    for entry, stub in zip(row.children, stubs, strict=True):
        if entry.get("morecols") or entry.get("morerows"):
            raise page.error(entry, "notebook không có ô bảng gộp: hãy tách ô ra")
        text = _cell(entry, page)
        cells.append(f"**{text}**" if stub and text else text)
    return cells


def _cell(entry: nodes.entry, page: Page) -> str:
    parts = []
    for child in entry.children:
        if isinstance(child, nodes.bullet_list):
            parts += [f"• {_cell(item, page)}" for item in child.children]
        elif isinstance(child, nodes.paragraph | nodes.math_block | nodes.image | nodes.comment):
            parts += texts([child], page)
        else:
            raise page.error(child, "ô bảng trong notebook chỉ có chữ, công thức, hình hoặc danh sách")
    return "<br>".join(" ".join(part.split("\n")) for part in parts)


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
