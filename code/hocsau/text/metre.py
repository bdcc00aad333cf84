"""Luật thơ lục bát, chấm bằng máy: số tiếng, bằng trắc, vần, bổng trầm.

Luật theo Trần Trọng Kim, *Việt thi*: vần chính, vần thông ở trang 11–21, thể lục bát ở trang 23–24
(vi.wikisource.org/wiki/Trang:Việt_thi.pdf/20 và các trang cạnh đó). Sách ấy ghép a với ơ, ơ với ư, e với ê
với i, o với ô với u. Hai điều là quy ước của chúng tôi, theo cách phát âm: ă coi như a, â coi như ơ (chúng là
hai nguyên âm ngắn của a, ơ); a trước nh, ch coi như e ("anh" đọc với nguyên âm của e), nên "anh" vần thông
với "inh".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hocsau.text.marks import syllables
from hocsau.text.spelling import Syllable, parse

# Each rule: its name, and what it asks, with the page of the source.
RULES = {
    "đếm": "câu lục sáu tiếng, câu bát tám tiếng, xen nhau (tr. 23)",
    "bằng trắc": "tiếng 2 bằng, 4 trắc, 6 bằng; câu bát thêm tiếng 8 bằng (tr. 23–24)",
    "bằng trắc nới": "như trên, nhưng câu lục được để tiếng 2 trắc, khi có tiểu đối (tr. 24)",
    "bổng trầm": "tiếng 6 và 8 của câu bát: một thanh ngang, một thanh huyền (tr. 24)",
    "vần lưng": "tiếng 6 câu lục vần với tiếng 6 câu bát ngay sau (tr. 24)",
    "vần chân": "tiếng 8 câu bát vần với tiếng 6 câu lục ngay sau (tr. 24)",
    "tiếng Việt": "mọi tiếng viết đúng chính tả tiếng Việt (quy ước của sách này)",
}
_NEAR = frozenset(map(frozenset, ("aơ", "ơư", "eê", "êi", "ei", "oô", "ôu", "ou")))
_SHORT = {"ă": "a", "â": "ơ", "oo": "o", "ôô": "ô"}


@dataclass(frozen=True)
class RuleScore:
    """Một luật được giữ ở `kept` trong `places` chỗ phải giữ."""

    kept: int
    places: int

    @property
    def share(self) -> float:
        """Tỉ lệ giữ; NaN khi không có chỗ nào phải giữ."""
        return self.kept / self.places if self.places else float("nan")


def verse_syllables(verse: str) -> list[str]:
    """Các tiếng của một câu thơ, viết thường."""
    return [word.lower() for word in syllables(verse)]


def tone_class(word: str) -> str | None:
    """ "bằng" (ngang, huyền), "trắc" (sắc, hỏi, ngã, nặng), hay None khi không phải tiếng Việt."""
    found = parse(word)
    return None if found is None else "bằng" if found.level else "trắc"


def rhymes(a: str, b: str, *, near: bool = True) -> bool:
    """Hai tiếng có vần với nhau không.

    Vần chính: cùng là bằng hay cùng là trắc, cùng nguyên âm và âm cuối (âm đệm không kể: "hoa" vần với "ta").
    Vần thông: nguyên âm gần nhau, âm cuối giống nhau. Nguyên âm đôi tính theo nửa sau khi có âm cuối ("ương"
    như "ơng"), theo nửa đầu khi không có ("mưa" như "mư").

    Tham số:
        a, b: hai tiếng.
        near: nhận cả vần thông; False thì chỉ vần chính.

    Trả về:
        True hay False; tiếng không phải tiếng Việt thì không vần với gì.
    """
    first, second = parse(a), parse(b)
    if first is None or second is None or first.level != second.level:
        return False
    if first.rime == second.rime:
        return True
    if not near:
        return False
    if {first.rime, second.rime} == {"uông", "ương"}:
        return True  # named by the source (p. 20): uông with ương, but not with ang
    (v, end), (w, other) = _root(first), _root(second)
    return end == other and (v == w or frozenset((v, w)) in _NEAR)


def _root(syllable: Syllable) -> tuple[str, str]:
    """The vowel that carries the rhyme, and the final."""
    vowel = syllable.nucleus
    if vowel in ("iê", "uô", "ươ"):
        vowel = vowel[1] if syllable.coda else vowel[0]
    glide = {"o": "u", "y": "i"}.get(syllable.coda, syllable.coda)  # ao and au end in one sound
    if vowel == "a" and glide in ("nh", "ch"):
        vowel = "e"
    return _SHORT.get(vowel, vowel), glide


def keeps_tones(words: Sequence[str], *, loose: bool = False) -> bool:
    """Câu sáu hay tám tiếng có theo luật bằng trắc không.

    Tham số:
        words: các tiếng của câu; sáu hay tám tiếng, số khác thì là sai luật.
        loose: cho tiếng thứ hai của câu lục được trắc.
    """
    if len(words) not in (6, 8):
        return False
    places = {2: "bằng", 4: "trắc", 6: "bằng"} | ({8: "bằng"} if len(words) == 8 else {})
    if loose and len(words) == 6:
        del places[2]
    return all(tone_class(words[place - 1]) == kind for place, kind in places.items())


def score_verses(verses: Sequence[str]) -> dict[str, RuleScore]:
    """Chấm một đoạn lục bát theo từng luật của `RULES`.

    Câu thứ nhất, thứ ba … là câu lục; câu thứ hai, thứ tư … là câu bát. Một câu thiếu tiếng thì chỗ ấy là
    sai, không được bỏ qua.

    Tham số:
        verses: các câu, theo thứ tự; câu rỗng là một câu không có tiếng nào.

    Trả về:
        {tên luật: RuleScore}.

    Lỗi:
        ValueError: `verses` là một chuỗi chứ không phải danh sách câu.
    """
    if isinstance(verses, str):
        raise ValueError("verses là một chuỗi; cần danh sách câu, ví dụ bài.splitlines()")
    lines = [verse_syllables(verse) for verse in verses]
    kept: dict[str, list[bool]] = {rule: [] for rule in RULES}
    for k, words in enumerate(lines):
        eight = k % 2 == 1
        right = len(words) == (8 if eight else 6)
        kept["đếm"].append(right)
        kept["bằng trắc"].append(right and keeps_tones(words))
        kept["bằng trắc nới"].append(right and keeps_tones(words, loose=True))
        kept["tiếng Việt"].append(bool(words) and all(parse(word) is not None for word in words))
        if eight:
            kept["bổng trầm"].append(right and _high_and_low(words))
        if k:
            kept["vần lưng" if eight else "vần chân"].append(_linked(lines[k - 1], words, eight))
    return {rule: RuleScore(sum(marks), len(marks)) for rule, marks in kept.items()}


def _high_and_low(words: Sequence[str]) -> bool:
    pair = (parse(words[5]), parse(words[7]))
    return {found.tone if found else None for found in pair} == {"ngang", "huyền"}


def _linked(before: Sequence[str], words: Sequence[str], eight: bool) -> bool:
    """Does the last syllable of the verse before rhyme with the sixth of this one?"""
    expected = 6 if eight else 8
    return len(before) == expected and len(words) >= 6 and rhymes(before[-1], words[5])
