"""Every picture has alt text: figures and images in the text, plots of code cells, explore() controls.

What a cell plots through a function of ours is not seen here; the build looks at the pictures themselves
(booktools.sphinx.figures).
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from booktools.source.book import book_files, name_of
from booktools.source.cells import Cell, cells
from booktools.source.myst import directives, options
from booktools.source.problem import Problem
from booktools.source.prose import prose

PICTURES = {"figure", "image"}
INLINE = re.compile(r"!\[(?P<alt>[^\]]*)\]\(")
PLOTTERS = {"plt", "plotting"}
HIDDEN = {"remove-output", "remove-cell"}
IN_THE_HEADER = 'viết mô tả ở đầu ô: mystnb: {image: {alt: "…"}}'


def check(root: Path) -> list[Problem]:
    """Pictures of the book without alt text."""
    problems = []
    for path in book_files(root):
        problems += check_text(path.read_text(encoding="utf-8"), name_of(path, root))
    return problems


def check_text(text: str, file: str) -> Iterator[Problem]:
    """Pictures of one MyST file without alt text."""
    for block in directives(text):
        if block.name in PICTURES:
            found, _ = options(block.body)
            if "alt" not in found or not found["alt"].text:
                yield Problem(
                    file, block.line, f"{{{block.name}}} thiếu :alt: (mô tả hình cho người không nhìn thấy)"
                )
    for number, line in enumerate(prose(text).split("\n"), 1):
        for match in INLINE.finditer(line):
            if not match["alt"].strip():
                yield Problem(file, number, "hình thiếu mô tả: viết ![mô tả](đường-dẫn)")
    for cell in cells(text):
        yield from _cell(cell, file)


def _cell(cell: Cell, file: str) -> Iterator[Problem]:
    tree = cell.tree()
    if tree is None or HIDDEN & set(cell.tags):
        return
    calls = list(_calls(tree))
    for call in calls:
        if _name(call) == "explore":
            alt = next((word.value for word in call.keywords if word.arg == "alt"), None)
            if alt is None or (isinstance(alt, ast.Constant) and not str(alt.value or "").strip()):
                line = cell.code_line + call.lineno - 1
                yield Problem(file, line, 'explore() thiếu alt="…" (mô tả hình cho người không nhìn thấy)')
    names = [_name(call) for call in calls]
    plots = [call for call, name in zip(calls, names, strict=True) if name.split(".")[0] in PLOTTERS]
    if plots and "plt.close" not in names and not _alt(cell):
        yield Problem(
            file, cell.code_line + plots[0].lineno - 1, f"ô vẽ hình mà chưa có alt; {IN_THE_HEADER}"
        )


def _alt(cell: Cell) -> str:
    settings = cell.header.get("mystnb")
    image = settings.get("image") if isinstance(settings, dict) else None
    return str((image.get("alt") or "") if isinstance(image, dict) else "").strip()


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    """Calls that run with the cell: not those inside functions and classes that it defines."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            continue
        if isinstance(child, ast.Call):
            yield child
        yield from _calls(child)


def _name(call: ast.Call) -> str:
    parts, node = [], call.func
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join(reversed([*parts, node.id])) if isinstance(node, ast.Name) else ""
