"""Vocabularies: order, unknown words, NFC, and the way through json."""

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocsau.errors import DataError
from hocsau.text import Vocabulary, tokenize

SENTENCES = ["một con mèo", "một con chó", "một ngày"]


def test_frequent_words_come_first_ties_in_order():
    v = Vocabulary.build(SENTENCES)
    assert v.tokens == ("<pad>", "<unk>", "<s>", "</s>", "một", "con", "chó", "mèo", "ngày")
    assert len(v) == 9 and "mèo" in v and "voi" not in v
    assert Vocabulary.build(SENTENCES, min_count=2, max_size=1).tokens[4:] == ("một",)


def test_there_and_back():
    v = Vocabulary.build(SENTENCES)
    ids = v.encode("một con mèo", start=True, end=True)
    assert ids.tolist() == [2, 4, 5, 7, 3] and ids.dtype == np.int64
    assert v.decode(ids) == "một con mèo"
    assert v.decode([*ids, 4, 0]) == "một con mèo"  # nothing after the end
    assert v.encode("một con voi <pad>").tolist() == [4, 5, 1, 1]
    assert v.encode("").tolist() == [] and v.decode([]) == ""
    assert v.encode(["con", "chó"]).tolist() == [5, 6]


def test_decomposed_text_is_the_same_text():
    v = Vocabulary.build([unicodedata.normalize("NFD", s) for s in SENTENCES])
    assert v.tokens == Vocabulary.build(SENTENCES).tokens
    assert v.encode(unicodedata.normalize("NFD", "mèo")).tolist() == [7]


@given(st.text(min_size=1))
def test_characters_come_back(text):
    v = Vocabulary.build([text], "character")
    assert v.decode(v.encode(text)) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("unit", ["syllable", "character"])
def test_saved_with_the_weights(unit, tmp_path):
    v = Vocabulary.build(SENTENCES, unit)
    for again in (
        Vocabulary.from_state(v.state()),
        (v.save(tmp_path / "v.json"), Vocabulary.load(tmp_path / "v.json"))[1],
    ):
        assert again.tokens == v.tokens and again.unit == unit


@pytest.mark.parametrize(
    "content", ["", "[]", '{"unit": "word", "tokens": []}', '{"tokens": ["a"]}', "[" * 100_000]
)
def test_another_file_is_refused(content, tmp_path):
    (tmp_path / "v.json").write_text(content)
    with pytest.raises(DataError, match="không đọc được từ điển"):
        Vocabulary.load(tmp_path / "v.json")
    with pytest.raises(DataError):
        Vocabulary.load(tmp_path / "none.json")


def test_bad_words_and_numbers_are_refused():
    for tokens in (["a", "a"], ["<pad>"], [""], [3], ["e\u0301"], "abc"):
        with pytest.raises(ValueError):
            Vocabulary(tokens)
    v = Vocabulary(["a"])
    for ids in ([5], [-1], [0.5], [[1]]):
        with pytest.raises(ValueError):
            v.decode(ids)
    for options in ({"min_count": 0}, {"max_size": 0}, {"unit": "word"}):
        with pytest.raises(ValueError):
            Vocabulary.build(SENTENCES, **options)
    with pytest.raises(ValueError, match="là một chuỗi"):
        Vocabulary.build("một câu")
    with pytest.raises(ValueError, match="unit"):
        tokenize("a", "word")
