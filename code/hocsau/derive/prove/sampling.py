"""Sinh giá trị thử trong miền của từng kí hiệu.

Hạt giống lấy từ chính nội dung được so: cùng một bước thì lần nào cũng như lần nào, còn viết một bước sai
sao cho đúng tại mọi kích thước được thử thì không được, vì sửa bước ấy là đổi luôn các kích thước.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import numpy as np

from hocsau.derive.errors import DerivationError
from hocsau.derive.prove.numeric import Evaluator
from hocsau.derive.show.plain import plain
from hocsau.derive.tree import operations as op
from hocsau.derive.tree import symbols as sy
from hocsau.derive.tree.expression import Expr, Number, lift

MOST_SIZES = 6
SMALL, LARGE = 6, 40  # every other sample has sizes up to LARGE: what holds only for the smallest is not true


def content_rng(seed: int, *exprs: Expr) -> np.random.Generator:
    """Bộ sinh số ngẫu nhiên riêng của một bước: đổi một chữ trong bước là đổi mọi giá trị thử."""
    content = "\n".join(map(str, exprs))
    return np.random.default_rng([seed, zlib.crc32(content.encode())])


def symbols_of(exprs: Iterable[Expr]) -> list[Expr]:
    """Các kí hiệu tự do (số, phần tử dãy, ma trận và các kích thước trong shape), theo thứ tự gặp."""
    found: dict[Expr, None] = {}
    bound: set[Expr] = set()
    for expr in exprs:
        for node in expr.walk():
            if isinstance(node, (op.Fold, op.Rows)):
                bound.add(node.index)
            if isinstance(node, sy.Matrix):
                for size in (node.rows, node.columns):
                    if isinstance(size, Expr):
                        found.update(dict.fromkeys(symbols_of([size])))
            if isinstance(node, (sy.Scalar, sy.Item, sy.Matrix)):
                found[node] = None
    return [node for node in found if node not in bound]


def one_meaning_each(exprs: Iterable[Expr]) -> None:
    """Mỗi tên chỉ một nghĩa: hai biến cùng hiện là x mà khác miền thì người đọc không phân biệt được."""
    seen: dict[tuple[type, str], tuple] = {}
    for expr in exprs:
        for node in expr.walk():
            if isinstance(node, sy.Let):
                meaning: tuple = (node.body,)
            elif isinstance(node, sy.Matrix):
                meaning = (node.rows, node.columns, node.low, node.high, node.sample)
            elif isinstance(node, (sy.Scalar, sy.Item)):
                meaning = (node.low, node.high, getattr(node, "integer", len(getattr(node, "index", ()))))
            else:
                continue
            if seen.setdefault((type(node), node.name), meaning) != meaning:
                raise DerivationError(f"Tên {node} được khai hai lần khác nhau; mỗi tên chỉ một nghĩa")


def rational(
    rng: np.random.Generator, low: Fraction | None, high: Fraction | None, width: int = 3, parts: int = 97
) -> Fraction:
    """Một số hữu tỉ trong khoảng mở (low, high), khoảng được chia `parts` phần; đầu nào vô hạn thì thu về
    `width` đơn vị. `parts` nguyên tố thì không bao giờ trúng hai đầu hay số tròn ở giữa."""
    if low is None and high is None:
        low, high = Fraction(-width), Fraction(width)
    elif low is None:
        low = high - width
    elif high is None:
        high = low + width
    return low + (high - low) * Fraction(int(rng.integers(1, parts)), parts)


def real(rng: np.random.Generator, symbol: object, shape: tuple[int, ...] = ()) -> Any:
    if symbol.low is None and symbol.high is None:
        return rng.normal(size=shape) if shape else float(rng.normal())
    low = float(symbol.low) if symbol.low is not None else float(symbol.high) - 3
    high = float(symbol.high) if symbol.high is not None else low + 3
    margin = 0.02 * (high - low)
    drawn = rng.uniform(low + margin, high - margin, size=shape)
    return drawn if shape else float(drawn)


def draw(exprs: list[Expr], rng: np.random.Generator, up_to: int = SMALL) -> dict[object, Any]:
    """Một bộ giá trị float64 cho mọi kí hiệu; các kích thước nhận giá trị khác nhau, từ 1 tới `up_to`."""
    symbols = symbols_of(exprs)
    sizes = [s for s in symbols if isinstance(s, sy.Scalar) and s.integer and s.low is not None]
    if len(sizes) > MOST_SIZES:
        raise DerivationError(f"Quá {MOST_SIZES} kích thước trong một biểu thức; hãy tách nhỏ ra")
    numbers = rng.permutation(np.arange(1, up_to + 1))[: len(sizes)]
    values: dict[object, Any] = {size: int(number) for size, number in zip(sizes, numbers, strict=True)}
    evaluate = Evaluator(values)
    largest = max([*numbers.tolist(), 1])
    for symbol in symbols:
        if isinstance(symbol, sy.Scalar) and symbol not in values:
            smallest = min([*numbers.tolist(), largest])
            values[symbol] = int(rng.integers(1, smallest + 1)) if symbol.integer else real(rng, symbol)
        elif isinstance(symbol, sy.Matrix):
            shape = (evaluate.integer(symbol.rows), evaluate.integer(symbol.columns))
            # A product over 40 columns is no larger than one over 6: σ of it would lose every digit of 1 - σ.
            values[symbol] = _matrix(symbol, rng, shape) * _shrink(symbol, largest)
    lengths = _lengths(exprs)
    for symbol in symbols:
        if isinstance(symbol, sy.Item) and symbol.sequence not in values:
            ends = [lengths.get((symbol.name, axis), set()) for axis in range(len(symbol.index))]
            shape = tuple(
                evaluate.integer(next(iter(end))) if len(end) == 1 else _longest(end, evaluate, largest)
                for end in ends
            )
            values[symbol.sequence] = real(rng, symbol, shape)
    return values


def _shrink(symbol: sy.Matrix, largest: int) -> float:
    free = symbol.sample is None and symbol.low is None and symbol.high is None
    return (SMALL / largest) ** 0.5 if free and largest > SMALL else 1.0


def _matrix(symbol: sy.Matrix, rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    if symbol.sample is None:
        return real(rng, symbol, shape)
    drawn = np.asarray(symbol.sample(rng, *shape), dtype=np.float64)
    if drawn.shape != shape:
        raise DerivationError(f"sample của {symbol} trả về shape {drawn.shape}; cần {shape}")
    return drawn


def _longest(ends: set[Expr], evaluate: Evaluator, largest: int) -> int:
    """Dãy dài đủ cho mọi chỉ số đã dùng."""
    return max([largest, *(evaluate.integer(end) for end in ends)])


def _lengths(exprs: list[Expr]) -> dict[tuple[str, int], set[Expr]]:
    """Dãy nào, theo chiều nào, chạy tới đâu: đọc từ các tổng chứa nó, và từ x[3] viết rõ số."""
    ends: dict[tuple[str, int], set[Expr]] = {}
    for node in (node for expr in exprs for node in expr.walk()):
        if isinstance(node, (op.Fold, op.Rows)):
            stop = lift(node.stop if isinstance(node, op.Fold) else node.count)
            for item in (inner for inner in node.walk() if isinstance(inner, sy.Item)):
                for axis, position in enumerate(item.index):
                    if node.index in position.walk():  # x[i + 1] needs more than x[i]
                        reached = stop if position == node.index else position.replace(node.index, stop)
                        ends.setdefault((item.name, axis), set()).add(reached)
        elif isinstance(node, sy.Item):
            for axis, position in enumerate(node.index):
                if isinstance(position, Number):
                    ends.setdefault((node.name, axis), set()).add(position)
    return ends


def describe(values: dict[object, Any]) -> str:
    """Bộ giá trị thành chữ, cho phản ví dụ."""
    parts = []
    for key, value in values.items():
        array = np.asarray(value)
        name = plain(key[1]) if isinstance(key, tuple) else str(key)
        if array.size > SMALL**2:
            parts.append(f"{name}: {'×'.join(map(str, array.shape))} số ngẫu nhiên")
            continue
        shown = array if array.dtype.kind in "iu" else np.round(array, 4)
        parts.append(f"{name} = {np.array2string(shown, separator=', ')}".replace("\n", ""))
    return "; ".join(parts) or "(không có biến)"
