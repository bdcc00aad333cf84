"""The metre of lục bát: each rule kept and broken, and the whole of Truyện Kiều."""

import math

import pytest

from hocsau.text import RULES, keeps_tones, rhymes, score_verses, tone_class, verse_syllables

KIEU = ["Trăm năm trong cõi người ta,", "Chữ tài chữ mệnh khéo là ghét nhau.", "Trải qua một cuộc bể dâu,"]


def kept(verses):
    return {rule: (score.kept, score.places) for rule, score in score_verses(verses).items()}


def test_the_opening_of_kieu_keeps_every_rule():
    assert kept(KIEU) == {
        "đếm": (3, 3),
        "bằng trắc": (3, 3),
        "bằng trắc nới": (3, 3),
        "bổng trầm": (1, 1),
        "vần lưng": (1, 1),
        "vần chân": (1, 1),
        "tiếng Việt": (3, 3),
    }
    assert set(kept(KIEU)) == set(RULES)


@pytest.mark.parametrize(
    ("line", "verse", "broken"),
    [
        (0, "Trăm năm trong cõi người", {"đếm", "bằng trắc", "bằng trắc nới", "vần lưng"}),
        (0, "Trăm thấy trong cõi người ta", {"bằng trắc"}),
        (0, "Trăm năm trong còi người ta", {"bằng trắc", "bằng trắc nới"}),
        (1, "Chữ tài chữ mệnh khéo là ghét dầu", {"bổng trầm"}),
        (1, "Chữ tài chữ mệnh khéo cho ghét nhàu", {"vần lưng"}),
        (2, "Trải qua một cuộc bể non", {"vần chân"}),
        (2, "Trải qua một cuộc bể zâu", {"bằng trắc", "bằng trắc nới", "vần chân", "tiếng Việt"}),
        (2, "", {"đếm", "bằng trắc", "bằng trắc nới", "vần chân", "tiếng Việt"}),
    ],
)
def test_each_rule_can_be_broken(line, verse, broken):
    verses = [*KIEU[:line], verse, *KIEU[line + 1 :]]
    assert {rule for rule, (k, n) in kept(verses).items() if k < n} == broken


def test_rhymes_exact_near_and_none():
    assert rhymes("hoa", "ta", near=False) and rhymes("nhau", "đau", near=False)
    assert rhymes("nhau", "dâu") and not rhymes("nhau", "dâu", near=False)
    assert rhymes("thư", "ngơ") and rhymes("thề", "nghì") and rhymes("mưa", "dư") and rhymes("thương", "sang")
    assert rhymes("xanh", "tình") and rhymes("quyên", "đèn")
    assert not rhymes("ta", "tạ")  # level and sharp
    assert not rhymes("ta", "tan") and not rhymes("làng", "lòng") and not rhymes("ta", "xyz")


def test_rhyming_does_not_depend_on_the_order():
    words = "ta nhau dâu lòng phong ghen đèn xanh triều hương tan mưa thư chuông ngơ kia tôi người".split()
    assert all(rhymes(a, b) == rhymes(b, a) and rhymes(a, a) for a in words for b in words)


def test_classes_of_tone_and_other_lengths():
    assert [tone_class(word) for word in ("ta", "tà", "tá", "tả", "tã", "tạ", "zz")] == [
        *["bằng"] * 2,
        *["trắc"] * 4,
        None,
    ]
    assert not keeps_tones(["ta"] * 7) and not keeps_tones([])
    assert verse_syllables("Trăm năm, 100!") == ["trăm", "năm"]


def test_nothing_and_a_bare_string():
    assert all(math.isnan(score.share) for score in score_verses([]).values())
    with pytest.raises(ValueError, match="splitlines"):
        score_verses("Trăm năm")


@pytest.mark.real_data
def test_the_share_of_truyen_kieu_that_keeps_each_rule(real, capsys):
    verses = real("truyen-kieu/truyen_kieu.txt").read_text(encoding="utf-8").splitlines()
    scores = score_verses(verses)
    for rule, score in scores.items():
        print(f"{rule}: {score.kept} / {score.places} = {100 * score.share:.2f} %")
    assert len(verses) == 3254
    assert {rule: (s.kept, s.places) for rule, s in scores.items()} == EXPECTED


EXPECTED = {
    "đếm": (3254, 3254),
    "bằng trắc": (3216, 3254),
    "bằng trắc nới": (3235, 3254),
    "bổng trầm": (1619, 1627),
    "vần lưng": (1558, 1627),
    "vần chân": (1545, 1626),
    "tiếng Việt": (3244, 3254),
}
