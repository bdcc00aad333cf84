"""Tính giá trị biểu thức bằng số: numpy (float64) hay torch, theo đúng nghĩa của từng kí hiệu."""

from __future__ import annotations

from functools import singledispatchmethod
from types import ModuleType
from typing import Any

import numpy as np

from hocsau.derive.errors import DerivationError
from hocsau.derive.tree import expression as ex
from hocsau.derive.tree import operations as op
from hocsau.derive.tree import symbols as sy
from hocsau.derive.tree.expression import Expr
from hocsau.derive.tree.known import KNOWN

MAX_CONDITION = 1e8  # an inverse beyond this is treated as not existing


class SingularError(ArithmeticError):
    """Ma trận phải nghịch đảo gần như suy biến."""


class Evaluator:
    """Giá trị của biểu thức khi biết `values`: biến → số; dãy, ma trận và tên `let` → mảng."""

    def __init__(self, values: dict[object, Any], xp: ModuleType = np) -> None:
        self.values, self.xp = values, xp

    def __call__(self, expr: Expr) -> Any:
        if expr in self.values:
            return self.values[expr]
        return self.value(expr)

    @singledispatchmethod
    def value(self, expr: Expr) -> Any:
        """Giá trị tính từ các phần của biểu thức; đạo hàm thì `slopes` đăng kí thêm."""
        raise DerivationError(f"Chưa tính được {type(expr).__name__} bằng số")

    def integer(self, value: object) -> int:
        return value if isinstance(value, int) else round(float(self(value)))

    def where(self, key: object, value: Any) -> Evaluator:
        return Evaluator({**self.values, key: value}, self.xp)

    def _constantvalue(self, rows: list[list[Any]]) -> Any:
        if self.xp is np:
            return np.array(rows) * 1.0
        like = self.xp.float64
        return self.xp.stack([self.xp.stack([self.xp.as_tensor(v, dtype=like) for v in row]) for row in rows])

    # Leaves

    @value.register
    def _number(self, expr: ex.Number) -> float:
        return float(expr.value)

    @value.register
    def _constant(self, expr: sy.Constant) -> float:
        return {"e": np.e, "pi": np.pi}[expr.name]

    @value.register(sy.Matrix)
    @value.register
    def _scalar(self, expr: sy.Scalar) -> float:
        raise DerivationError(f"Chưa có giá trị cho {expr}")

    @value.register
    def _unknown(self, expr: sy.Unknown) -> float:
        raise DerivationError(f"Hàm {expr} chưa biết nên không tính bằng số được cùng với ma trận")

    @value.register
    def _item(self, expr: sy.Item) -> Any:
        elements = self.values[expr.sequence]
        return elements[_places(expr, [self.integer(k) for k in expr.index], elements.shape)]

    @value.register
    def _entry(self, expr: ex.Entry) -> Any:
        matrix = self(expr.matrix)
        return matrix[_places(expr, [self.integer(expr.row), self.integer(expr.column)], matrix.shape)]

    @value.register
    def _let(self, expr: sy.Let) -> Any:
        return self(expr.body)

    # Arithmetic

    @value.register
    def _add(self, expr: ex.Add) -> Any:
        return self(expr.left) + self(expr.right)

    @value.register
    def _sub(self, expr: ex.Sub) -> Any:
        return self(expr.left) - self(expr.right)

    @value.register
    def _mul(self, expr: ex.Mul) -> Any:
        return self(expr.left) * self(expr.right)

    @value.register
    def _div(self, expr: ex.Div) -> Any:
        return self(expr.left) / self(expr.right)

    @value.register
    def _matmul(self, expr: ex.MatMul) -> Any:
        return self(expr.left) @ self(expr.right)

    @value.register
    def _power(self, expr: ex.Power) -> Any:
        exponent = expr.right
        if isinstance(exponent, ex.Number) and exponent.value.denominator == 1:
            return self(expr.left) ** int(exponent.value)
        return self(expr.left) ** self(exponent)

    @value.register
    def _neg(self, expr: ex.Neg) -> Any:
        return -self(expr.body)

    @value.register
    def _transpose(self, expr: ex.Transpose) -> Any:
        return self(expr.body) if expr.body.shape is None else self(expr.body).T

    # Functions

    def _tensor(self, value: Any) -> Any:
        return np.asarray(value)[()] if self.xp is np else self._as_tensor(value)

    def _as_tensor(self, value: Any) -> Any:
        return value if self.xp is np else self.xp.as_tensor(value, dtype=self.xp.float64)

    @value.register
    def _apply(self, expr: op.Apply) -> Any:
        return KNOWN[expr.name].numeric(self.xp, *(self._tensor(self(a)) for a in expr.arguments))

    @value.register
    def _matrixfunction(self, expr: op.MatrixFunction) -> Any:
        body, linalg = self(expr.body), self.xp.linalg
        match expr.name:
            case "inv":
                if not linalg.cond(body).item() < MAX_CONDITION:
                    raise SingularError
                return linalg.inv(body)
            case "pinv":
                if self.xp is np and np.iscomplexobj(body):  # it conjugates: no derivative by a complex step
                    raise DerivationError(f"Đạo hàm đi qua {expr} cần torch: hãy cài hocsau[torch]")
                return linalg.pinv(body)
            case "norm":
                return (body**2).sum() ** 0.5
            case "total":
                return body.sum()
            case "trace":
                return self.xp.trace(body)
        return self.xp.diag(body[:, 0])

    @value.register
    def _filled(self, expr: op.Filled) -> Any:
        rows, columns = self.integer(expr.rows), self.integer(expr.columns)
        make = {"ones": np.ones, "zeros": np.zeros, "identity": np.eye}[expr.name]
        return self._as_tensor(make(rows) if expr.name == "identity" else make((rows, columns)))

    # Sums, derivatives, written-out matrices

    @value.register
    def _fold(self, expr: op.Fold) -> Any:
        terms = [
            self.where(expr.index, k)(expr.body)
            for k in range(self.integer(expr.start), self.integer(expr.stop) + 1)
        ]
        outcome = 0.0 if expr.name == "sum" else 1.0
        for term in terms:
            outcome = outcome + term if expr.name == "sum" else outcome * term
        return outcome

    @value.register
    def _array(self, expr: op.Array) -> Any:
        return self._constantvalue([[self(value) for value in row] for row in expr.entries])

    @value.register
    def _rows(self, expr: op.Rows) -> Any:
        count = self.integer(expr.count)
        return self._constantvalue(
            [[self.where(expr.index, k)(value) for value in expr.entries] for k in range(1, count + 1)]
        )

    @value.register
    def _integral(self, expr: op.Integral) -> Any:
        raise DerivationError(f"Tích phân {expr} chưa kiểm được bằng số trong biểu thức ma trận")

    @value.register
    def _cases(self, expr: op.Cases) -> Any:
        for value, condition in expr.pieces:
            if self(condition):
                return self(value)
        return self(expr.default)

    @value.register
    def _relation(self, expr: ex.Relation) -> bool:
        left, right = (float(self(side).real) for side in (expr.left, expr.right))
        return {
            "=": left == right,
            "<": left < right,
            "<=": left <= right,
            ">": left > right,
            ">=": left >= right,
        }[expr.sign]

    @value.register
    def _both(self, expr: ex.Both) -> bool:
        return bool(self(expr.left)) and bool(self(expr.right))


def _places(expr: Expr, counted_from_1: list[int], shape: tuple[int, ...]) -> tuple[int, ...]:
    """Chỉ số đếm từ 1 thành chỉ số của mảng; ra ngoài thì báo, chứ không vòng về cuối như numpy."""
    if not all(1 <= k <= length for k, length in zip(counted_from_1, shape, strict=True)):
        raise DerivationError(
            f"{expr}: chỉ số {counted_from_1} nằm ngoài shape {tuple(shape)}; chỉ số đếm từ 1"
        )
    return tuple(k - 1 for k in counted_from_1)
