"""The Python twin of book/live/pr_curve.js."""

import pytest

from hocsau.live.pr_curve import AREAS, COUNT, HITS, SCORES, controls, draw, fixed, measure, shapes


def test_the_ends_of_the_slider():
    nothing, everything = measure(1.0, "đúng diện tích"), measure(0.0, "đúng diện tích")
    assert nothing["kept"] == 0 and nothing["recall"] == 0 and nothing["precision"] == 1
    assert everything["kept"] == len(SCORES) and everything["right"] == sum(HITS)
    assert everything["recall"] == sum(HITS) / COUNT


def test_the_three_areas():
    # precision where each thing is found: 1, 1, 3/4, 4/5, 5/7, 6/8, 7/11, 8/13; the best from there on counts
    best = [1, 1, 4 / 5, 4 / 5, 3 / 4, 3 / 4, 7 / 11, 8 / 13]
    assert measure(0.5, "đúng diện tích")["ap"] == pytest.approx(sum(best) / 10)
    voc = [1, 1, 1, 4 / 5, 4 / 5, 3 / 4, 3 / 4, 7 / 11, 8 / 13, 0, 0]
    assert measure(0.5, "11 chỗ (VOC 2007)")["ap"] == pytest.approx(sum(voc) / 11)
    assert measure(0.1, "101 chỗ (COCO)")["ap"] == measure(0.9, "101 chỗ (COCO)")["ap"]


def test_what_is_drawn():
    for area in AREAS:
        strokes = shapes(0.6, area)
        kept = sum(s >= 0.6 for s in SCORES)
        assert sum(look in ("dot-good", "dot-aside") for _, look, *_ in strokes) == kept
        areas = sum(look in ("area", "given-thin") for _, look, *_ in strokes)
        assert areas == {"area": sum(HITS), "coco": 101, "voc07": 11}[AREAS[area]]


def test_the_words():
    figure, words = draw(0.6, "đúng diện tích")
    assert figure.startswith("<svg") and words.startswith(
        "Từ điểm 0.60: giữ 8 khung, 6 trúng. Precision 6/8 = 0.750, recall 6/10 = 0.600."
    )
    assert "chưa có khung nào để tính" in draw(1.0, "đúng diện tích")[1]
    assert fixed(0.6) == "0.60" and fixed(123.456) == "123.46"
    assert controls()["threshold"].default == 0.6
