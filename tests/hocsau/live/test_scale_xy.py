"""The Python twin of book/live/scale_xy.js."""

import pytest

from hocsau.live.scale_xy import SCALES, centre, logit_of_edge, reading


def test_the_middle_stays_in_the_middle():
    assert [centre(0, s) for s in SCALES] == pytest.approx([0.5] * len(SCALES))


@pytest.mark.parametrize("s", [s for s in SCALES if s > 1])
def test_the_edge_is_reached_where_it_says(s):
    t = logit_of_edge(s)
    assert centre(t, s) == pytest.approx(1) and centre(-t, s) == pytest.approx(0, abs=1e-12)


def test_without_scale_no_edge():
    assert 0 < centre(-8, 1) and centre(8, 1) < 1
    assert "lớn vô hạn" in reading(8, 1)
    with pytest.raises(ValueError, match="s = 1; cần s > 1"):
        logit_of_edge(1)


def test_the_words():
    assert reading(4, 1.05) == "t = 4.0: tâm ở 1.0061 của ô. Mép phải (1) chỉ cần t = 3.71."
