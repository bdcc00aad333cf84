"""A formula as a line of text, for excerpts of a search: w², ŷ, ∂L/∂w, ∑ᵢ₌₁ⁿ xᵢ."""

import re
import unicodedata
from functools import lru_cache
from xml.etree import ElementTree

_SCRIPTS = {
    "msup": str.maketrans(
        "0123456789+-−=()niTtkmxyabcdefghjlopruvwzKLND⊤*′",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱᵀᵗᵏᵐˣʸᵃᵇᶜᵈᵉᶠᵍʰʲˡᵒᵖʳᵘᵛʷᶻᴷᴸᴺᴰᵀ*′",
    ),
    "msub": str.maketrans("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"),
}
_MARKS = {"msup": "^", "msub": "_"}
# As KaTeX writes them, and what stands above a letter in Unicode.
_ACCENTS = dict(zip("^ˉ‾¯~˜→˙", "\u0302\u0304\u0304\u0304\u0303\u0303\u20d7\u0307", strict=True))
_INVISIBLE = str.maketrans("", "", "\u2061\u2062\u2063\u200b")
_SPACED = set("=≠≈≡<>≤≥≪≫±+−-×·⋅∗⊙∈∉→←↦⇒⇔⟹∼∝…:")
_OPENING = _SPACED | set("([{,;")  # a minus after one of them belongs to what follows
_PARTS = {"msub", "msup", "mover", "munder", "msubsup", "munderover", "mfrac", "mroot", "mtable", "mtr"}
_SPACED = set("=≠≈≡<>≤≥≪≫±+−-×·⋅∗⊙∈∉→←↦⇒⇔⟹∼∝|∣…:")


def _script(base: str, script: str, kind: str) -> str:
    """The base with a raised or lowered script, by letters of Unicode where it has them all."""
    script = "".join(script.split())
    table = _SCRIPTS[kind]
    if all(ord(letter) in table for letter in script):
        return base + script.translate(table)
    return f"{base}{_MARKS[kind]}{script if len(script) == 1 else f'({script})'}"


def _wrapped(text: str) -> str:
    return f"({text})" if re.search(r"[ +−/-]", text.strip()) else text


def _row(element: ElementTree.Element) -> str:
    """The parts one after another; blanks around signs between two things and between two names."""
    line, before = "", None
    for child in element:
        part = _text(child)
        # "sum" may come as three upright letters; the d of dx belongs to its name.
        one_word = (before is not None and before.text == "d") or (_upright(child) and _upright(before))
        if child.tag == "mo" and part in _SPACED and line.strip() and line.rstrip()[-1] not in _OPENING:
            line = f"{line.rstrip()} {part} "
        elif line and part and line[-1].isalnum() and part[0].isalnum() and not one_word:
            line += f" {part}"
        else:
            line += f"{part} " if child.tag == "mo" and part in (",", ";") else part
        before = child
    return line


def _upright(element: ElementTree.Element | None) -> bool:
    return element is not None and element.tag == "mi" and element.get("mathvariant") == "normal"


def _text(element: ElementTree.Element) -> str:
    tag = element.tag
    if tag in ("mi", "mn", "mo", "mtext"):
        return (element.text or "").translate(_INVISIBLE).replace("\u00a0", " ")
    if tag == "annotation":
        return ""
    if tag == "mspace":
        return " "
    if tag == "msqrt":
        return f"√{_wrapped(_row(element))}"
    if tag not in _PARTS:
        return _row(element)
    # KaTeX puts a function's invisible "apply" sign after \max, even as a third part of a script.
    parts = [part for child in element if (part := _text(child)) or child.tag != "mo"]
    if tag in ("msub", "msup", "mover", "munder"):
        if tag == "mover" and parts[1] in _ACCENTS:
            return unicodedata.normalize("NFC", parts[0] + _ACCENTS[parts[1]])
        return _script(*parts, {"mover": "msup", "munder": "msub"}.get(tag, tag))
    if tag in ("msubsup", "munderover"):
        base, low, high = parts
        return _script(_script(base, low, "msub"), high, "msup")
    if tag == "mfrac":
        return "/".join(map(_wrapped, parts))
    if tag == "mroot":
        return f"{_script('', parts[1], 'msup')}√{_wrapped(parts[0])}"
    return ("; " if tag == "mtable" else " ").join(parts)


@lru_cache(maxsize=4096)
def as_line(mathml: str) -> str:
    """The formula of a `<math>` element, its LaTeX source left out."""
    source = re.sub(r'\sxmlns="[^"]*"', "", mathml)
    return " ".join(_text(ElementTree.fromstring(source)).split())
