"""Pictures for the tests: the two photos that come with scikit-learn, and drawings."""

import numpy as np
import pytest
from sklearn.datasets import load_sample_image


@pytest.fixture(scope="session", params=["china.jpg", "flower.jpg"])
def photo(request) -> np.ndarray:
    return load_sample_image(request.param)[:300, :400]


@pytest.fixture(scope="session")
def grey_photo(photo) -> np.ndarray:
    from hocsau.vision import to_grey

    return to_grey(photo)
