import subprocess
import sys

PROGRAM = """
import sys
import hocsau, hocsau.nn, hocsau.models, hocsau.data
assert "torch" not in sys.modules, "torch was imported"
import hocsau.torch
assert "torch" in sys.modules
"""


def test_only_hocsau_torch_imports_torch():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stderr
