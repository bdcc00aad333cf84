"""Hai bộ dấu để in một biểu thức: LaTeX (KaTeX và MathJax đều đọc được) và chữ Unicode."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod

from hocsau.derive.show.plain import SUBSCRIPTS, SUPERSCRIPTS, plain, script
from hocsau.derive.tree.known import Known

OPEN, CLOSE = "\ue000", "\ue001"  # around what is new in a line, while its formula is put together


def bare(printed: str) -> str:
    """Bỏ các dấu của phần mới, để hỏi xem chữ đầu hay chữ cuối là gì."""
    return printed.replace(OPEN, "").replace(CLOSE, "")


class Marks(ABC):
    """Mọi chỗ hai cách in khác nhau."""

    hadamard = "⊙"
    dot = " · "
    juxtapose = " "
    partial = "∂"
    top = "ᵀ"
    dots = "⋮"
    flat_fractions = False

    def parentheses(self, body: str) -> str:
        return f"({body})"

    def number_fraction(self, above: str, below: str) -> str:
        return self.fraction(above, below)

    @abstractmethod
    def name(self, name: str) -> str: ...

    @abstractmethod
    def subscript(self, base: str, index: str) -> str: ...

    @abstractmethod
    def superscript(self, base: str, exponent: str) -> str: ...

    @abstractmethod
    def fraction(self, above: str, below: str) -> str: ...


class LatexMarks(Marks):
    hadamard = r"\odot"
    dot = r" \cdot "
    partial = r"\partial"
    top = r"\top"
    dots = r"\vdots"
    _relations = {"=": "=", "<": "<", "<=": r"\le", ">": ">", ">=": r"\ge"}

    def parentheses(self, body: str) -> str:
        tall = any(command in body for command in (r"\frac", r"\sum", r"\prod", r"\int", r"\begin"))
        return rf"\left({body}\right)" if tall else f"({body})"

    def name(self, name: str) -> str:
        return re.sub(r"([_^])([A-Za-z0-9]{2,})$", r"\1{\2}", name)

    def constant(self, name: str) -> str:
        return {"e": "e", "pi": r"\pi"}[name]

    def subscript(self, base: str, index: str) -> str:
        return f"{base}_{{{index}}}" if len(index) > 1 else f"{base}_{index}"

    def superscript(self, base: str, exponent: str) -> str:
        return f"{base}^{exponent}" if len(exponent) == 1 or exponent == r"\top" else f"{base}^{{{exponent}}}"

    def fraction(self, above: str, below: str) -> str:
        return rf"\frac{{{above}}}{{{below}}}"

    def function(self, known: Known) -> str:
        return known.latex

    def operator(self, name: str) -> str:
        return rf"\operatorname{{{name}}}"

    def root(self, body: str) -> str:
        return rf"\sqrt{{{body}}}"

    def absolute(self, body: str) -> str:
        return rf"\left\lvert {body} \right\rvert"

    def norm(self, body: str) -> str:
        return rf"\left\lVert {body} \right\rVert"

    def filled(self, name: str) -> str:
        return {"ones": r"\mathbf{1}", "zeros": r"\mathbf{0}", "identity": "I"}[name]

    def fold(self, name: str, index: str, start: str, stop: str) -> str:
        sign = {"sum": r"\sum", "product": r"\prod"}[name]
        return rf"{sign}_{{{index}={start}}}^{{{stop}}} "

    def gradient(self, variable: str) -> str:
        return rf"\nabla_{{{variable}}} "

    def thin(self, d: str) -> str:
        return " "

    def integral(self, limits: list[str]) -> str:
        return r"\int " if not limits else rf"\int_{{{limits[0]}}}^{{{limits[1]}}} "

    def differential(self, variable: str) -> str:
        return rf" \, d{variable}"

    def matrix(self, rows: list[list[str]]) -> str:
        return r"\begin{bmatrix} " + r" \\ ".join(" & ".join(row) for row in rows) + r" \end{bmatrix}"

    def cases(self, pieces: list[tuple[str, str]], default: str) -> str:
        lines = [rf"{value} & \text{{khi }} {condition}" for value, condition in pieces]
        return r"\begin{cases} " + r" \\ ".join([*lines, rf"{default} & \text{{còn lại}}"]) + r" \end{cases}"

    def relation(self, sign: str) -> str:
        return self._relations[sign]


class TextMarks(Marks):
    flat_fractions = True
    _relations = {"=": "=", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}

    def name(self, name: str) -> str:
        return plain(name)

    def constant(self, name: str) -> str:
        return {"e": "e", "pi": "π"}[name]

    def subscript(self, base: str, index: str) -> str:
        return base + script(index, SUBSCRIPTS, "_")

    def superscript(self, base: str, exponent: str) -> str:
        return base + script(exponent, SUPERSCRIPTS, "^")

    def fraction(self, above: str, below: str) -> str:
        return f"{above}/{below}"

    def number_fraction(self, above: str, below: str) -> str:
        return "½" if (above, below) == ("1", "2") else f"({above}/{below})"

    def function(self, known: Known) -> str:
        return known.text

    def operator(self, name: str) -> str:
        return name

    def root(self, body: str) -> str:
        return f"√({body})"

    def absolute(self, body: str) -> str:
        return f"|{body}|"

    def norm(self, body: str) -> str:
        return f"‖{body}‖"

    def filled(self, name: str) -> str:
        return {"ones": "𝟏", "zeros": "𝟎", "identity": "I"}[name]

    def fold(self, name: str, index: str, start: str, stop: str) -> str:
        return f"{'Σ' if name == 'sum' else 'Π'}[{index}={start}..{stop}] "

    def gradient(self, variable: str) -> str:
        return f"∇{script(variable, SUBSCRIPTS, '_')} "

    def thin(self, d: str) -> str:
        return ""

    def integral(self, limits: list[str]) -> str:
        return "∫ " if not limits else f"∫[{limits[0]}..{limits[1]}] "

    def differential(self, variable: str) -> str:
        return f" d{variable}"

    def matrix(self, rows: list[list[str]]) -> str:
        return "[" + "; ".join(", ".join(row) for row in rows) + "]"

    def cases(self, pieces: list[tuple[str, str]], default: str) -> str:
        return "; ".join([*(f"{value} khi {condition}" for value, condition in pieces), f"{default} còn lại"])

    def relation(self, sign: str) -> str:
        return self._relations[sign]


LATEX, TEXT = LatexMarks(), TextMarks()
