"""A JupyterLab of the tests' own."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from booktools.lab import jupyterlab

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def lab(tmp_path_factory) -> Iterator[Callable[[str], str]]:
    """lab(name) -> address (with its token) of a notebook, lab() that of the whole JupyterLab.

    It has nothing of the reader's settings. Its root holds copies: what it saves does not reach notebooks/.
    """
    home = tmp_path_factory.mktemp("lab")
    shutil.copytree(
        ROOT / "notebooks", home / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints")
    )
    with jupyterlab(home, home / "notebooks") as address:
        yield lambda name="": address(f"doc/tree/{name}" if name else "lab")
