"""A page's outputs do not hang on what the builder's machine lacks: no "not installed", no "cannot compare".

Looked at is what the page will show (the outputs kept for the build, else those of notebooks/). A cell tagged
nbval-check-output prints the same on every machine, so what it says of a missing module is its lesson. So is
what is said of an invented name (thu-vien-bi-thieu).
"""

import json
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from nbformat.validator import NotebookValidationError

from booktools import execute
from booktools.checks.tags import COMPARED
from booktools.source.cells import cells
from booktools.source.problem import Problem

INVENTED = "bi-thieu"
LACKS = re.compile(
    r"ModuleNotFoundError|ImportError|No module named|not installed|command not found"
    r"|(?i:chưa|không) (?:được )?cài\b(?! được)|(?i:chưa có) (?:gói |thư viện )?(?:[A-Z]\w+|torch|cv2)\b"
    r"|(?i:không (?:so|chấm|kiểm|thử|chạy|vẽ|tải|mở) được)"
)


def check(root: Path) -> list[Problem]:
    """Outputs that say that something was missing when the page ran, by file and line of the cell."""
    try:
        kept = execute.executed(root)
    except NotebookValidationError:  # booktools.checks.tags says it
        return []
    return [
        problem for name, run in kept.items() for problem in _page(root, name, run or _notebook(root, name))
    ]


def _page(root: Path, name: str, notebook: dict) -> Iterator[Problem]:
    page = list(cells((root / f"{name}.md").read_text(encoding="utf-8")))
    ran = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    # from the end: an exported notebook has a cell before the page's, which installs the package
    for cell, done in zip(reversed(page), reversed(ran), strict=False):
        if COMPARED not in cell.tags:
            for message in _wrong(done["outputs"]):
                yield Problem(f"{name}.md", cell.line, message)


def _notebook(root: Path, name: str) -> dict:
    path = root / "notebooks" / f"{Path(name).name}.ipynb"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {"cells": []}


def _wrong(outputs: list[dict]) -> Iterator[str]:
    for line in chain.from_iterable(_text(output).split("\n") for output in outputs):
        if INVENTED not in line and (found := LACKS.search(line)):
            yield (
                f"ô in ra {found[0]!r} ({line.strip()[:60]}): trang không được tuỳ máy dựng sách có gì; "
                "cài thứ ấy rồi chạy lại, hoặc cho xem một lần chạy đã ghi"
            )


def _text(output: dict) -> str:
    shown = [output.get("text", ""), output.get("ename", "")]
    shown += [text for kind, text in output.get("data", {}).items() if kind.startswith("text/")]
    return "\n".join("".join(text) for text in shown)
