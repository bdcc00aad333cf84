"""plate_scenes: the same each time, its labels as of any photo with boxes."""

import numpy as np

from hocsau.data import load
from hocsau.plates import BARE, draw_scene, draw_scenes, read_number


def test_the_set_is_drawn_as_it_says():
    data = load("plate_scenes")
    assert (
        data.train.x.shape == (120, 192, 256, 3) and data.train.x.dtype == np.uint8 and len(data.test) == 40
    )
    first = draw_scene(np.random.default_rng(0))
    np.testing.assert_array_equal(data.train.x[0], first.image)
    labels = data.train.y[0]
    np.testing.assert_array_equal(labels.boxes, first.boxes)
    assert labels.size == (256, 192) and labels.labels.tolist() == [0] * len(first.boxes)
    assert [read_number(text) for text in labels.texts] == list(first.numbers)
    assert data.info.sha256 == load("plate_scenes", "full").info.sha256


def test_bare_scenes_have_one_floor_and_no_noise():
    scenes = draw_scenes(6, np.random.default_rng(0), BARE)
    floors = {tuple(colour) for scene in scenes for colour in scene.image[:8, :8].reshape(-1, 3)}
    assert (158, 156, 148) in floors
    assert np.mean([np.mean(scene.image == [158, 156, 148]) for scene in scenes]) > 0.5
