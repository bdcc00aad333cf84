"""Faces and not faces: the colours and the parts are shared, only their places differ."""

import numpy as np
import pytest

from hocsau.data.drawn.faces import draw_face, draw_faces


def test_the_same_seed_draws_the_same_pictures():
    one, two, other = (draw_faces(6, np.random.default_rng(seed))[0] for seed in (0, 0, 1))
    assert np.array_equal(one, two) and not np.array_equal(one, other)


def test_shapes_and_labels():
    x, y = draw_faces(5, np.random.default_rng(0), size=32)
    assert x.shape == (5, 32, 32, 3) and x.dtype == np.uint8 and y.tolist() == [0, 1, 0, 1, 0]


def red(image):
    r, g, b = image.astype(int).transpose(2, 0, 1)
    return (r > 150) & (g < 58) & (b < 62)


def ink(image):
    return image.max(axis=2) < 50


def test_a_face_has_its_eyes_above_its_mouth():
    for seed in range(20):
        image = draw_face(True, np.random.default_rng(seed))
        assert np.nonzero(ink(image))[0].mean() < np.nonzero(red(image))[0].mean()


def test_some_pictures_without_a_face_have_all_the_parts():
    images = [draw_face(False, np.random.default_rng(seed)) for seed in range(60)]
    with_mouth = [image for image in images if red(image).sum() > 10]
    assert 25 < len(with_mouth) < 55  # two kinds of three
    turned = [np.nonzero(ink(i))[0].mean() > np.nonzero(red(i))[0].mean() for i in with_mouth]
    assert 5 < sum(turned) < len(with_mouth)


@pytest.mark.parametrize(("arguments", "words"), [((0,), "n = 0"), ((3.5,), "n = 3.5"), ((2, 0), "size = 0")])
def test_bad_numbers_are_refused(arguments, words):
    n, *size = arguments
    with pytest.raises(ValueError, match=words):
        draw_faces(n, np.random.default_rng(0), *size)
