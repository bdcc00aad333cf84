"""A syllable taken apart; what cannot be spelt in Vietnamese is None."""

import unicodedata

import pytest

from hocsau.text import parse, syllables


@pytest.mark.parametrize(
    ("word", "onset", "glide", "rime", "tone"),
    [
        ("quyền", "q", True, "iên", "huyền"),
        ("khuya", "kh", True, "iê", "ngang"),
        ("giêng", "gi", False, "iêng", "ngang"),
        ("gì", "gi", False, "i", "huyền"),
        ("giữa", "gi", False, "ươ", "ngã"),
        ("Quốc", "q", True, "ôc", "sắc"),
        ("thuở", "th", True, "ơ", "hỏi"),
        ("loà", "l", True, "a", "huyền"),
        ("lòa", "l", True, "a", "huyền"),
        ("nghiêng", "ngh", False, "iêng", "ngang"),
        ("yêu", "", False, "iêu", "ngang"),
        ("uống", "", False, "uông", "sắc"),
        ("hoạch", "h", True, "ach", "nặng"),
        ("rượu", "r", False, "ươu", "nặng"),
        ("ĐAU", "đ", False, "au", "ngang"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_parts(word, onset, glide, rime, tone, form):
    found = parse(unicodedata.normalize(form, word))
    assert (found.onset, found.glide, found.rime, found.tone) == (onset, glide, rime, tone)
    assert found.level == (tone in ("ngang", "huyền"))


@pytest.mark.parametrize(
    "word",
    [
        "",
        "cats",
        "tếng",
        "2020",
        "mary",
        "kà",
        "ge",
        "cê",
        "mat",
        "cách!",
        "tiê",
        "hương ",
        "đầụ",
        "ƀa",
        "😀",
    ],
)
def test_what_is_not_vietnamese(word):
    assert parse(word) is None


@pytest.mark.real_data
def test_nearly_every_syllable_of_kieu_is_spelt_right(real):
    words = syllables(real("truyen-kieu/truyen_kieu.txt").read_text(encoding="utf-8"))
    wrong = sorted({word.lower() for word in words if parse(word) is None})
    assert len(words) == 22778
    # slips of that edition, found by this very rule
    assert wrong == sorted("đầụ nưóc ngồị trươc nàọ ngườị dờỉ vừạ nghàn giề".split())
