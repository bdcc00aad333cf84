"""The Python twin of book/live/neighbours.js."""

import json

import numpy as np
import pytest

from hocsau.live.neighbours import FEATURES, PIXELS, controls, draw, nearest, page_data, pictures, reading
from hocsau.recorded import recorded


def test_the_share_of_good_neighbours_is_the_recorded_one():
    _, _, labels, _ = pictures()
    scores = recorded("clothes-neighbours")["scores"]
    for space, key in ((PIXELS, "pixels"), (FEATURES, "kept")):
        first = np.array([nearest(n, 1, space)[0] for n in range(1, 61)])
        assert np.mean(labels[first - 1] == labels) == pytest.approx(scores[f"same_kind_{key}"])


def test_neighbours_come_nearest_first_and_never_include_oneself():
    images, *_ = pictures()
    flat = images.reshape(60, -1).astype(float)
    for n in (1, 30, 60):
        found = nearest(n, 5, PIXELS)
        far = np.linalg.norm(flat[np.array(found) - 1] - flat[n - 1], axis=1)
        assert n not in found and (np.diff(far) >= 0).all()
        assert nearest(n, 3, PIXELS) == found[:3]


def test_the_words_count_the_strangers():
    _, _, labels, names = pictures()
    for n in range(1, 61):
        words = reading(n, 5, PIXELS)
        kinds = labels[np.array(nearest(n, 5, PIXELS)) - 1]
        assert f"{np.sum(kinds == labels[n - 1])} trên 5" in words
        assert ("Lạc" in words) == (kinds != labels[n - 1]).any()
        assert names[labels[n - 1]] in words


def test_the_picture_and_what_the_page_needs():
    figure, words = draw(**{name: control.default for name, control in controls().items()})
    assert len(figure.axes[0].patches) == 6 and words == reading(37, 5, PIXELS)
    assert len(json.dumps(page_data())) < 80_000
