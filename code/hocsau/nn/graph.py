"""Đồ thị tính toán (computational graph) của các số: mỗi phép tính là một node, đạo hàm đi ngược từ cuối về.

    x = Value(1.0, "x")
    y = (2 * x + 1) ** 2
    y.backward()
    print(y.data, x.grad)  # 9.0 12.0

Vẽ đồ thị: `hocsau.plotting.computational_graph(y)`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from numbers import Real


class Value:
    """Một số trong đồ thị tính toán, nhớ mình được tính từ đâu.

    data: giá trị; grad: đạo hàm của đầu ra theo số này, `backward` cộng vào; name: tên để đọc và vẽ;
    operation: phép tính sinh ra nó ("" nếu là đầu vào); parents: các số đi vào phép tính;
    partials: đạo hàm của riêng phép tính ấy theo từng số trong parents.
    Lỗi: ValueError khi giá trị không phải một số hữu hạn, hoặc phép tính không xác định (log số âm, chia 0).
    """

    __array_ufunc__ = None  # np.float64(2) * Value: numpy must leave it to __rmul__

    def __init__(
        self,
        data: float,
        name: str = "",
        *,
        operation: str = "",
        parents: tuple[Value, ...] = (),
        partials: tuple[float, ...] = (),
    ) -> None:
        if isinstance(data, bool) or not isinstance(data, Real):
            raise ValueError(f"Value nhận một số thực, đang nhận {type(data).__name__}: {data!r}")
        self.data: float = float(data)
        self.grad: float = 0.0
        self.name: str = name
        self.operation: str = operation
        self.parents: tuple[Value, ...] = parents
        self.partials: tuple[float, ...] = tuple(float(d) for d in partials)
        if len(self.partials) != len(parents):
            raise ValueError(f"có {len(parents)} số đi vào nhưng {len(self.partials)} đạo hàm")
        if not all(map(math.isfinite, (self.data, *self.partials))):
            raise ValueError(f"{self._described()} cho giá trị hoặc đạo hàm không hữu hạn ({self.data:g})")

    # c = a + b:  ∂c/∂a = 1,  ∂c/∂b = 1
    def __add__(self, other: Value | float) -> Value:
        return self._with(other, "+", lambda a, b: (a + b, 1, 1))

    # c = a − b:  ∂c/∂a = 1,  ∂c/∂b = −1
    def __sub__(self, other: Value | float) -> Value:
        return self._with(other, "-", lambda a, b: (a - b, 1, -1))

    # c = a·b:  ∂c/∂a = b,  ∂c/∂b = a
    def __mul__(self, other: Value | float) -> Value:
        return self._with(other, "*", lambda a, b: (a * b, b, a))

    # c = a/b:  ∂c/∂a = 1/b,  ∂c/∂b = −a/b²
    def __truediv__(self, other: Value | float) -> Value:
        return self._with(other, "/", lambda a, b: (a / b, 1 / b, -a / b**2))

    # c = aⁿ với n là hằng số:  ∂c/∂a = n·aⁿ⁻¹
    def __pow__(self, n: Value | float) -> Value:
        if isinstance(n, Value):
            return (n * self.log()).exp()  # aᵇ = e^(b·ln a)
        return self._apply(f"^{n:g}", lambda a: (a**n, n * a ** (n - 1) if n else 0))

    def __neg__(self) -> Value:
        return self._apply("neg", lambda a: (-a, -1))

    def __radd__(self, other: float) -> Value:
        return Value(other) + self

    def __rsub__(self, other: float) -> Value:
        return Value(other) - self

    def __rmul__(self, other: float) -> Value:
        return Value(other) * self

    def __rtruediv__(self, other: float) -> Value:
        return Value(other) / self

    def __rpow__(self, other: float) -> Value:
        return Value(other) ** self

    def exp(self) -> Value:
        """e^a; đạo hàm e^a."""
        return self._apply("exp", lambda a: (math.exp(a), math.exp(a)))

    def log(self) -> Value:
        """Lôgarit tự nhiên ln a, với a > 0; đạo hàm 1/a."""
        return self._apply("log", lambda a: (math.log(a), 1 / a))

    def sigmoid(self) -> Value:
        """s = σ(a) = 1 / (1 + e^(−a)), không tràn số; đạo hàm s(1 − s)."""

        def f(a: float) -> tuple[float, float]:
            e = math.exp(-abs(a))  # never above 1
            return (1 / (1 + e) if a >= 0 else e / (1 + e)), e / (1 + e) ** 2

        return self._apply("sigmoid", f)

    def tanh(self) -> Value:
        """t = tanh(a); đạo hàm 1 − t²."""
        return self._apply("tanh", lambda a: (math.tanh(a), 1 - math.tanh(a) ** 2))

    def relu(self) -> Value:
        """max(a, 0); đạo hàm 1 khi a > 0, còn lại 0."""
        return self._apply("relu", lambda a: (max(a, 0), 1 if a > 0 else 0))

    def named(self, name: str) -> Value:
        """Đặt tên cho chính số này rồi trả lại nó: `z = (w * x + b).named("z")`."""
        self.name = name
        return self

    def nodes(self) -> list[Value]:
        """Mọi số mà số này phụ thuộc vào, kể cả nó, xếp sao cho số đi vào luôn đứng trước (thứ tự tô-pô)."""
        order: list[Value] = []
        seen = set()
        waiting = [(self, False)]  # a stack, not recursion: a sum of thousands of terms is as deep
        while waiting:
            node, parents_done = waiting.pop()
            if parents_done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                waiting.append((node, True))
                waiting += [(parent, False) for parent in reversed(node.parents)]
        return order

    def derivatives(self) -> dict[Value, float]:
        """Đạo hàm của số này theo từng số trong nodes(), bằng quy tắc chuỗi từ cuối về đầu; không đổi grad.

        ∂L/∂a = Σ ∂L/∂c · ∂c/∂a, tổng lấy trên mọi phép tính c mà a đi vào.
        """
        order = self.nodes()
        total = dict.fromkeys(order, 0.0)
        total[self] = 1.0
        for node in reversed(order):  # every use of `node` has been met before `node` itself
            for parent, partial in zip(node.parents, node.partials, strict=True):
                total[parent] += total[node] * partial
        return total

    def backward(self) -> None:
        """Cộng ∂(số này)/∂(từng số) vào grad của từng số; gọi hai lần thì grad gấp đôi, như torch."""
        for node, derivative in self.derivatives().items():
            node.grad += derivative

    def zero_grad(self) -> None:
        """Đặt grad của mọi số trong đồ thị về 0."""
        for node in self.nodes():
            node.grad = 0.0

    def __repr__(self) -> str:
        return f"Value({self.data:g}{f', {self.name!r}' if self.name else ''})"

    def _with(self, other: Value | float, operation: str, f: Callable) -> Value:
        if not isinstance(other, Value):
            other = Value(other)
        return _result(operation, f, (self, other))

    def _apply(self, operation: str, f: Callable) -> Value:
        return _result(operation, f, (self,))

    def _described(self) -> str:
        return f"phép {self.operation}" if self.operation else f"Value({self.data:g})"


def total(terms: Iterable[Value | float]) -> Value:
    """Tổng của nhiều số bằng một node Σ duy nhất: đồ thị của một nơ-ron gọn hơn; đạo hàm theo mỗi số là 1."""
    parents = tuple(term if isinstance(term, Value) else Value(term) for term in terms)
    if not parents:
        raise ValueError("total cần ít nhất một số")
    return _result("sum", lambda *numbers: (sum(numbers), *[1] * len(numbers)), parents)


def _result(operation: str, f: Callable, parents: tuple[Value, ...]) -> Value:
    """The value of f and its derivatives by each parent, as a node."""
    numbers = [parent.data for parent in parents]
    try:
        data, *partials = f(*numbers)
        return Value(data, operation=operation, parents=parents, partials=tuple(partials))
    except (ArithmeticError, ValueError):
        given = ", ".join(f"{number:g}" for number in numbers)
        raise ValueError(
            f"không tính được phép {operation} với {given}: không xác định hoặc quá lớn"
        ) from None
