"""Cách hiện một Derivation: LaTeX căn hàng cho trang sách, các bước đánh số cho chữ thường.

Lí do của mỗi bước nằm ở hàng riêng, chữ nhỏ, ngay dưới bước ấy; vế trái dài cũng đứng riêng một hàng:
màn hình 360 px không đủ chỗ cho cột thứ ba. Trước lí do là cách bước ấy được kiểm, ✓ hay ≈; hai hàng cuối
nói hai dấu ấy nghĩa là gì (trang sách chỉ giữ hai hàng này ở chuỗi biến đổi đầu tiên).
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from typing import NamedTuple

from hocsau.derive.proof import Kind

REASON_WIDTH = 32  # letters of a small line that fit a phone beside the indentation
SHORT_LEFT = 7
MARKS = {Kind.PROVED: ("✓", r"\checkmark"), Kind.NUMERIC: ("≈", r"{\approx}")}
MEANINGS = {
    Kind.PROVED: "được chứng minh: đúng với mọi giá trị",
    Kind.NUMERIC: "thử bằng số ở nhiều giá trị ngẫu nhiên",
}
FORMULA = re.compile(r"\$([^$]*)\$")
CLOSER, FARTHER = " \\\\[-0.2em]\n", " \\\\[0.7em]\n"
LEGEND = " \\\\[0.9em]\n" + CLOSER.join(
    rf"&\quad {{\scriptsize {MARKS[kind][1]} \text{{ {meaning}}}}}" for kind, meaning in MEANINGS.items()
)


class Row(NamedTuple):
    sign: str
    formula: str
    why: str | None
    kind: Kind | None  # None: the first line, which follows from nothing


def aligned(left: str | None, left_width: int, rows: Sequence[Row]) -> str:
    """`left_width`: vế trái dài khoảng mấy chữ."""
    own_row = left is not None and left_width > SHORT_LEFT
    steps = [f"& {left}"] if own_row else []
    for number, (sign, formula, why, kind) in enumerate(rows):
        beside = left + " " if number == 0 and left and not own_row else ""
        steps.append(CLOSER.join([f"{beside}&{sign} {formula}", *reasons(why, kind)]))
    legend = LEGEND if any(row.kind for row in rows) else ""
    return f"$$\\begin{{aligned}}\n{FARTHER.join(steps)}{legend}\n\\end{{aligned}}$$"


def reasons(why: str | None, kind: Kind | None) -> list[str]:
    """Các hàng lí do, dấu ✓ hay ≈ đứng đầu; phần giữa hai dấu $ là công thức và không bị ngắt đôi."""
    glued = FORMULA.sub(lambda m: m[0].replace(" ", "\0"), why or "")
    wrapped = textwrap.wrap(glued, REASON_WIDTH, break_long_words=False, break_on_hyphens=False)
    lines = [_reason(line.replace("\0", " ")) for line in wrapped]
    if kind is not None:
        lines = [rf"{MARKS[kind][1]}\; {lines[0] if lines else ''}".rstrip(), *lines[1:]]
    return [rf"&\quad {{\small {line}}}" for line in lines]


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
