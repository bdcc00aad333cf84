"""Marks of Vietnamese: NFC, stripping them, syllables, forms."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocsau.text import marked_forms, nfc, strip_marks, syllables


def test_marks_go_and_the_rest_stays():
    assert strip_marks("Đường phố NGHIÊNG, được 2026!") == "Duong pho NGHIENG, duoc 2026!"
    assert strip_marks("ñ ç ü å 漢 😀 ж") == "ñ ç ü å 漢 😀 ж"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_both_forms_of_unicode_are_one_text(form):
    text = unicodedata.normalize(form, "Trăm năm trong cõi người ta")
    assert nfc(text) == "Trăm năm trong cõi người ta"
    assert strip_marks(text) == "Tram nam trong coi nguoi ta"
    assert syllables(text) == ["Trăm", "năm", "trong", "cõi", "người", "ta"]


@given(st.text())
def test_one_character_stays_one_and_stripping_twice_is_once(text):
    bare = strip_marks(text)
    assert len(bare) == len(nfc(text))
    assert strip_marks(bare) == nfc(bare)


def test_syllables_drop_punctuation_and_digits():
    assert syllables(",,Rằng: 3 năm_nay!") == ["Rằng", "năm", "nay"]
    assert syllables("") == []


def test_forms_are_counted_most_frequent_first():
    assert marked_forms(["má", "ma", "má", "mà", "ba"]) == {
        "ma": {"má": 2, "ma": 1, "mà": 1},
        "ba": {"ba": 1},
    }
    assert list(marked_forms(["mà", "ma"])["ma"]) == ["ma", "mà"]


def test_what_is_no_text_is_refused():
    with pytest.raises(ValueError, match="text là int"):
        strip_marks(3)
