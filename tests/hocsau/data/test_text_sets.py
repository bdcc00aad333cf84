"""The sets of text: verses, sentence pairs without leaks, names, captions, vectors, prices."""

import numpy as np
import pytest

from hocsau.data import DataError, load
from hocsau.data.dataset import Info
from hocsau.data.sets.flickr8k_text import read_captions
from hocsau.data.sets.names import given_names
from hocsau.data.sets.text_common import pair_dataset, read_lines, read_pairs
from hocsau.errors import fold
from hocsau.text import nfc, parse, score_verses, syllables

INFO = Info(*["x"] * 3, False, *["x"] * 4)


def plain(text):
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def assert_no_leak(data):
    """No English sentence and no Vietnamese one stands in two parts, whatever its punctuation."""
    seen = {}
    for name, part in (("train", data.train), ("val", data.val), ("test", data.test)):
        for english, models in zip(part.x, part.y, strict=True):
            for key in ("en " + fold(plain(english)), *("vi " + plain(model) for model in models)):
                assert seen.setdefault(key, name) == name, key


def test_folk_verses_are_sixes_and_eights():
    data = load("ca_dao")
    scores = score_verses(data.train.x)
    assert len(data.train) // 2 >= 120 and len(set(data.train.x[1::2])) == len(data.train) // 2
    assert scores["đếm"].share == scores["tiếng Việt"].share == 1
    assert 0.8 < scores["bằng trắc"].share < 1 and 0.8 < scores["vần lưng"].share < 1
    assert all(nfc(verse) == verse for verse in data.train.x)


def test_pairs_that_share_a_sentence_stay_together():
    rng = np.random.default_rng(0)
    pairs = [(f"Sentence {k}.", f"câu {k // 2}") for k in range(400)]
    pairs += [(f"sentence {k}!", f"lời {k}") for k in rng.integers(0, 400, 60)]
    data = pair_dataset(pairs, INFO)
    assert_no_leak(data)
    assert (
        len(data.train) + len(data.val) + len(data.test)
        == data.info.n
        == len({english for english, _ in pairs})
    )
    assert min(len(data.val), len(data.test)) > 20
    more = pair_dataset([*pairs, ("Something new", "mới")], INFO)  # the others stay where they were
    assert set(data.test.x) <= set(more.test.x)


def test_every_translation_is_kept_once():
    data = pair_dataset([("Run!", "Chạy đi!"), ("Run!", "Chạy!"), ("Run!", "Chạy!")], INFO)
    (part,) = (p for p in (data.train, data.val, data.test) if len(p))
    assert part.y[0] == ("Chạy đi!", "Chạy!") and data.info.n == 1


@pytest.mark.parametrize("content", ["", "one column\n", "a\t \n", "a\tb\n\nc\td\n"])
def test_files_that_are_not_pairs_are_refused(content, tmp_path):
    path = tmp_path / "pairs.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match="pairs.tsv"):
        read_pairs(path)


def test_captions_of_another_form_are_refused(tmp_path):
    path = tmp_path / "captions.txt"
    path.write_text("a.jpg#0\tA dog .\r\na.jpg#1\tTwo dogs .\n", encoding="utf-8")
    assert read_captions(path) == {"a.jpg": ["A dog .", "Two dogs ."]} and len(read_lines(path)) == 2
    for line in ("a.jpg\tA dog .", "a.jpg#0 A dog .", "#0\tA dog .", "a.jpg#x\tA dog ."):
        path.write_text(line, encoding="utf-8")
        with pytest.raises(DataError, match="dòng 1"):
            read_captions(path)


def test_the_small_pairs_are_ours_and_do_not_leak():
    data = load("en_vi_small")
    assert_no_leak(data)
    parts = (data.train, data.val, data.test)
    assert sum(len(models) for part in parts for models in part.y) >= 400
    assert min(len(data.val), len(data.test)) >= 30
    words = [word for part in parts for models in part.y for model in models for word in syllables(model)]
    foreign = {word for word in words if parse(word) is None}
    assert not foreign and all(nfc(word) == word for word in words)


@pytest.mark.real_data
def test_the_real_verses_names_vectors_prices(real):
    real("truyen-kieu/truyen_kieu.txt")
    kieu, names, glove, prices = (
        load(n, "full") for n in ("truyen_kieu", "names", "glove50", "bitcoin_daily")
    )
    assert (len(kieu.train), len(kieu.test)) == (2928, 326) and kieu.train.y.tolist()[:2] == [0, 1]
    assert kieu.train.x[0] == "Trăm năm trong cõi người ta," and kieu.test.x[-1].startswith("Mua vui")
    assert len(names.train) == 20050 and (names.train.y == names.info.classes.index("Vietnamese")).sum() == 73
    boys, girls = given_names()
    assert (len(boys), len(girls), len(set(boys) & set(girls))) == (1236, 1316, 30)
    assert glove.train.y.shape == (13615, 50) and glove.train.y.dtype == np.float32
    assert len(prices.train) == 2672 and str(prices.train.x[0]) == "2016-01-01"


@pytest.mark.real_data
def test_the_real_pairs_do_not_leak(real):
    real("en-vi-tatoeba/tatoeba_en_vi.tsv")
    data = load("en_vi_tatoeba", "full")
    assert_no_leak(data)
    pairs = [sum(map(len, part.y)) for part in (data.train, data.val, data.test)]
    assert sum(pairs) == 11757 and 0.75 < pairs[0] / 11757 < 0.85 and min(pairs[1:]) > 900


@pytest.mark.real_data
def test_the_captions_of_flickr(real):
    real("flickr8k-text/Flickr8k.token.txt")
    data = load("flickr8k_text", "full")
    assert [len(part) for part in (data.train, data.val, data.test)] == [5997, 1000, 1000]
    assert all(len(captions) == 5 for captions in data.train.y)
