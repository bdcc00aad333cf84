"""mixup and CutMix: the share of the labels is the share of the pixels."""

import numpy as np
import pytest

from hocsau.data.transforms import cutmix, mixup

RNG = np.random.default_rng


def pair(n=16, classes=16):
    """Pictures that are all i, and the labels i: a mixed picture says what it was mixed from."""
    return np.tile(np.arange(float(n))[:, None, None, None], (1, 2, 6, 8)), np.eye(n, classes)


@pytest.mark.parametrize("seed", range(8))
def test_the_mean_label_of_mixup_is_the_pixel(seed):
    x, y = mixup(*pair(), rng=RNG(seed), alpha=1.0)
    np.testing.assert_allclose(x[:, 0, 0, 0], y @ np.arange(16.0))
    np.testing.assert_allclose(y.sum(axis=1), 1)


@pytest.mark.parametrize("seed", range(8))
def test_the_label_of_cutmix_is_the_area(seed):
    x, y = cutmix(*pair(), rng=RNG(seed))
    for image, share in zip(x, y, strict=True):
        seen = np.bincount(image[0].astype(int).ravel(), minlength=16) / 48
        np.testing.assert_allclose(share, seen, atol=1e-12)


@pytest.mark.parametrize("mix", [mixup, cutmix])
def test_nothing_given_is_touched_and_float32_stays(mix):
    x, y = pair()
    x, y = x.astype(np.float32), y.astype(np.float32)
    before = x.copy(), y.copy()
    new, target = mix(x, y, rng=RNG(0))
    assert new.dtype == target.dtype == np.float32
    np.testing.assert_array_equal(x, before[0])
    np.testing.assert_array_equal(y, before[1])
    assert mix(x[:1], y[:1], rng=RNG(0))[1].tolist() == y[:1].tolist()  # alone it meets itself


@pytest.mark.parametrize("mix", [mixup, cutmix])
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x": np.zeros((4, 1, 3, 3), np.uint8)}, "cần số thực"),
        ({"target": np.arange(4)}, "smooth_labels"),
        ({"target": np.eye(3)}, r"cần \(4, K\)"),
        ({"alpha": 0}, "alpha = 0"),
        ({"rng": None}, "cần rng"),
    ],
)
def test_what_cannot_be_is_refused(mix, change, message):
    good = {"x": np.zeros((4, 1, 3, 3)), "target": np.eye(4), "rng": RNG(0)}
    with pytest.raises(ValueError, match=message):
        mix(**(good | change))
