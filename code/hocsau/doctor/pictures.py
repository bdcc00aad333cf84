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

    # A letter that the first family lacks is drawn by the next.
    paths = [findfont(family) for family in STYLE["font.family"]]
    fonts = [FT2Font(path) for path in paths]
    missing = sorted(VIETNAMESE - {chr(code) for font in fonts for code in font.get_charmap()})
    name = fonts[0].family_name
    if missing:
        yield Finding(
            BAD,
            "Phông chữ trong hình",
            f"{name} ({paths[0]}) thiếu {len(missing)} chữ Việt, ví dụ {' '.join(missing[:5])}",
            pip("--force-reinstall hocsau matplotlib") + "  (hai gói mang theo phông của hình)",
        )
    else:
        yield Finding(OK, "Phông chữ trong hình", f"{name}, đủ chữ Việt")
