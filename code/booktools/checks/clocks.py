"""A time is shown, never asserted: on a busy machine the faster way may well lose.

What comes from a clock (directly, or through functions and names of the page) must not decide an assert.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from booktools.source.book import book_files, name_of
from booktools.source.cells import cells
from booktools.source.problem import Problem

CLOCKS = {"perf_counter", "perf_counter_ns", "process_time", "monotonic", "timeit", "time_ns"}


def check(root: Path) -> list[Problem]:
    """Every assert of the pages on a time that the page has measured."""
    return [problem for path in book_files(root) for problem in _page(path, root)]


def _page(path: Path, root: Path) -> Iterator[Problem]:
    timed: set[str] = set(CLOCKS)
    for cell in cells(path.read_text(encoding="utf-8")):
        tree = cell.tree()
        for statement in _steps(tree.body) if tree else []:
            for node in ast.walk(statement):
                if isinstance(node, ast.Assert) and timed & _names(node.test):
                    line = cell.code_line + node.lineno - 1
                    yield Problem(
                        name_of(path, root),
                        line,
                        "assert trên thời gian đo được: máy bận thì hỏng; chỉ in nó",
                    )
            now = _timed_by(statement, timed)
            timed = timed - _bound(statement) | now | CLOCKS


def _steps(statements: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The simple statements in their order; a loop's head is an assignment."""
    for statement in statements:
        if not isinstance(statement, ast.For | ast.While | ast.If | ast.With | ast.Try):
            yield statement
            continue
        if isinstance(statement, ast.For):
            yield ast.copy_location(ast.Assign([statement.target], statement.iter), statement)
        for part in ("body", "orelse", "finalbody"):
            yield from _steps(getattr(statement, part, []))


def _timed_by(statement: ast.stmt, timed: set[str]) -> set[str]:
    """The names that a statement gives a time: what it assigns, defines, or appends a time to."""
    if isinstance(statement, ast.FunctionDef):
        inside = {argument.arg for argument in ast.walk(statement) if isinstance(argument, ast.arg)}
        return {statement.name} if timed & (_names(statement) - inside - _bound(statement)) else set()
    if not timed & _names(statement):
        return set()
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return set()
    found: set[str] = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Assign | ast.AugAssign) and timed & _names(node.value):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {name for target in targets for name in _bases(target)}
        elif isinstance(node, ast.comprehension) and timed & _names(node.iter):
            found |= _bases(node.target)
        elif (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "append"
        ):
            if any(timed & _names(argument) for argument in node.args):
                found |= _bases(node.func.value)
    return found


def _bases(target: ast.expr) -> set[str]:
    """The names that are bound or changed: `a[0], b.c = …` changes a and b."""
    if isinstance(target, ast.Tuple | ast.List):
        return {name for element in target.elts for name in _bases(element)}
    while isinstance(target, ast.Subscript | ast.Attribute | ast.Starred):
        target = target.value
    return {target.id} if isinstance(target, ast.Name) else set()


def _bound(tree: ast.AST) -> set[str]:
    """The names that stand for something else after a statement."""
    if isinstance(tree, ast.FunctionDef):
        within = {name for statement in tree.body for name in _bound(statement)}
        return within | {tree.name}
    stored = (
        node for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )
    return {node.id for node in stored}


def _names(tree: ast.AST) -> set[str]:
    """The names that are read; of what stands behind a dot only clocks count."""
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return names | ({node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} & CLOCKS)
