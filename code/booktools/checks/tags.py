"""Tags of code cells: only known ones, and `nbval-check-output` only where printed text can be compared."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode
from nbformat.validator import NotebookValidationError

from booktools import execute
from booktools.source.cells import MAGIC
from booktools.source.problem import Problem

DOOR = "door"  # the picture that opens a chapter
COMPARED, IGNORED = "nbval-check-output", "nbval-ignore-output"
ALLOWED = {
    *("hide-input", "hide-output", "hide-cell", "remove-input", "remove-output", "remove-cell"),
    *(COMPARED, IGNORED, DOOR),
}
CHECK = re.compile(r"check-[a-z0-9]+(-[a-z0-9]+)*")
# Names whose use draws, shows or animates: nothing that a comparison of printed text could hold.
SHOWING = {"plt", "plotting", "explore", "display", "HTML", "tqdm", "trange", "interact"}


def check(root: Path) -> list[Problem]:
    """Wrong tags of all pages, by file and line of the cell."""
    try:
        pages = execute.notebooks(root)
        kept = execute.executed(root, pages)
    except NotebookValidationError as error:  # it does not say in which page
        return [Problem("book", 0, f"tags của code-cell phải là danh sách không lặp: {error.message}")]
    problems = []
    for name, notebook in pages.items():
        run = kept.get(name)
        doors = 0
        for index, (cell, line) in enumerate(
            zip(notebook.cells, notebook.metadata["source_map"], strict=True)
        ):
            if cell.cell_type == "code":
                outputs = run.cells[index].outputs if run else None
                messages = list(_wrong(cell, outputs))
                doors += DOOR in cell.metadata.get("tags", [])
                if doors == 2 and DOOR in cell.metadata.get("tags", []):
                    messages.append(f"trang chỉ có một ô {DOOR}, hình mở đầu của nó")
                problems += [Problem(f"{name}.md", line, message) for message in messages]
    return problems


def _wrong(cell: NotebookNode, outputs: list[NotebookNode] | None) -> Iterator[str]:
    tags = cell.metadata.get("tags", [])
    for tag in tags:
        if tag == "raises-exception":
            yield "tag raises-exception không dùng trong sách: bắt lỗi bằng try/except rồi in nó ra"
        elif tag not in ALLOWED and not CHECK.fullmatch(tag):
            yield f"tag {tag!r} không có; chỉ có: {', '.join(sorted(ALLOWED))}, check-TÊN"
    if DOOR in tags and "remove-input" not in tags:
        yield f"ô {DOOR} chỉ bày hình: thêm tag remove-input"
    if COMPARED not in tags:
        return
    if IGNORED in tags:
        yield f"{COMPARED} và {IGNORED} không đi cùng nhau"
    shown = sorted(_names(cell.source) & SHOWING)
    if shown:
        yield f"ô {COMPARED} chỉ được in chữ, không vẽ hay hiện gì khác: {', '.join(shown)}"
    elif outputs is not None:
        yield from _not_comparable(outputs)


def _names(source: str) -> set[str]:
    try:
        tree = ast.parse(MAGIC.sub("", source))
    except SyntaxError:
        return set()  # running the page says so, and better
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _not_comparable(outputs: list[NotebookNode]) -> Iterator[str]:
    others = sorted({output.get("name", output.output_type) for output in outputs} - {"stdout"})
    if others:
        yield f"ô {COMPARED} chỉ được in bằng print, nhưng còn cho ra {', '.join(others)}"
    elif not any(output.text.strip() for output in outputs):
        yield f"ô {COMPARED} không in gì, nên không so được gì"
    elif any("\r" in output.text for output in outputs):
        yield f"ô {COMPARED} in thanh tiến trình (kí tự \\r), mỗi lần chạy một khác"
