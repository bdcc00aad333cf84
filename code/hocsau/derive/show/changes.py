"""Phần mới của mỗi dòng: những mẩu của biểu thức sau không có sẵn trong biểu thức trước.

So hai cây từ gốc xuống. Tổng và tích được so theo từng số hạng, từng thừa số, không kể thứ tự: đổi chỗ thì
không có gì mới. Mẩu nào không có sẵn thì được so tiếp với mẩu cũ giống nó nhất; đã khác quá nửa thì cả mẩu
là mới.
"""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Iterator

from hocsau.derive.tree.expression import Add, Entry, Expr, MatMul, Mul, Neg, Sub
from hocsau.derive.tree.symbols import Item, Let, Matrix, Unknown

MOSTLY = 0.6  # of a piece's symbols: then the whole piece is new
NAMED = (Entry, Item, Let, Matrix, Unknown)  # one symbol to the eye, whatever they hold
Term = tuple[str, Expr]  # sign and what follows it


def fresh(expr: Expr) -> Expr:
    """Bản sao mà chỗ nào cũng là một đối tượng riêng, để chỉ được đúng một chỗ bằng id."""
    return copy.copy(expr.map(fresh))


def changes(before: Expr, after: Expr) -> list[Expr]:
    """Các mẩu mới của `after`; [] khi dòng sau chỉ bớt đi, đổi chỗ, hay mới hoàn toàn."""
    parts = _parts(before, after)
    return parts if _weight(parts) < _weight([after]) else []


def _parts(before: Expr, after: Expr) -> list[Expr]:
    if before == after:
        return []
    for split in (_sum, _product, _elementwise):  # the loosest first: a sum may have lost all but one term
        olds, news = list(split(before)), list(split(after))
        if len(olds) > 1 or len(news) > 1:
            return _unmatched(olds, news)
    olds, news = list(before.children()), list(after.children())
    if _same_head(before, after) and len(olds) == len(news):
        return [part for pair in zip(olds, news, strict=True) for part in _collected(*pair)]
    return [after]


def _collected(before: Expr, after: Expr) -> list[Expr]:
    parts = _parts(before, after)
    return [after] if _weight(parts) > MOSTLY * _weight([after]) else parts


def _unmatched(olds: list[Term], news: list[Term]) -> list[Expr]:
    """Mẩu mới của từng số hạng (thừa số), sau khi bỏ những cái có sẵn."""
    left: list[Term] = []
    for term in news:
        if term in olds:
            olds.remove(term)
        else:
            left.append(term)
    found: list[Expr] = []
    for sign, new in left:
        # what only lost a part is another piece now: h² out of (x + h)²
        tries = [(_collected(old, new) or [new], number) for number, (s, old) in enumerate(olds) if s == sign]
        parts, number = min(tries, key=lambda t: _weight(t[0]), default=([new], None))
        if number is not None and not _is_all(parts, new):
            del olds[number]
        found += parts
    return found


def _is_all(parts: list[Expr], expr: Expr) -> bool:
    return any(part is expr for part in parts)


def _weight(parts: list[Expr]) -> int:
    """Bao nhiêu kí hiệu và số."""
    return sum(1 if isinstance(part, NAMED) else _weight(list(part.children())) or 1 for part in parts)


def _same_head(before: Expr, after: Expr) -> bool:
    """Cùng một phép, chỉ khác chỗ nó tính trên cái gì."""
    if type(before) is not type(after) or isinstance(after, NAMED) or not list(after.children()):
        return False
    fields = dataclasses.fields(after)
    plain = [(getattr(before, f.name), getattr(after, f.name)) for f in fields if f.type in ("str", "object")]
    return all(old == new for old, new in plain)


def _sum(expr: Expr, sign: str = "+") -> Iterator[Term]:
    if isinstance(expr, Add):
        yield from _sum(expr.left, sign)
        yield from _sum(expr.right, "+")
    elif isinstance(expr, Sub):
        yield from _sum(expr.left, sign)
        yield "-", expr.right
    elif isinstance(expr, Neg):
        yield "-", expr.body
    else:
        yield sign, expr


def _product(expr: Expr) -> Iterator[Term]:
    if isinstance(expr, MatMul) or (isinstance(expr, Mul) and not expr.elementwise):
        yield from _product(expr.left)
        yield from _product(expr.right)
    else:
        yield "", expr


def _elementwise(expr: Expr) -> Iterator[Term]:
    if isinstance(expr, Mul) and expr.elementwise:
        yield from _elementwise(expr.left)
        yield from _elementwise(expr.right)
    else:
        yield "", expr
