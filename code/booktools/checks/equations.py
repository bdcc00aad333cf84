"""No displayed equation without a reason to believe it: a definition, or a code cell that checks it.

Every displayed equation is a {math} directive with `:class: definition`, or with `:class: check-NAME` where
a code cell of the same file is tagged check-NAME and holds a check. Other ways to display one are refused:
they have no place for a class. Formulas inside a line of text are free.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from booktools.source.book import book_files, name_of
from booktools.source.cells import cells
from booktools.source.myst import (
    NOT_PROSE,
    Block,
    Line,
    blocks,
    directives,
    numbered,
    options,
    without_front_matter,
)
from booktools.source.problem import Problem
from booktools.source.prose import COMMENT, INLINE_CODE, blank

DEFINITION, CHECK = "definition", re.compile(r"check-[a-z0-9]+(-[a-z0-9]+)*")
INLINE_MATH = re.compile(r"(?<![\\$])\$(?!\$)(?:(?!\n\s*\n)[^$\\]|\\.)+\$", re.DOTALL)
OTHERS = re.compile(r"(?<!\\)\$\$|(?<!\\)\\\[|\\begin\{(?P<environment>[a-z]+\*?)\}")
ADVICE = "viết bằng khối ```{math} ở đầu dòng, kèm :class: definition hoặc :class: check-TÊN"
STEPS = {"step", "matches"}


def check(root: Path) -> list[Problem]:
    """Equations of all pages that nothing vouches for, by file and line."""
    return [problem for path in book_files(root) for problem in _page(path, root)]


def _page(path: Path, root: Path) -> Iterator[Problem]:
    text, file = path.read_text(encoding="utf-8"), name_of(path, root)
    checks = _checks(text)
    for block in directives(text):
        if block.name.lower() == "math":
            yield from (Problem(file, block.line, message) for message in _wrong(block, checks))
        elif block.name.lower() == "eval-rst" and any(".. math::" in line.text for line in block.body):
            yield Problem(file, block.line, f"công thức trong eval-rst không kiểm được: {ADVICE}")
    yield from _other_ways(text, file)


def _checks(text: str) -> dict[str, bool]:
    """The check-… tags of the page's code cells; True where a cell with the tag really checks something."""
    found: dict[str, bool] = {}
    for cell in cells(text):
        for tag in cell.tags:
            if CHECK.fullmatch(str(tag)):
                tree = cell.tree()
                found[tag] = found.get(tag, False) or (tree is not None and has_check(tree))
    return found


def has_check(tree: ast.AST) -> bool:
    """Whether running this code can fail because a formula is wrong.

    That is: an assert that is not of a constant, a call of check_… or assert_…, or a Derivation with a step;
    what is only inside a function that the cell defines does not count.
    """
    calls = set()
    for node in _running(tree):
        if isinstance(node, ast.Assert) and not isinstance(node.test, ast.Constant | ast.Tuple):
            return True
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            calls.add(name)
    named = any(name.startswith(("check_", "assert_")) for name in calls)
    return named or ("Derivation" in calls and bool(calls & STEPS))


def _running(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            yield child
            yield from _running(child)


def _wrong(block: Block, checks: dict[str, bool]) -> Iterator[str]:
    found, _ = options(block.body)
    classes = found["class"].text.split() if "class" in found else []
    reasons = [name for name in classes if name == DEFINITION or name.startswith("check-")]
    if not reasons:
        yield (
            "công thức chưa có gì bảo đảm: thêm :class: definition nếu là định nghĩa, hoặc :class: check-TÊN "
            "cùng một ô code có tag check-TÊN kiểm nó (hay cho Derivation hiện công thức này)"
        )
    for name in reasons:
        if name == DEFINITION:
            continue
        if not CHECK.fullmatch(name):
            yield f"tên {name!r} không hợp lệ: dùng check- rồi chữ thường, số và dấu gạch nối"
        elif name not in checks:
            yield f"không có ô code nào của trang này mang tag {name}"
        elif not checks[name]:
            yield f"ô code mang tag {name} không kiểm gì: cần assert, hàm check_…, hoặc Derivation có bước"


def _other_ways(text: str, file: str) -> Iterator[Problem]:
    lines = dict.fromkeys(range(1, text.count("\n") + 2), "")
    _text_lines(numbered(without_front_matter(text)), lines)
    shown = "\n".join(lines.values())
    for pattern in (COMMENT, INLINE_CODE):
        shown = pattern.sub(blank, shown)
    opened = False
    for match in OTHERS.finditer(INLINE_MATH.sub(blank, shown)):
        number = shown.count("\n", 0, match.start()) + 1
        if match.group() == "$$":
            opened = not opened
            if opened:
                yield Problem(file, number, f"không dùng $$: {ADVICE}")
        elif not opened:
            yield Problem(file, number, f"không dùng {match.group()}: {ADVICE}")


def _text_lines(lines: list[Line], shown: dict[int, str]) -> None:
    """The lines that MyST reads as text; code, formulas and the heads of directives stay empty."""
    for part in blocks(lines):
        if isinstance(part, Line):
            shown[part.number] = part.text
        elif part.name and part.name.lower() not in NOT_PROSE | {"eval-rst"}:
            _text_lines(list(part.body), shown)
