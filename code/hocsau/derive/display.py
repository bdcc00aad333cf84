"""Cách hiện một Derivation: LaTeX căn hàng cho trang sách, các bước đánh số cho chữ thường.

Lý do của mỗi bước nằm ở hàng riêng, chữ nhỏ, ngay dưới bước ấy: màn hình 360 px không đủ chỗ cho cột thứ ba.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

REASON_WIDTH = 40
SHORT_LEFT = 12


def aligned(left: str | None, left_width: int, rows: Sequence[tuple[str, str, str | None]]) -> str:
    """`rows`: (dấu nối, công thức, lý do). `left_width`: vế trái dài khoảng mấy chữ."""
    lines: list[str] = []
    if left is not None and left_width > SHORT_LEFT:
        lines.append(f"& {left}")
    for number, (sign, formula, why) in enumerate(rows):
        beside = left if number == 0 and left is not None and left_width <= SHORT_LEFT else ""
        lines.append(f"{beside} &{sign} {formula}".strip())
        lines += [rf"&\quad {reason(part)}" for part in textwrap.wrap(why or "", REASON_WIDTH)]
    body = " \\\\[0.4em]\n".join(lines)
    return f"$$\\begin{{aligned}}\n{body}\n\\end{{aligned}}$$"


def reason(why: str) -> str:
    """Lý do thành `\\text`; phần giữa hai dấu $ là công thức."""
    parts = re.split(r"\$([^$]*)\$", why)
    pieces = [part if k % 2 else rf"\text{{{_escaped(part)}}}" for k, part in enumerate(parts) if part]
    # Not \footnotesize: KaTeX has it, Jupyter's MathJax does not.
    return r"{\small " + " ".join(pieces) + "}"


def _escaped(text: str) -> str:
    return re.sub(r"[\\{}#%&_^~]", lambda m: {"\\": "/", "^": r"\^{}", "~": " "}.get(m[0], "\\" + m[0]), text)


def numbered(left: str | None, rows: Sequence[tuple[str, str, str | None]]) -> str:
    """Các bước bằng chữ thường, đánh số từ dòng đầu."""
    lines = [left] if left else []
    for number, (sign, formula, why) in enumerate(rows):
        joined = f"{sign} {formula}" if sign else formula
        lines.append(f"  ({number}) {joined}" + (f"    [{why}]" if why else ""))
    return "\n".join(lines)
