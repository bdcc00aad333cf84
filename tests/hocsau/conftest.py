"""Real data for the tests marked `real_data`."""

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture
def real(monkeypatch, tmp_path):
    """real("mnist") -> path in HOCSAU_DATA, or in a data folder beside the repository; skips without it.

    HOCSAU_DATA is set to where it looked, and the cache is empty, so that load() finds the same files.
    """
    listed = [Path(p) for p in os.environ.get("HOCSAU_DATA", "").split(os.pathsep) if p] or [BESIDE]
    monkeypatch.setenv("HOCSAU_DATA", os.pathsep.join(map(str, listed)))
    monkeypatch.setenv("HOCSAU_CACHE", str(tmp_path / "cache"))

    def real(relative):
        for folder in listed:
            if (folder / relative).exists():
                return folder / relative
        pytest.skip(f"no {relative} in HOCSAU_DATA ({', '.join(map(str, listed))})")

    return real
