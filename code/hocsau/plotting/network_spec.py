"""Những gì network_diagram được yêu cầu vẽ, đã kiểm tra; và tên của node, của trọng số."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from hocsau.plotting.canvas import number, symbol

BIAS = -1  # the index of a layer's bias node
MOST, FIRST, LAST = 8, 3, 2  # nodes drawn in a layer; of a larger one, how many at either end

Node = tuple[int, int]  # layer, index in it (BIAS for the bias node)
Edge = tuple[int, int, int]  # into which weight layer (from 0), from which node, to which node
Arrays = Sequence[np.ndarray | None] | None
Labels = bool | str | Collection[str] | Mapping[str, str]


@dataclass(frozen=True)
class Spec:
    """Mạng cần vẽ. numbers: "w", "∂L/∂w" -> mảng của từng tầng (None: chưa biết); labels: tên -> chữ."""

    sizes: tuple[int, ...]
    values: tuple[np.ndarray | None, ...]
    numbers: dict[str, list[np.ndarray | None]]
    biases: list[np.ndarray | None]
    inputs: tuple[str, ...] | None
    activations: tuple[str, ...]
    bias: bool
    digits: int
    labels: dict[str, str] = field(default_factory=dict)
    highlight: frozenset[str] = frozenset()

    @property
    def edges(self) -> list[Edge]:
        """Mọi đường được vẽ."""
        pairs = enumerate(zip(self.sizes, self.sizes[1:], strict=False))
        return [
            (k, i, j)
            for k, (a, b) in pairs
            for i in ([BIAS] if self.bias else []) + shown(a)
            for j in shown(b)
        ]

    def found(self, edge: Edge) -> dict[str, float]:
        """Các số đã biết trên một đường: {"w": 0.5, "∂L/∂w": -0.1}."""
        k, i, j = edge
        if i == BIAS:
            known = self.biases[k]
            return {} if known is None or "w" not in self.numbers else {"w": float(known[j])}
        layers = ((kind, arrays[k]) for kind, arrays in self.numbers.items())
        return {kind: float(array[i, j]) for kind, array in layers if array is not None}


def checked(
    sizes: Sequence[int],
    *,
    weights: Arrays,
    biases: Arrays,
    gradients: Arrays,
    values: Arrays,
    inputs: Sequence[str] | None,
    labels: Labels,
    highlight: Collection[str],
    bias: bool,
    activations: Sequence[str] | None,
    digits: int,
) -> Spec:
    """Kiểm tra từng tham số của network_diagram; ValueError nói sai ở đâu."""
    sizes = tuple(sizes)
    if len(sizes) < 2 or any(isinstance(n, bool) or int(n) != n or n < 1 for n in sizes):
        raise ValueError(f"sizes = {list(sizes)}; cần ít nhất hai tầng, mỗi tầng một số nguyên dương")
    sizes = tuple(int(n) for n in sizes)
    pairs = list(zip(sizes, sizes[1:], strict=False))
    after = [(n,) for n in sizes[1:]]
    given = {"w": _arrays("weights", weights, pairs), "∂L/∂w": _arrays("gradients", gradients, pairs)}
    for name, texts, count in (("inputs", inputs, sizes[0]), ("activations", activations, len(sizes) - 1)):
        if texts is not None and len(texts) != count:
            raise ValueError(f"{name} có {len(texts)} tên; mạng {list(sizes)} cần {count}")
    known = [None if v is None else np.ravel(v) for v in values] if values is not None else None
    spec = Spec(
        sizes,
        tuple(_arrays("values", known, [(n,) for n in sizes]) or [None] * len(sizes)),
        {kind: arrays for kind, arrays in given.items() if arrays is not None},
        _arrays("biases", biases, after) or [None] * len(pairs),
        None if inputs is None else tuple(inputs),
        tuple(activations or ()),
        bool(bias),
        digits,
    )
    spec.labels.update(_labels(spec, labels))
    lit = frozenset([highlight] if isinstance(highlight, str) else highlight)
    nodes = {node_name((k, i), sizes) for k, n in enumerate(sizes) for i in shown(n)}
    if unknown := lit - nodes - {edge_name(edge) for edge in spec.edges}:
        raise ValueError(
            f"highlight: hình không có {', '.join(sorted(unknown))}; tên có dạng w_12^(1), b_1^(2), "
            f"x_1, a_2^(1), y_1, và phải được vẽ"
        )
    return Spec(**{**vars(spec), "highlight": lit})


def _arrays(what: str, arrays: Arrays, wanted: list[tuple[int, ...]]) -> list[np.ndarray | None] | None:
    if arrays is None:
        return None
    found = [None if a is None else np.asarray(a, float) for a in arrays]
    shapes = [None if a is None else a.shape for a in found]
    fits = len(shapes) == len(wanted) and all(s in (None, w) for s, w in zip(shapes, wanted, strict=True))
    if not fits:
        raise ValueError(f"{what} có shape {shapes}; cần {wanted} (None cho tầng chưa biết)")
    if not all(a is None or np.isfinite(a).all() for a in found):
        raise ValueError(f"{what} có NaN hoặc vô cùng; không vẽ được")
    return found


def _labels(spec: Spec, labels: Labels) -> dict[str, str]:
    """The text of every label that was asked for."""
    names = {edge_name(edge): edge for edge in spec.edges}
    if isinstance(labels, bool):
        return {name: symbol(name) for name in names} if labels else {}
    if labels in ("weights", "biases"):
        return {name: symbol(name) for name in names if name[0] == labels[0]}
    if labels == "numbers":
        found = {name: spec.found(edge) for name, edge in names.items()}
        if not any(found.values()):
            raise ValueError('labels="numbers" cần weights, biases hoặc gradients để viết')
        return {name: _numbers(numbers, spec.digits) for name, numbers in found.items() if numbers}
    wanted = [labels] if isinstance(labels, str) else list(labels)
    if unknown := sorted(set(wanted) - set(names)):
        raise ValueError(
            f"labels: hình không có {', '.join(unknown)}; tên có dạng w_12^(1), b_1^(2), và node của nó phải "
            f"được vẽ"
        )
    return {name: labels[name] if isinstance(labels, Mapping) else symbol(name) for name in wanted}


def _numbers(found: dict[str, float], digits: int) -> str:
    return "\n".join(number(value, digits) for value in found.values())


def edge_name(edge: Edge) -> str:
    """Tên của trọng số trên một đường: w_ij^(k) hoặc b_j^(k), đếm từ 1."""
    k, i, j = edge
    if i == BIAS:
        return f"b_{j + 1}^({k + 1})"
    comma = "," if i >= 9 or j >= 9 else ""
    return f"w_{i + 1}{comma}{j + 1}^({k + 1})"


def node_name(node: Node, sizes: Sequence[int]) -> str:
    """Tên của một node: x_i ở tầng đầu vào, y_i ở tầng cuối, a_i^(k) ở giữa, đếm từ 1."""
    k, i = node
    if 0 < k < len(sizes) - 1:
        return f"a_{i + 1}^({k})"
    return f"{'x' if k == 0 else 'y'}_{i + 1}"


def shown(n: int) -> list[int]:
    """Những node được vẽ của tầng có n node."""
    return list(range(n)) if n <= MOST else [*range(FIRST), *range(n - LAST, n)]
