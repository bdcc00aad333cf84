"""Correlation and convolution against SciPy."""

import numpy as np
import pytest
from scipy import signal

from hocsau.nn.correlation import MODES, convolve2d, correlate2d


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("k", [1, 3, 5])
def test_both_agree_with_scipy(mode, k):
    rng = np.random.default_rng(k)
    image, kernel = rng.normal(size=(8, 6)), rng.normal(size=(k, k))
    np.testing.assert_allclose(correlate2d(image, kernel, mode), signal.correlate2d(image, kernel, mode))
    np.testing.assert_allclose(convolve2d(image, kernel, mode), signal.convolve2d(image, kernel, mode))


def test_even_kernels_work_where_there_is_a_definition():
    rng = np.random.default_rng(0)
    image, kernel = rng.normal(size=(5, 5)), rng.normal(size=(2, 2))
    np.testing.assert_allclose(convolve2d(image, kernel, "full"), signal.convolve2d(image, kernel, "full"))
    with pytest.raises(ValueError, match="lẻ"):
        correlate2d(image, kernel, "same")


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="mode = 'wrap'"):
        correlate2d(np.zeros((3, 3)), np.zeros((1, 1)), "wrap")
    with pytest.raises(ValueError, match=r"cần \(H, W\)"):
        correlate2d(np.zeros((3, 3, 3)), np.zeros((1, 1)))
