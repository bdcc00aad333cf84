"""Photos and labels for the readers of boxes."""

import numpy as np
import pytest
from PIL import Image

from hocsau.data.formats.boxes import BoxLabels, PhotoBoxes


@pytest.fixture
def photos(tmp_path):
    """photos("a.png", "b.png") -> a folder that holds them, 40 × 30."""

    def photos(*names, size=(40, 30)):
        folder = tmp_path / "photos"
        folder.mkdir(exist_ok=True)
        for name in names:
            Image.new("RGB", size, "white").save(folder / name)
        return folder

    return photos


@pytest.fixture
def labelled():
    """Three photos: two boxes of two classes, one hard box, none."""
    return BoxLabels(
        ("xe & người", "biển <số>"),
        (
            PhotoBoxes("a.png", (40, 30), np.array([[1, 2, 11, 12], [0.5, 1.25, 40, 30]]), np.array([1, 0])),
            PhotoBoxes("b.png", (40, 30), np.array([[3, 4, 5, 6]]), np.array([0]), np.array([True])),
            PhotoBoxes("c.png", (40, 30), np.empty((0, 4)), np.empty(0, int)),
        ),
    )


@pytest.fixture
def same():
    """same(a, b): two labelled sets hold the same photos, boxes and classes."""

    def same(a, b, *, atol=0.0, ignore=True):
        assert a.classes == b.classes and [p.photo for p in a.photos] == [p.photo for p in b.photos]
        for mine, theirs in zip(a.photos, b.photos, strict=True):
            assert mine.size == theirs.size
            np.testing.assert_allclose(mine.boxes, theirs.boxes, atol=atol, rtol=0)
            np.testing.assert_array_equal(mine.labels, theirs.labels)
            assert not ignore or mine.ignore.tolist() == theirs.ignore.tolist()

    return same
