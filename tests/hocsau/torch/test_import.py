import subprocess
import sys

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
