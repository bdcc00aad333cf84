"""Cách hiện một Derivation: LaTeX căn hàng cho trang sách, các bước đánh số cho chữ thường.

Lí do của mỗi bước nằm ở hàng riêng, chữ nhỏ, ngay dưới bước ấy; vế trái dài cũng đứng riêng một hàng:
màn hình 360 px không đủ chỗ cho cột thứ ba.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

REASON_WIDTH = 32  # letters of a small line that fit a phone beside the indentation
SHORT_LEFT = 7
FORMULA = re.compile(r"\$([^$]*)\$")
CLOSER, FARTHER = " \\\\[-0.2em]\n", " \\\\[0.7em]\n"


def aligned(left: str | None, left_width: int, rows: Sequence[tuple[str, str, str | None]]) -> str:
    """`rows`: (dấu nối, công thức, lí do). `left_width`: vế trái dài khoảng mấy chữ."""
    own_row = left is not None and left_width > SHORT_LEFT
    steps = [f"& {left}"] if own_row else []
    for number, (sign, formula, why) in enumerate(rows):
        beside = left + " " if number == 0 and left and not own_row else ""
        steps.append(CLOSER.join([f"{beside}&{sign} {formula}", *reasons(why)]))
    return f"$$\\begin{{aligned}}\n{FARTHER.join(steps)}\n\\end{{aligned}}$$"


def reasons(why: str | None) -> list[str]:
    """Các hàng lí do; phần giữa hai dấu $ là công thức và không bị ngắt đôi."""
    glued = FORMULA.sub(lambda m: m[0].replace(" ", "\0"), why or "")
    wrapped = textwrap.wrap(glued, REASON_WIDTH, break_long_words=False, break_on_hyphens=False)
    return [rf"&\quad {{\small {_reason(line)}}}" for line in (w.replace("\0", " ") for w in wrapped)]


def _reason(line: str) -> str:
    parts = FORMULA.split(line)
    pieces = [part if k % 2 else rf"\text{{{_escaped(part)}}}" for k, part in enumerate(parts) if part]
    return " ".join(pieces)


def _escaped(text: str) -> str:
    return re.sub(
        r"[\\{}#%&_^~$]", lambda m: {"\\": "/", "^": r"\^{}", "~": " "}.get(m[0], "\\" + m[0]), text
    )


def numbered(left: str | None, rows: Sequence[tuple[str, str, str | None]]) -> str:
    """Các bước bằng chữ thường, đánh số từ dòng đầu."""
    lines = [left] if left else []
    for number, (sign, formula, why) in enumerate(rows):
        joined = f"{sign} {formula}" if sign else formula
        lines.append(f"  ({number}) {joined}" + (f"    [{why}]" if why else ""))
    return "\n".join(lines)
