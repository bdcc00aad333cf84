"""From the pieces of a page to a notebook without outputs."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import nbformat
from docutils import nodes
from nbformat import NotebookNode

from booktools import repository
from booktools.export import exercises, frames, guesses, quizzes, tables  # noqa: F401 (they register their nodes)
from booktools.export.blocks import CodeCell, Heading, Piece, pieces
from booktools.export.leftovers import leftovers
from booktools.export.page import Page

INSTALL = """\
# Trên Colab: cài gói hocsau của sách. Ở đâu cũng vậy: luồng đang chờ thì nhường máy cho việc khác.
import os
import sys

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("KMP_BLOCKTIME", "0")
if "google.colab" in sys.modules:
    import importlib.util

    os.environ["GIT_TERMINAL_PROMPT"] = "0"  # không tới được kho mã thì báo lỗi, đừng ngồi chờ mật khẩu
    %pip install -q "hocsau{extra} @ git+{url}"
    importlib.invalidate_caches()
    if importlib.util.find_spec("hocsau") is None:
        raise RuntimeError("chưa cài được gói hocsau, nên các ô sau sẽ hỏng; pip nói lí do ở ngay trên")
"""
_PRETRAINED = re.compile(r"\b(EfficientNetLite0|imagenet_names|pretrained)\b")
HIDDEN_SOURCE = {"hide-input", "remove-input", "hide-cell", "remove-cell"}
HIDDEN_OUTPUT = {"hide-output", "remove-output", "hide-cell", "remove-cell"}
# No version of a kernel or a library: a notebook must not change because somebody else's machine is newer.
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def has_code(doctree: nodes.document) -> bool:
    return any(node.get("nb_element") == "cell_code" for node in doctree.findall(nodes.container))


def notebook(page: Page) -> NotebookNode:
    """The page as a notebook; outputs are added later."""
    ids = Counter()
    contents = list(_cells(pieces(page.doctree, page), page))
    code = "\n".join(content.source for content in contents if isinstance(content, CodeCell))
    install = INSTALL.format(extra=extra_of(code), url=repository.url(page.root)).rstrip()
    cells = [_code(CodeCell(-1, install), ids)]
    for content in contents:
        cells.append(_code(content, ids) if isinstance(content, CodeCell) else _markdown(content, ids))
    for cell in cells:
        raw = leftovers(cell.source) if cell.cell_type == "markdown" else []
        if raw:
            raise page.error(page.doctree, f"cú pháp MyST còn sót lại trong notebook: {raw[0]!r}")
    made = nbformat.v4.new_notebook(cells=cells, metadata=METADATA)
    nbformat.validate(made)
    return made


def extra_of(code: str) -> str:
    """What Colab lacks beside torch: the network that has learnt on ImageNet, where a page uses it."""
    return "[pretrained]" if _PRETRAINED.search(code) else ""


@dataclass
class _Text:
    """A Markdown cell being written; a heading's cell has a name."""

    blocks: list[str]
    name: str = ""


def _cells(found: Iterable[Piece], page: Page) -> Iterator[_Text | CodeCell]:
    """Join text into Markdown cells: a heading opens a new one; links stand under the first."""
    text = _Text([])
    titled = False
    for piece in found:
        if isinstance(piece, CodeCell | Heading) and text.blocks:
            yield text
            text = _Text([])
        if isinstance(piece, CodeCell):
            yield piece
            continue
        if piece.strip():
            text.blocks.append(str(piece))
        if isinstance(piece, Heading):
            text.name = piece.cell
            if not titled:
                titled = True
                text.blocks.append(
                    f"[Đọc trang này trên web]({page.html()}) · [Mở trong Colab]({page.colab()})"
                )
    if text.blocks:
        yield text


def _markdown(text: _Text, ids: Counter) -> NotebookNode:
    source = "\n\n".join(text.blocks)
    return nbformat.v4.new_markdown_cell(source, id=text.name or _id("markdown", source, ids))


def _code(code: CodeCell, ids: Counter) -> NotebookNode:
    tags = set(code.tags)
    metadata: dict = {"tags": list(code.tags)} if code.tags else {}
    view = {}
    if code.folded or tags & HIDDEN_SOURCE:
        view["source_hidden"] = True
        metadata["cellView"] = "form"  # the same for Colab
    if code.folded or tags & HIDDEN_OUTPUT:
        view["outputs_hidden"] = True
        metadata["collapsed"] = True
    if view:
        metadata["jupyter"] = view
    if code.index >= 0:
        metadata["hocsau"] = {"cell": code.index}  # only until outputs are added
    return nbformat.v4.new_code_cell(code.source, id=_id("code", code.source, ids), metadata=metadata)


def _id(kind: str, source: str, ids: Counter) -> str:
    """The same cell keeps its id wherever it stands; equal cells are told apart by their count."""
    digest = hashlib.sha256(f"{kind}\n{source}".encode()).hexdigest()[:10]
    ids[digest] += 1
    return f"{digest}-{ids[digest]}"
