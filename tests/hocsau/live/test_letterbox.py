"""The Python twin of book/live/letterbox.js."""

import pytest

from hocsau.live.letterbox import LETTERBOX, SIDE, STRETCH, fit, plate, reading


@pytest.mark.parametrize("size", [(480, 320), (320, 480), (256, 256), (800, 160)])
def test_the_whole_photo_fits_and_touches_two_borders(size):
    sx, sy, ox, oy = fit(*size, LETTERBOX)
    assert sx == sy and min(ox, oy) == pytest.approx(0)
    assert 2 * ox + sx * size[0] == pytest.approx(SIDE) and 2 * oy + sy * size[1] == pytest.approx(SIDE)


def test_stretching_fills_and_bends():
    sx, sy, ox, oy = fit(472, 303, STRETCH)
    assert (sx * 472, sy * 303, ox, oy) == pytest.approx((SIDE, SIDE, 0, 0))
    assert reading(480, 320, STRETCH).endswith("Biển rộng gấp 0.90 lần cao (thật là 1.36).")


def test_the_words():
    assert "cùng nhân 0.53, đệm trên, dưới mỗi bên 43 pixel. Biển rộng gấp 1.36" in reading(
        480, 320, LETTERBOX
    )
    assert "đệm trái, phải mỗi bên 64 pixel" in reading(400, 800, LETTERBOX)


def test_the_plate_keeps_its_shape_and_stays_inside():
    for size in ((160, 800), (800, 160), (480, 320)):
        x, y, w, h = plate(*size)
        assert w / h == pytest.approx(190 / 140)
        assert 0 < x and x + w < size[0] and 0 < y and y + h < size[1]
