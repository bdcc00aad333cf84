"""The Python twin of book/live/roi.js."""

import numpy as np

from hocsau.live.roi import controls, draw, feature_map, outputs, reading, said, shapes

WHOLE = {"x": 0.0, "y": 0.0, "w": 10.0, "h": 10.0}


def test_the_whole_map_has_parts_of_three_three_and_four():
    pooled, _ = outputs(**WHOLE)
    x = feature_map()
    rows = ((0, 3), (3, 6), (6, 10))
    np.testing.assert_array_equal(pooled, [[x[a:b, c:d].max() for c, d in rows] for a, b in rows])
    assert "lấy 10 × 10 ô, chia ngang 3, 3, 4, dọc 3, 3, 4; mép lệch nhiều nhất 0 ô" in reading(**WHOLE)


def test_a_small_move_changes_roi_align_and_not_roi_pooling():
    first, second = outputs(1.0, 1.0, 6.0, 6.0), outputs(1.2, 1.0, 6.0, 6.0)
    np.testing.assert_array_equal(first[0], second[0])
    assert np.abs(first[1] - second[1]).max() > 0.1
    assert "lệch nhiều nhất 0.20 ô, tức 3.20 điểm ảnh" in reading(1.2, 1.0, 6.0, 6.0)
    assert "lệch nhiều nhất 0.50 ô, tức 8 điểm ảnh" in reading(0.5, 1.0, 6.0, 6.0)


def test_no_region_is_off_by_more_than_half_a_cell():
    rng = np.random.default_rng(0)
    for _ in range(300):
        values = {n: c.values[rng.integers(len(c.values))] for n, c in controls().items()}
        off = float(reading(**values).split("nhiều nhất ")[1].split(" ô")[0])
        assert off <= 0.5
        strokes = shapes(**values)
        assert sum(look == "part" for _, look, *_ in strokes) == 9
        assert sum(look == "dot-given" for _, look, *_ in strokes) == 36


def test_words_and_picture():
    figure, words = draw(**WHOLE)
    assert figure.startswith("<svg") and words == reading(**WHOLE)
    assert [said(v) for v in (3.0, 2.5, 0.125, 7.999)] == ["3", "2.50", "0.13", "8"]
