"""Scenes: their boxes hold their plates, the rng decides everything."""

import numpy as np
import pytest

from hocsau.plates import CAR_PARK, Look, draw_scene, plate_corners, plate_face, straighten


def scenes(n, **how):
    rng = np.random.default_rng(7)
    return [draw_scene(rng, **how) for _ in range(n)]


def test_boxes_corners_and_numbers_belong_together():
    counts = []
    for scene in scenes(25):
        assert scene.image.shape == (192, 256, 3) and scene.image.dtype == np.uint8
        k = len(scene.numbers)
        assert scene.boxes.shape == (k, 4) and scene.corners.shape == (k, 4, 2)
        counts.append(k)
        for box, corners in zip(scene.boxes, scene.corners, strict=True):
            np.testing.assert_allclose(box[:2], np.maximum(corners.min(axis=0), 0))
            assert 0 <= box[0] < box[2] <= 256 and 0 <= box[1] < box[3] <= 192
    assert {0, 1, 2} == set(counts)


def test_the_plate_can_be_read_where_its_corners_say():
    found = 0
    for scene in scenes(12, look=Look(size=(0.25, 0.35), wear=0.2, light=(0.9, 1.1), plates=1)):
        for corners, number in zip(scene.corners, scene.numbers, strict=True):
            seen = straighten(scene.image, corners, 140, 190).mean(axis=2)
            assert np.corrcoef(seen.ravel(), plate_face(number).ravel())[0, 1] > 0.7
            found += 1
    assert found >= 8


def test_the_same_rng_is_the_same_scene():
    a, b = (draw_scene(np.random.default_rng(5), look=CAR_PARK) for _ in range(2))
    np.testing.assert_array_equal(a.image, b.image)
    np.testing.assert_array_equal(a.boxes, b.boxes)
    assert a.numbers == b.numbers


def test_bad_arguments_are_refused():
    with pytest.raises(ValueError, match="rng"):
        draw_scene(0)
    with pytest.raises(ValueError, match="64"):
        draw_scene(np.random.default_rng(0), height=40)
    with pytest.raises(ValueError, match="width"):
        plate_corners(0)
    with pytest.raises(ValueError, match="tilt"):
        plate_corners(10, tilt=(0.5, 0))
