"""Boxes at random, some of them shared, some of area nought."""

import numpy as np
import pytest


@pytest.fixture
def some_boxes():
    def make(rng, count, side=20.0, whole=False):
        corner = rng.uniform(0, side, (count, 2))
        boxes = np.concatenate([corner, corner + rng.uniform(0.5, side / 2, (count, 2))], axis=1)
        return np.rint(boxes) if whole else boxes

    return make
