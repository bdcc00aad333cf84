"""One track and its camera for all tests: building the map of distances takes most of a second."""

import numpy as np
import pytest

from hocsau.driving import Camera, Track, load_track, record


@pytest.fixture(scope="session")
def track():
    return load_track("rung")


@pytest.fixture(scope="session")
def camera(track):
    return Camera(track)


@pytest.fixture(scope="session")
def circle():
    angle = 2 * np.pi * np.arange(24) / 24
    return Track(40 * np.stack([np.cos(angle), np.sin(angle)], axis=1), width=8, name="tròn")


@pytest.fixture(scope="session")
def recorded(tmp_path_factory, track, camera):
    """A folder with a recorded twentieth of a lap."""
    folder = tmp_path_factory.mktemp("drive")
    n = record(folder, track, laps=0.05, rng=np.random.default_rng(0), every=4, camera=camera)
    assert n >= 5
    return folder
