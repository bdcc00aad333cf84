import os
import subprocess
import sys

import pytest

PROGRAM = """
import sys
import hocsau, hocsau.nn, hocsau.models, hocsau.data
assert "torch" not in sys.modules, "torch was imported"
import hocsau.torch
assert "torch" in sys.modules
"""


WITHOUT = """
import sys
sys.modules["torch"] = None
import hocsau.torch
"""


def test_without_torch_it_says_how_to_get_it():
    done = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, encoding="utf-8", timeout=120)
    assert "hocsau.torch cần torch" in done.stderr and "pip install torch" in done.stderr


def test_only_hocsau_torch_imports_torch():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("chosen", "used"), [({}, "PASSIVE"), ({"OMP_WAIT_POLICY": "ACTIVE"}, "ACTIVE")])
def test_waiting_threads_do_not_spin_unless_the_reader_chose_so(chosen: dict, used: str):
    """GNU's OpenMP tells what it has taken from the environment."""
    kept = {name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"}
    done = subprocess.run(
        [sys.executable, "-c", "import os, hocsau.torch; print(os.environ['OMP_WAIT_POLICY'])"],
        env=kept | chosen | {"OMP_DISPLAY_ENV": "TRUE"}, capture_output=True, encoding="utf-8", timeout=120,
    )  # fmt: skip
    assert done.stdout.strip() == used
    told = [line for line in done.stderr.splitlines() if "OMP_WAIT_POLICY" in line]
    assert not told or used in told[0]  # another OpenMP than GNU's may say nothing
