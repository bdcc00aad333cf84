"""Đổi một mẩu LaTeX ngắn (tên kí hiệu, vế trái) thành chữ thường, cho máy đọc màn hình và cửa sổ lệnh."""

from __future__ import annotations

import re
import unicodedata

GREEK = dict(
    zip(
        "alpha beta gamma delta epsilon eta theta lambda mu nu xi pi rho sigma tau phi varphi chi psi omega "
        "Gamma Delta Theta Lambda Sigma Phi Psi Omega".split(),
        "αβγδεηθλμνξπρστφφχψωΓΔΘΛΣΦΨΩ",
        strict=True,
    )
)
ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "dot": "\u0307", "vec": "\u20d7"}
SIGNS = {
    "partial": "∂", "nabla": "∇", "top": "ᵀ", "odot": "⊙", "cdot": "·", "sum": "Σ", "prod": "Π", "int": "∫",
    "ell": "ℓ", "infty": "∞", "le": "≤", "ge": "≥", "ne": "≠", "prime": "′", "sqrt": "√", "in": "∈",
    "lvert": "|", "rvert": "|", "lVert": "‖", "rVert": "‖",
}  # fmt: skip
SUBSCRIPTS = dict(zip("0123456789aehijklmnoprstuvx+-", "₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ₊₋", strict=True))
SUPERSCRIPTS = dict(zip("0123456789in+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁱⁿ⁺⁻⁽⁾", strict=True))


def script(content: str, table: dict[str, str], mark: str) -> str:
    """Chỉ số dưới (hay trên) bằng chữ Unicode nếu đủ chữ, không thì `_(…)`."""
    if all(c in table or c in "ᵀ′" for c in content):
        return "".join(table.get(c, c) for c in content)
    return f"{mark}{content}" if len(content) == 1 else f"{mark}({content})"


def plain(latex: str) -> str:
    """`\\frac{\\partial J}{\\partial w_1}` → `∂J/∂w₁`."""
    text = re.sub(r"\\(?:begin|end)\{\w+\}|\\\\(?:\[[^\]]*\])?", _environment, latex)
    text = re.sub(r"\\(left|right|[bB]igg?[lr]?|displaystyle|,|;|!)(?![a-zA-Z])|[$&]", "", text)
    # \frac12, \tfrac 1N, \frac{a}2: an argument of one letter needs no braces
    text = re.sub(r"\\[dt]?frac(?:\s*(\d)|\s+([a-zA-Z])|(?=\s*\{))", _first_of_fraction, text)
    accents = "|".join(ACCENTS)
    group = r"\{([^{}]*)\}"
    for _ in range(20):  # innermost braces first
        before = text
        text = re.sub(rf"\\({accents})(?:{group}| ?(\w))", lambda m: (m[2] or m[3]) + ACCENTS[m[1]], text)
        text = re.sub(rf"\\(mathbf|mathrm|text|operatorname|mathcal|mathbb|boldsymbol){group}", r"\2", text)
        text = re.sub(rf"\\frac\s*{group}\s*(\w)", r"\\frac{\1}{\2}", text)
        text = re.sub(rf"\\frac\s*{group}\s*{group}", lambda m: f"{_part(m[1])}/{_part(m[2])}", text)
        text = re.sub(rf"_{group}|_(\\[a-zA-Z]+|[^\\{{])", _subscript, text)
        text = re.sub(rf"\^{group}|\^(\\[a-zA-Z]+|[^\\{{(])", _superscript, text)  # "(" is ours, of ^(…)
        if text == before:
            break
    text = re.sub(r"\\([a-zA-Z]+) ?", lambda m: SIGNS.get(m[1]) or GREEK.get(m[1]) or m[1] + " ", text)
    text = re.sub(r"(?<=[a-z]) (?=['(⁰-⁹¹²³])", "", text)
    text = re.sub(r"\s*;\s*", "; ", re.sub(r"(?<=\[)\s+|\s+(?=\])", "", text))
    text = re.sub(r"([|‖])\s*([^|‖]*?)\s*\1", r"\1\2\1", text)
    return unicodedata.normalize("NFC", re.sub(r"[{}\\]", "", text)).strip()


def _first_of_fraction(match: re.Match) -> str:
    argument = match[1] or match[2]
    return r"\frac" + (f"{{{argument}}}" if argument else "")


def _part(text: str) -> str:
    """Tử hay mẫu; có dấu cộng trừ hay gạch phân số thì thêm ngoặc."""
    text = text.strip()
    return f"({text})" if re.search(r"\S\s*[-+]|/", re.sub(r"\([^()]*\)", "", text)) else text


def _environment(match: re.Match) -> str:
    if match[0].startswith("\\\\"):
        return "; "
    return "[" if "begin" in match[0] else "]"


def _subscript(match: re.Match) -> str:
    return script(plain(match[1] if match[1] is not None else match[2]), SUBSCRIPTS, "_")


def _superscript(match: re.Match) -> str:
    return script(plain(match[1] if match[1] is not None else match[2]), SUPERSCRIPTS, "^")
