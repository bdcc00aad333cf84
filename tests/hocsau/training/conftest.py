"""A checkpoint of a finished run."""

import pytest
from checkpoint_runs import simple


@pytest.fixture
def kept(tmp_path):
    simple(tmp_path / "run.npz")
    return tmp_path / "run.npz"
