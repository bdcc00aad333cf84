"""Từng bước của đồ thị tính toán: xuôi để có giá trị, ngược để có đạo hàm; và cách đọc mỗi bước."""

from __future__ import annotations

from hocsau.nn.graph import Value
from hocsau.plotting.canvas import number
from hocsau.plotting.graph_layout import OUT, Link

_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷", "sum": "Σ", "neg": "×(−1)"}
_SIGNS |= {"sigmoid": "σ", "relu": "ReLU", "log": "ln"}


def operation_text(operation: str) -> str:
    """Chữ trong node của một phép tính: "*" -> ×, "^2" -> (·)²."""
    if operation.startswith("^"):
        return rf"$(\cdot)^{{{operation[1:]}}}$"
    return _SIGNS.get(operation, operation)


def constant(node: Value) -> bool:
    """Đầu vào không tên là hằng số: không cần đạo hàm."""
    return not node.parents and not node.name


class Plan:
    """Các node, các cạnh, và thứ tự chúng hiện ra.

    nodes: mọi Value, số đi vào đứng trước; links: các cạnh giữa các vị trí trong nodes; sequence: node
    (vị trí) của từng bước đi xuôi, rồi cạnh (Link) của từng bước đi ngược.
    """

    def __init__(self, root: Value) -> None:
        if not isinstance(root, Value) or not root.parents:
            got = "một số chưa qua phép tính nào" if isinstance(root, Value) else type(root).__name__
            raise ValueError(f"root phải là một Value được tính từ các Value khác; đang nhận {got}")
        self.root = root
        self.nodes = root.nodes()
        place = {node: k for k, node in enumerate(self.nodes)}
        links = [
            Link(place[p], k, i) for k, node in enumerate(self.nodes) for i, p in enumerate(node.parents)
        ]
        self.links = (*links, Link(place[root], OUT, 0))
        self.gradient = [root.derivatives()[node] for node in self.nodes]
        self.forward = [k for k, node in enumerate(self.nodes) if node.parents]
        self.backward = [
            link
            for end in (OUT, *reversed(self.forward))
            for link in self.links
            if link.end == end and not constant(self.nodes[link.start])
        ]
        self.sequence = [*self.forward, *self.backward]

    def check(self, step: int | None) -> int:
        """Số bước cần hiện; ValueError khi ngoài 0 … số bước."""
        last = len(self.sequence)
        if step is None:
            return last
        if isinstance(step, bool) or not isinstance(step, int | float) and not hasattr(step, "__index__"):
            raise ValueError(f"step = {step!r}; cần một số nguyên từ 0 đến {last}")
        if int(step) != step or not 0 <= step <= last:
            raise ValueError(f"step = {step}; cần một số nguyên từ 0 đến {last}")
        return int(step)

    def partial(self, link: Link) -> float:
        """Đạo hàm của phép tính ở cuối cạnh theo cạnh ấy."""
        return 1.0 if link.end == OUT else self.nodes[link.end].partials[link.slot]

    def behind(self, link: Link) -> float:
        """Đạo hàm của root theo kết quả của phép tính ở cuối cạnh."""
        return 1.0 if link.end == OUT else self.gradient[link.end]

    def flow(self, link: Link) -> float:
        """Đạo hàm của root theo cạnh: tích của hai đạo hàm trên."""
        return self.behind(link) * self.partial(link)


def graph_steps(root: Value) -> int:
    """Số bước của computational_graph: mỗi phép tính một bước xuôi, mỗi cạnh (trừ hằng số) một bước ngược.

    Lỗi:
        ValueError: root chưa qua phép tính nào.
    """
    return len(Plan(root).sequence)


def graph_reading(root: Value, step: int, *, digits: int = 3) -> str:
    """Một dòng đọc bước `step`: phép tính nào vừa làm, với những số nào, ra bao nhiêu.

    Lỗi:
        ValueError: step ngoài 0 … graph_steps(root).
    """
    plan = Plan(root)
    step = plan.check(step)
    head = f"Bước {step}/{len(plan.sequence)}"
    if step == 0:
        given = [f"{n.name} = {number(n.data, digits)}" for n in plan.nodes if not n.parents and n.name]
        return f"{head}: đầu vào {', '.join(given)}." if given else f"{head}: chưa tính gì."
    if step <= len(plan.forward):
        node = plan.nodes[plan.forward[step - 1]]
        name = f"{node.name} = " if node.name else ""
        return f"{head}, đi xuôi: {name}{_formula(node, digits)} = {number(node.data, digits)}."
    return f"{head}, đi ngược{_backward_reading(plan, plan.sequence[step - 1], digits)}."


def _backward_reading(plan: Plan, link: Link, digits: int) -> str:
    if link.end == OUT:
        return f": bắt đầu từ cuối, đạo hàm của {plan.root.name or 'đầu ra'} theo chính nó bằng 1"
    node, start = plan.nodes[link.end], plan.nodes[link.start]
    behind, partial, flow = (number(f(link), digits) for f in (plan.behind, plan.partial, plan.flow))
    text = f" qua phép {_operation_word(node.operation)}{f' ra {node.name}' if node.name else ''}: "
    text += f"{behind} × {_signed(partial)} = {flow}"
    uses = [other for other in plan.backward if other.start == link.start]
    derivative = _derivative_name(plan.root, start)
    if len(uses) == 1:
        return f"{text} = {derivative}" if start.name else text
    if uses[-1] != link:
        return f"{text}, một phần của {derivative}" if start.name else text
    parts = " + ".join(_signed(number(plan.flow(use), digits)) for use in uses)
    return f"{text}; cộng các nhánh: {derivative} = {parts} = {number(plan.gradient[link.start], digits)}"


def _derivative_name(root: Value, node: Value) -> str:
    """∂root/∂node, as far as they have names: a letter the reader never met would explain nothing."""
    if not node.name:
        return "đạo hàm của nó"
    return f"∂{root.name}/∂{node.name}" if root.name else f"đạo hàm theo {node.name}"


def _formula(node: Value, digits: int) -> str:
    numbers = [number(parent.data, digits) for parent in node.parents]
    if node.operation == "sum":
        return " + ".join([numbers[0], *map(_signed, numbers[1:])])
    if len(numbers) == 2:
        return f"{numbers[0]} {_SIGNS[node.operation]} {_signed(numbers[1])}"
    if node.operation.startswith("^"):
        return f"{_signed(numbers[0])} mũ {number(float(node.operation[1:]), digits)}"
    if node.operation == "neg":
        return f"{numbers[0]} × (−1)"
    return f"{operation_text(node.operation)}({numbers[0]})"


def _signed(text: str) -> str:
    """A negative number in parentheses, as after a sign."""
    return f"({text})" if text.startswith("−") else text


def _operation_word(operation: str) -> str:
    return f"mũ {operation[1:]}" if operation.startswith("^") else operation_text(operation)
