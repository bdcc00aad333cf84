"""The book's own picture: always the same, with edges, plain areas and texture."""

import numpy as np

from hocsau.vision.scene import harbour


def test_it_is_one_grey_picture():
    photo = harbour()
    assert photo.shape == (120, 160) and photo.dtype == np.uint8
    np.testing.assert_array_equal(photo, harbour())


def test_it_has_the_whole_range_and_things_to_find():
    photo = harbour().astype(float)
    assert photo.min() < 45 and photo.max() >= 250
    assert photo[90, 30] < 50 and photo[20, 118] == 250 and photo[66, 36] == 232  # hull, sun, sail
    assert np.ptp(photo[:8], axis=1).max() == 0  # the sky has no grain
    assert photo[58:72, 145:156].std() > 15  # the tree has
