"""A live picture is drawn again long after its cell ran: what it reads must not mean something else by then.

In the notebook `explore(draw, …)` calls `draw` whenever a control moves, also after "Run all". A later cell
that assigns a name which `draw` (or a function that it calls) reads from the notebook would change the
picture, or break it.
"""

import ast
import symtable
from collections.abc import Iterator
from pathlib import Path

from booktools.source.book import book_files, name_of
from booktools.source.cells import cells
from booktools.source.problem import Problem

AT_ONCE = {"listcomp", "setcomp", "dictcomp", "genexpr"}  # scopes that are over when their statement is


def check(root: Path) -> list[Problem]:
    """Every cell that changes a name under a picture of an earlier cell."""
    return [problem for path in book_files(root) for problem in _page(path, root)]


def _page(path: Path, root: Path) -> Iterator[Problem]:
    page = [(cell, tree) for cell in cells(path.read_text(encoding="utf-8")) if (tree := cell.tree())]
    reads: dict[str, set[str]] = {}
    said: set[str] = set()
    pictures: list[set[str]] = []
    for cell, tree in page:
        for statement in tree.body:
            for name in _bound(statement) if ast.dump(statement) not in said else ():
                if any(name in picture for picture in pictures):
                    line = cell.code_line + statement.lineno - 1
                    yield Problem(name_of(path, root), line, _message(name))
        for statement in tree.body:
            said.add(ast.dump(statement))
            late = _read_later(statement)
            for name in _bound(statement):
                reads[name] = late
        pictures += [_reach(names, reads) for names in _drawn(tree, reads)]


def _message(name: str) -> str:
    return (
        f"{name!r} được gán lại, mà hình explore ở một ô trước còn đọc nó mỗi lần kéo: "
        "đặt tên khác, hoặc đưa giá trị cũ vào hàm vẽ"
    )


def _bound(statement: ast.stmt) -> set[str]:
    """Names that a statement of a cell gives to the notebook; an import binds the same thing again."""
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return set()
    table = symtable.symtable(ast.unparse(statement), "cell", "exec")
    return {symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned()}


def _read_later(statement: ast.stmt) -> set[str]:
    """Names of the notebook that functions and lambdas in the statement read when they are called."""
    table = symtable.symtable(ast.unparse(statement), "cell", "exec")
    children = [child for child in table.get_children() if child.get_name() not in AT_ONCE]
    return {name for child in children for name in _globals(child)}


def _globals(table: symtable.SymbolTable) -> set[str]:
    own = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global()}
    return own.union(*(_globals(child) for child in table.get_children()))


def _drawn(tree: ast.Module, reads: dict[str, set[str]]) -> Iterator[set[str]]:
    """For each explore(draw, …) of a cell: the names that draw itself reads.

    Its own name is not among them: the next picture may take it.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "explore":
            if node.args and isinstance(node.args[0], ast.Name):
                yield reads.get(node.args[0].id, set())
            elif node.args:
                yield _read_later(ast.Expr(node.args[0]))


def _reach(names: set[str], reads: dict[str, set[str]]) -> set[str]:
    """These names, and those that the functions among them read."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += reads.get(name, set())
    return found
