"""Runs the command as a reader does: in a process of its own, from a folder of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HOUSES = "Diện tích,Giá\n" + "".join(f"{a},{15 * a + 8}\n" for a in (30, 40, 50, 60, 80, 100))


@pytest.fixture
def hocsau(tmp_path):
    """hocsau(*arguments, **environment) -> CompletedProcess with decoded UTF-8."""

    def run(*arguments, cwd=tmp_path, **environment):
        inherited = {
            k: v for k, v in os.environ.items() if not k.startswith(("HOCSAU_", "PYTHONIO", "LC_", "LANG"))
        }
        inherited["HOCSAU_CACHE"] = str(tmp_path / "cache")
        done = subprocess.run(
            [sys.executable, "-m", "hocsau", *map(str, arguments)],
            cwd=cwd,
            env={**inherited, **environment},
            capture_output=True,
            timeout=120,
        )
        done.stdout, done.stderr = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return run


@pytest.fixture
def write(tmp_path):
    def write(content=HOUSES, name="houses.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write
