"""The Python twin of book/live/augment.js: it moves as the package's own transforms do."""

import json

import numpy as np
import pytest

from hocsau.data.transforms import FILLS, Compose, Rotate
from hocsau.live import augment
from hocsau.live.augment import FILL_NAMES, back, controls, draw, frame, outside, page_data, photo, result

STILL = {"angle": 0.0, "zoom": 1.0, "keep": 1.0, "shear": 0.0, "dx": 0.0, "dy": 0.0, "flip": "không"}


def moved(light=1.0, fill="một màu", **moves):
    return result(light, fill, **STILL | moves)


def test_untouched_it_is_the_photo():
    np.testing.assert_array_equal(moved(), photo())
    assert outside(**STILL) == 0 and photo().shape == (*augment.photo_shape(), 3)


def test_flips_are_numpys():
    np.testing.assert_array_equal(moved(flip="trái phải"), photo()[:, ::-1])
    np.testing.assert_array_equal(moved(flip="trên dưới"), photo()[::-1])
    np.testing.assert_array_equal(moved(angle=180.0), photo()[::-1, ::-1])


def test_a_move_by_whole_pixels_and_the_four_fills():
    left = photo()[:, :80]
    for fill, beyond in [
        ("một màu", np.zeros_like(left)),
        ("kéo dài mép", np.repeat(left[:, :1], 80, axis=1)),
        ("soi gương", left[:, ::-1]),
        ("nối mép kia", photo()[:, 80:]),
    ]:
        made = moved(dx=0.5, fill=fill)
        np.testing.assert_array_equal(made[:, 80:], left)
        np.testing.assert_array_equal(made[:, :80], beyond)
    assert outside(**STILL | {"dx": 0.5}) == 50


def test_it_turns_the_way_the_package_does():
    class Drawn(np.random.Generator):
        def uniform(self, *_):
            return np.array([30.0])

    x = photo().astype(float).transpose(2, 0, 1)[None]
    theirs = Compose(Rotate(30))(x, rng=Drawn(np.random.PCG64(0)))[0].transpose(1, 2, 0)
    np.testing.assert_allclose(moved(angle=30.0), np.rint(theirs), atol=1)
    assert np.mean(moved(angle=30.0) != np.rint(theirs)) < 1e-3


def test_light_is_cut_at_white():
    assert (moved(light=0.5) <= photo() / 2 + 0.5).all()
    assert moved(light=1.7).max() == 255


def test_the_cut_piece_fills_the_frame_and_lies_within_the_photo():
    for keep in controls()["keep"].values:
        assert outside(**STILL | {"keep": keep}) == 0
        corners = np.array(frame(**STILL | {"keep": keep}))
        assert np.ptp(corners[:, 0]) == pytest.approx(keep * 160)


def test_every_setting_can_be_undone():
    for name, control in controls().items():
        if name in STILL:
            for value in control.values:
                assert np.isfinite(back(**STILL | {name: value})).all()


def test_the_picture_and_what_the_page_needs():
    figure, words = draw(**{name: control.default for name, control in controls().items()})
    assert len(figure.axes) == 2
    assert words == (
        "Giữa ảnh mới là điểm (80.0, 60.0) của ảnh cũ, góc trái trên là (40.7, −32.0). "
        "Sáng 1.0 lần; 17 % nằm ngoài, điền kiểu “một màu”."
    )
    assert draw(**STILL, light=1.0, fill="soi gương")[1].endswith("; 0 % nằm ngoài, điền kiểu “soi gương”.")
    assert len(json.dumps(page_data())) < 90_000
    assert tuple(FILL_NAMES.values()) == FILLS
