"""Hai phương trình (bất phương trình) có tương đương không: so tập nghiệm theo ẩn.

Thử tại điểm ngẫu nhiên không nói được gì (điểm ngẫu nhiên chẳng là nghiệm của bên nào), nên ở đây luôn tìm ra
tập nghiệm: với số thì SymPy giải, với phương trình bậc nhất theo một vector thì đại số tuyến tính.
Tập nghiệm rỗng không được coi là đã kiểm.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy

from hocsau.derive.proof import NEEDED, Kind, Proof, Refuted, needed_samples
from hocsau.derive.prove.numeric import MAX_CONDITION, Evaluator, SingularError
from hocsau.derive.prove.rewriting import equivalent
from hocsau.derive.prove.sampling import LARGE, SMALL, content_rng, describe, draw, rational, symbols_of
from hocsau.derive.prove.slopes import TOLERANCE
from hocsau.derive.prove.symbolic import NotSymbolic, symbol, to_sympy
from hocsau.derive.tree.expression import Expr, Relation, Sub, lift
from hocsau.derive.tree.symbols import Item, Matrix, Scalar

SIZES = ((1, 1), (5, 12), (2, 4), (13, LARGE))  # drawn: what holds for the smallest only is false
SOLVED = (sympy.FiniteSet, sympy.Interval, sympy.Union, sympy.sets.sets.EmptySet)


def compare_relations(
    before: Relation, after: Relation, unknown: Expr | None, implies: bool, seed: int
) -> Proof:
    """`Proof` nếu `before` ⇔ `after` (hay ⇒ khi `implies`), `Refuted` nếu không."""
    try:
        how = equivalent(before, after, content_rng(seed, before, after))
        if how:
            return Proof(Kind.PROVED, how)
        symbolic = True
    except NotSymbolic:
        symbolic = False
    if unknown is None:
        raise Refuted("cần biết ẩn là gì để so tập nghiệm: Derivation(..., unknown=…)")
    if symbolic and isinstance(unknown, (Scalar, Item)):
        return _compare_solution_sets(before, after, unknown, implies, seed)
    if before.sign != "=" or after.sign != "=":
        raise Refuted("bất phương trình có ma trận thì chưa kiểm được")
    return _compare_affine(before, after, unknown, implies, seed)


def _compare_solution_sets(
    before: Relation, after: Relation, unknown: Scalar | Item, implies: bool, seed: int
) -> Proof:
    """Giải cả hai theo ẩn, các tham số khác là số hữu tỉ ngẫu nhiên."""
    rng = content_rng(seed, before, after)
    parameters = [node for node in symbols_of([before, after]) if node != unknown]
    if any(isinstance(node, Matrix) for node in parameters):
        raise Refuted("chưa kiểm được phương trình theo một số mà có ma trận")
    # With a parameter in an exponent SymPy solves in powers of exp(1/parts): 97 takes it half a minute.
    parts = 7 if any(to_sympy(side).has(sympy.exp) for side in (before, after)) else 97
    valid, repeats = 0, NEEDED if parameters else 1
    for attempt in range(4 * repeats):
        size = int(rng.integers(*SIZES[attempt % len(SIZES)], endpoint=True))
        numbers = _parameters(parameters, rng, size, parts)
        first, second = (_solve(relation, unknown, numbers) for relation in (before, after))
        if first == sympy.S.EmptySet and (implies or second == sympy.S.EmptySet):
            continue  # nothing to compare
        if not _agree(first, second, implies):
            where = _where(parameters, numbers)
            raise Refuted(f"{where}nghiệm của dòng trước là {first}, của dòng sau là {second}")
        valid += 1
        if valid == repeats:
            break
    needed_samples(valid, repeats)
    if parameters:
        return Proof(Kind.NUMERIC, f"tập nghiệm, {valid} bộ tham số hữu tỉ")
    return Proof(Kind.PROVED, "tập nghiệm")


def _where(parameters: list[Expr], numbers: dict[sympy.Basic, sympy.Rational]) -> str:
    known = [(node, to_sympy(node)) for node in parameters]
    at = "; ".join(f"{node} = {numbers[place]}" for node, place in known if place in numbers)
    return f"khi {at}: " if at else ""


def _domain(unknown: Scalar | Item) -> sympy.Interval:
    low, high = (None if end is None else sympy.Rational(str(end)) for end in (unknown.low, unknown.high))
    return sympy.Interval.open(-sympy.oo if low is None else low, sympy.oo if high is None else high)


def _agree(first: sympy.Set, second: sympy.Set, implies: bool) -> bool:
    """Tập nghiệm bằng nhau (tập trước nằm trong tập sau khi `implies`).

    Các số rời rạc được so tới 30 chữ số: 1/(1 + e⁻²) và e²/(1 + e²) là một, dù SymPy viết khác nhau.
    """
    if all(
        isinstance(found, sympy.FiniteSet) and all(v.is_number for v in found) for found in (first, second)
    ):
        here, there = ([sympy.N(v, 40) for v in found] for found in (first, second))
        return all(_near(v, there) for v in here) and (implies or all(_near(v, here) for v in there))
    if implies:
        return first.is_subset(second) is True
    return (first - second) | (second - first) == sympy.S.EmptySet


def _near(value: sympy.Expr, others: list[sympy.Expr]) -> bool:
    return any(abs(value - other) < sympy.Float("1e-30") * (1 + abs(value)) for other in others)


def _parameters(
    parameters: list[Expr], rng: np.random.Generator, size: int, parts: int
) -> dict[sympy.Basic, sympy.Rational]:
    numbers: dict[sympy.Basic, sympy.Rational] = {}
    for node in parameters:
        if isinstance(node, Scalar) and node.integer:
            numbers[symbol(node)] = sympy.Integer(size)
        elif isinstance(node, Scalar) or not _is_running(node):
            value = rational(rng, node.low, node.high, parts=parts)
            numbers[to_sympy(node)] = sympy.Rational(value.numerator, value.denominator)
        else:  # x[i] under a sum: every element its own number
            for k in range(1, size + 1):
                value = rational(rng, node.low, node.high, parts=parts)
                element = to_sympy(Item(node.name, node.low, node.high, tuple(lift(k) for _ in node.index)))
                numbers[element] = sympy.Rational(value.numerator, value.denominator)
    return numbers


def _is_running(node: Item) -> bool:
    return any(isinstance(inner, Scalar) for position in node.index for inner in position.walk())


def _solve(relation: Relation, unknown: Scalar | Item, numbers: dict) -> sympy.Set:
    """Tập nghiệm trong miền của ẩn khi các tham số đã là số; `Refuted` nếu SymPy không giải được."""
    concrete = to_sympy(relation)
    if concrete in (sympy.true, sympy.false):
        raise Refuted("một trong hai bên luôn đúng hoặc luôn sai, nên không có gì để kiểm")
    sums = (sympy.Sum, sympy.Product)
    sizes = {key: value for key, value in numbers.items() if key.is_Symbol and key.is_integer}
    concrete = concrete.subs(sizes).replace(
        lambda node: isinstance(node, sums), lambda node: node.doit(deep=False)
    )
    place = sympy.Symbol("x", real=True)
    concrete = concrete.subs(numbers).subs(to_sympy(unknown), place)
    if concrete in (sympy.true, sympy.false):
        return _domain(unknown) if concrete == sympy.true else sympy.S.EmptySet
    try:
        found = sympy.solveset(concrete, place, _domain(unknown))
    except (NotImplementedError, ValueError):
        found = None
    if found == sympy.S.Reals or isinstance(found, (*SOLVED, sympy.core.singleton.Singleton)):
        return found
    raise Refuted("SymPy không giải được một trong hai bên, nên không kiểm được")


def _compare_affine(before: Relation, after: Relation, unknown: Expr, implies: bool, seed: int) -> Proof:
    """Phương trình bậc nhất theo ẩn: so hai tập nghiệm (điểm + không gian con) trên số liệu ngẫu nhiên."""
    rng = content_rng(seed, before, after)
    valid = singular = 0
    for attempt in range(20 * NEEDED):
        values = draw([before, after, unknown], rng, (SMALL, LARGE)[attempt % 2])
        try:
            systems = [_system(relation, unknown, values, rng) for relation in (before, after)]
            points = [_solutions(*system) for system in systems]
        except SingularError:
            singular += 1
            continue
        if not points[0]:
            if implies or not points[1]:
                continue
            raise Refuted(f"tại {describe(values)}: dòng trước vô nghiệm còn dòng sau có nghiệm")
        _included(points[0], systems[1], "dòng trước", "dòng sau", values)
        if not implies:
            _included(points[1], systems[0], "dòng sau", "dòng trước", values)
        valid += 1
        if valid == NEEDED:
            break
    needed_samples(valid)
    where = ", chỉ nơi ma trận khả nghịch" if singular else ""
    return Proof(Kind.NUMERIC, f"tập nghiệm, {valid} bộ ma trận ngẫu nhiên{where}")


def _system(
    relation: Relation, unknown: Expr, values: dict[object, Any], rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Viết hiệu hai vế thành A v + c, v là ẩn duỗi ra; báo `Refuted` nếu không bậc nhất."""
    shape = np.shape(values[unknown])
    residual = Sub(relation.left, relation.right)

    def at(v: np.ndarray) -> np.ndarray:
        inside = Evaluator({**values, unknown: v.reshape(shape) if shape else float(v[0])})
        return np.asarray(inside(residual), dtype=np.float64).ravel()

    count = int(np.prod(shape))
    c = at(np.zeros(count))
    a = np.column_stack([at(row) - c for row in np.eye(count)])
    v = rng.normal(size=count)
    if np.abs(at(v) - (a @ v + c)).max() > 1e-7 * (1 + np.abs(a).max() * np.abs(v).sum() + np.abs(c).max()):
        raise Refuted(f"{relation} không phải bậc nhất theo {unknown} nên chưa kiểm được")
    return a, c


