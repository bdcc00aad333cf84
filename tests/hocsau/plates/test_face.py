"""The face of a plate: its size, its ink, its dirt."""

import numpy as np
import pytest

from hocsau.plates import GLYPHS, glyph, plate_face, read_number, worn_face

NUMBER = read_number("59-X1 123.45")


def test_a_clean_plate_is_white_with_two_rows_of_ink():
    face = plate_face(NUMBER)
    assert face.shape == (140, 190) and face.dtype == np.uint8
    assert face.min() == 28 and face.max() == 232
    rows = (face[8:-8, 8:-8] < 128).any(axis=1)
    assert np.flatnonzero(np.diff(rows.astype(int))).size == 4  # on, off, on, off: two rows, nothing else
    assert (plate_face(NUMBER, millimetre=2).shape) == (280, 380)


def test_another_number_is_another_picture():
    assert (plate_face(NUMBER) != plate_face(read_number("59-X1 123.46"))).any()


@pytest.mark.parametrize("millimetre", [0, 0.2, 9, float("nan")])
def test_a_size_that_cannot_be_drawn_is_refused(millimetre):
    with pytest.raises(ValueError, match="millimetre"):
        plate_face(NUMBER, millimetre=millimetre)


def test_glyphs_touch_their_box_and_differ_from_each_other():
    drawn = {c: glyph(c, 56, 28, 8.0) for c in GLYPHS if c.isalnum()}
    for character, cover in drawn.items():
        assert cover.min() == 0 and cover.max() == 1, character
        assert cover.max(axis=1).argmax() <= 8 and cover[-8:].max() == 1, character
        for other, theirs in drawn.items():
            assert character == other or np.abs(cover - theirs).mean() > 0.02, (character, other)
    with pytest.raises(ValueError, match="không có"):
        glyph("Q", 56, 28, 8.0)
    with pytest.raises(ValueError, match="nét"):
        glyph("A", 56, 28, 28.0)


def test_every_glyph_at_every_size_is_a_share_of_ink():
    for character in GLYPHS:
        for scale in np.linspace(0.3, 3, 28):
            cover = glyph(character, round(51 * scale), max(2, round(25 * scale)), 7.2 * scale)
            assert 0 <= cover.min() <= cover.max() <= 1, (character, scale)  # and no NaN


def test_a_worn_plate_follows_its_rng_and_its_wear():
    first, again = (worn_face(NUMBER, np.random.default_rng(3)) for _ in range(2))
    np.testing.assert_array_equal(first, again)
    assert (
        first.shape == (140, 190, 3) and first.dtype == np.float32 and 0 <= first.min() <= first.max() <= 255
    )
    new = worn_face(NUMBER, np.random.default_rng(3), wear=0.0)
    clean = plate_face(NUMBER)[..., None]
    assert np.abs(new - clean).mean() < np.abs(first - clean).mean()
