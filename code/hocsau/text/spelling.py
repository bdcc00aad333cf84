"""Một tiếng Việt tách thành âm đầu, âm đệm, vần và thanh; chuỗi không phải một tiếng Việt thì bị từ chối."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from hocsau.text.marks import TONES, nfc

LEVEL = ("ngang", "huyền")
ONSETS = (
    *("ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr"),
    *("b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x"),
)
CODAS = ("ch", "ng", "nh", "c", "m", "n", "p", "t")
STOPS = ("c", "ch", "p", "t")
# What may stand before a final consonant, and what may end the syllable (vowel and glide written together).
_CLOSED = {
    **dict.fromkeys(("a", "e", "ê", "i", "o", "ô", "u", "ư"), CODAS),
    **dict.fromkeys(("ă", "â"), ("c", "m", "n", "ng", "p", "t")),
    **{"ơ": ("m", "n", "p", "t"), "oo": ("c", "ng"), "ôô": ("c", "ng")},
    **dict.fromkeys(("iê", "uô", "ươ"), ("c", "m", "n", "ng", "p", "t")),
}
_ONLY_FRONT = {"ch": ("a", "ê", "i"), "nh": ("a", "ê", "i")}  # these finals follow few vowels
_NEVER = {("ê", "c"), ("ê", "ng"), ("i", "c"), ("i", "ng"), ("ư", "p")}
_OPEN = frozenset(
    "a e ê i o ô ơ u ư iê uô ươ ai ay ây ao au âu eo êu iu iêu oi ôi ơi ui ưi ưu uôi ươi ươu".split()
)
_FRONT = ("i", "e", "ê")


@dataclass(frozen=True)
class Syllable:
    """Một tiếng: âm đầu `onset`, có âm đệm hay không, nguyên âm `nucleus`, âm cuối `coda`, thanh `tone`.

    `rime` là phần phải giống nhau để hai tiếng vần với nhau: nguyên âm và âm cuối, không kể âm đệm.
    """

    onset: str
    glide: bool
    nucleus: str
    coda: str
    tone: str

    @property
    def rime(self) -> str:
        """Nguyên âm nối với âm cuối: "quyền" cho "iên"."""
        return self.nucleus + self.coda

    @property
    def level(self) -> bool:
        """Tiếng bằng (thanh ngang hay huyền) là True, tiếng trắc là False."""
        return self.tone in LEVEL


@lru_cache(maxsize=1 << 15)
def parse(word: str) -> Syllable | None:
    """Tách một tiếng theo chính tả.

    Tham số:
        word: một chuỗi; chữ hoa, NFC hay NFD đều được.

    Trả về:
        `Syllable`, hay None khi chuỗi không viết được bằng chính tả tiếng Việt ("cats", "2020", "tếng", "").

    Lỗi:
        ValueError: `word` không phải chuỗi.
    """
    letters, tone = _split_tone(nfc(word).lower())
    if letters is None or not letters:
        return None
    for onset in (*(o for o in ONSETS if letters.startswith(o)), ""):
        found = _rest(onset, letters[len(onset) :])
        if found is None:
            continue
        glide, nucleus, coda = found
        if coda in STOPS and tone not in ("sắc", "nặng"):
            return None
        return Syllable("q" if onset == "qu" else onset, glide, nucleus, coda, tone)
    return None


def _split_tone(word: str) -> tuple[str | None, str]:
    apart, tone = "", ""
    for char in unicodedata.normalize("NFD", word):
        if char in TONES:
            if tone:
                return None, ""
            tone = char
        else:
            apart += char
    return unicodedata.normalize("NFC", apart), TONES[tone]


def _rest(onset: str, rest: str) -> tuple[bool, str, str] | None:
    """(medial glide?, nucleus, coda) of what follows the onset; None where no spelling rule allows it."""
    if onset == "gi":
        # gì, gìn: the i is the vowel itself; giêng, giết: it is the first half of iê
        rest = rest if rest[:1] in tuple("aăâeoôơuư") else "i" + rest
    if onset in ("k", "gh", "ngh") and rest[:1] not in ("i", "e", "ê", "y"):
        return None
    if onset in ("c", "g", "ng") and rest[:1] in _FRONT:
        return None
    for glide, vowels in _readings(onset, rest):
        for coda in (*CODAS, ""):
            if coda and not vowels.endswith(coda):
                continue
            nucleus = vowels[: len(vowels) - len(coda)]
            if found := _rime(nucleus, coda):
                return glide, *found
    return None


def _readings(onset: str, rest: str) -> list[tuple[bool, str]]:
    """The rest without a medial glide, and with one where the letters may stand for it."""
    if onset == "qu":
        return [(True, rest)]
    plain = (False, rest)
    if rest[:1] == "o" and rest[1:2] in ("a", "ă", "e"):
        return [(True, rest[1:])]
    if rest[:1] == "u" and rest[1:2] in ("ê", "y", "ơ", "â"):
        return [(True, rest[1:])]
    return [plain]


def _rime(vowels: str, coda: str) -> tuple[str, str] | None:
    """(nucleus, coda) in one spelling: y as i, ia and yê as iê, ua as uô, ưa as ươ; None for no such rime."""
    if vowels.startswith("y"):
        vowels = "i" + vowels[1:]
    if not coda:
        vowels = {"ia": "iê", "ua": "uô", "ưa": "ươ"}.get(
            vowels, "" if vowels in ("iê", "uô", "ươ") else vowels
        )
        if vowels not in _OPEN:
            return None
        for nucleus in ("iê", "uô", "ươ"):
            if vowels.startswith(nucleus):
                return nucleus, vowels[2:]
        return vowels[:1], vowels[1:]
    if coda not in _CLOSED.get(vowels, ()) or (vowels, coda) in _NEVER:
        return None
    if coda in _ONLY_FRONT and vowels not in _ONLY_FRONT[coda]:
        return None
    return vowels, coda
