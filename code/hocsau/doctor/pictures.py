"""Chữ Việt trong hình của matplotlib."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from hocsau.doctor.finding import BAD, OK, Finding
from hocsau.doctor.packages import pip

_BASES = "aăâeêioôơuưy"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_LOWER = {unicodedata.normalize("NFC", base + tone) for base in _BASES for tone in ["", *_TONES]} | {"đ"}
VIETNAMESE = frozenset(_LOWER | {letter.upper() for letter in _LOWER})


def check() -> Iterator[Finding]:
    from matplotlib.font_manager import findfont
    from matplotlib.ft2font import FT2Font

    from hocsau.plotting.style import STYLE

    path = findfont(STYLE["font.family"])
    font = FT2Font(path)
    missing = sorted(VIETNAMESE - {chr(code) for code in font.get_charmap()})
    if missing:
        yield Finding(
            BAD,
            "Phông chữ trong hình",
            f"{font.family_name} ({path}) thiếu {len(missing)} chữ Việt, ví dụ {' '.join(missing[:5])}",
            pip("--force-reinstall matplotlib") + "  (matplotlib mang theo phông DejaVu Sans)",
        )
    else:
        yield Finding(OK, "Phông chữ trong hình", f"{font.family_name}, đủ chữ Việt")
