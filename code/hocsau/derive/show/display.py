"""Cách hiện một Derivation: LaTeX căn hàng cho notebook, các bước đánh số cho chữ thường.

Mỗi bước một hàng: công thức, rồi cách bước ấy được kiểm (✓ hay ≈) và lí do. Notebook xếp hai phần ấy cạnh
nhau; trang sách thì cạnh nhau hay trên dưới tuỳ chỗ rộng hẹp (booktools.sphinx.derivations).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hocsau.derive.proof import Kind

MIME = "application/vnd.hocsau.derivation+json"
MARKS = {Kind.PROVED: ("✓", r"\checkmark"), Kind.NUMERIC: ("≈", r"{\approx}")}
VERDICTS = {Kind.PROVED: "đã chứng minh", Kind.NUMERIC: "đã kiểm bằng số"}
MEANINGS = {
    Kind.PROVED: f"{VERDICTS[Kind.PROVED]}: đúng với mọi giá trị",
    Kind.NUMERIC: f"{VERDICTS[Kind.NUMERIC]}: thử ở nhiều giá trị ngẫu nhiên",
}
SIGNS = {"⇔": r"\Leftrightarrow", "⇒": r"\Rightarrow", "=": "=", "": ""}
FORMULA = re.compile(r"\$([^$]*)\$")


class Row(NamedTuple):
    sign: str  # a key of SIGNS
    formula: str
    why: str | None
    kind: Kind | None  # None: the first line, which follows from nothing


def seal(kinds: Iterable[Kind]) -> str:
    """Một dòng nói cả chuỗi được kiểm thế nào: `✓ đã chứng minh`; có cả hai cách thì kèm số bước."""
    kinds = list(kinds)
    used = [kind for kind in Kind if kind in kinds]
    count = {kind: f" {kinds.count(kind)} bước" if len(used) > 1 else "" for kind in used}
    return ", ".join(f"{MARKS[kind][0]} {VERDICTS[kind]}{count[kind]}" for kind in used)


def signed(row: Row, left_out: bool = False) -> str:
    """Dấu nối và công thức; `left_out`: chừa chỗ của dấu nối cho hàng không có."""
    sign = r"\phantom{\Leftrightarrow}" if left_out and not row.sign else SIGNS[row.sign]
    return f"{sign}{{}} {row.formula}"


def aligned(left: str | None, rows: Sequence[Row], relation: bool = False) -> str:
    """Một khối LaTeX: vế trái, dấu nối và công thức, lí do; cuối cùng là nghĩa của các dấu đã dùng."""
    steps = []
    for number, row in enumerate(rows):
        beside = left + " " if number == 0 and left else ""
        steps.append(f"{beside}&{signed(row, relation)}{_remark(row.why, row.kind)}")
    used = {row.kind for row in rows}
    steps += [
        rf"&\quad {{\scriptsize {MARKS[kind][1]} \text{{ {meaning}}}}}"
        for kind, meaning in MEANINGS.items()
        if kind in used
    ]
    return "$$\\begin{aligned}\n" + " \\\\[0.4em]\n".join(steps) + "\n\\end{aligned}$$"


def _remark(why: str | None, kind: Kind | None) -> str:
    """Cột lí do, dấu ✓ hay ≈ đứng đầu; phần giữa hai dấu $ là công thức."""
    parts = ([MARKS[kind][1]] if kind is not None else []) + ([_reason(why)] if why else [])
    remark = r"\; ".join(parts)
    return rf" && \quad {{\small {remark}}}" if remark else ""


def _reason(line: str) -> str:
    parts = FORMULA.split(line)
    pieces = [part if k % 2 else rf"\text{{{_escaped(part)}}}" for k, part in enumerate(parts) if part]
    return " ".join(pieces)


def _escaped(text: str) -> str:
    return re.sub(
        r"[\\{}#%&_^~$]", lambda m: {"\\": "/", "^": r"\^{}", "~": " "}.get(m[0], "\\" + m[0]), text
    )


def numbered(left: str | None, rows: Sequence[Row]) -> str:
    """Các bước bằng chữ thường, đánh số từ dòng đầu; cuối cùng là nghĩa của các dấu đã dùng."""
    lines = [left] if left else []
    for number, (sign, formula, why, kind) in enumerate(rows):
        joined = f"{sign} {formula}" if sign else formula
        remark = " ".join(([MARKS[kind][0]] if kind else []) + ([why] if why else []))
        lines.append(f"  ({number}) {joined}" + (f"    [{remark}]" if remark else ""))
    used = {row.kind for row in rows}
    lines += [f"  {MARKS[kind][0]} {meaning}" for kind, meaning in MEANINGS.items() if kind in used]
    return "\n".join(lines)