def _solutions(a: np.ndarray, c: np.ndarray) -> list[np.ndarray]:
    """Một nghiệm, và nghiệm ấy dịch theo từng hướng của không gian nghiệm; rỗng nếu vô nghiệm."""
    _, spread, directions = np.linalg.svd(a)
    largest = spread.max(initial=0.0)
    if largest == 0:
        raise Refuted("ẩn không có mặt trong một phương trình")
    kept = spread > 1e-10 * largest
    if spread[kept].max() / spread[kept].min() > np.sqrt(MAX_CONDITION):
        raise SingularError
    point = np.linalg.lstsq(a, -c, rcond=1e-10)[0]
    if not _satisfies(point, a, c):
        return []
    return [point, *(point + direction for direction in directions[int(kept.sum()) :])]


def _satisfies(point: np.ndarray, a: np.ndarray, c: np.ndarray) -> bool:
    scale = np.abs(a).max() * max(np.abs(point).max(), 1.0) + np.abs(c).max()
    return bool(np.abs(a @ point + c).max() <= 1e3 * TOLERANCE * scale)


def _included(points: list[np.ndarray], system: tuple, one: str, other: str, values: dict) -> None:
    for point in points:
        if not _satisfies(point, *system):
            residual = system[0] @ point + system[1]
            raise Refuted(
                f"tại {describe(values)}: {np.round(point, 4).tolist()} là nghiệm của {one} "
                f"nhưng ở {other} hai vế còn lệch {np.round(residual, 4).tolist()}"
            )
