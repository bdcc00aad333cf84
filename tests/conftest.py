"""What every test needs: no figure of one test is open in the next, whichever process runs them."""

import sys

import pytest


@pytest.fixture(autouse=True)
def close_figures():
    yield
    if "matplotlib.pyplot" in sys.modules:  # not imported for the tests that never draw
        sys.modules["matplotlib.pyplot"].close("all")
