"""Every check of the book, in order: what `make test` runs once everything is installed."""

import os
import subprocess
import sys
import time
from pathlib import Path

PYTHON = sys.executable
PYTEST = [PYTHON, "-m", "pytest", "-n", "2", "--dist", "loadscope"]
BOOKTOOLS = [PYTHON, "-m", "booktools"]
# Name, command, whether the later steps are pointless without it. Unit tests, notebooks (nbval) and browser
# tests are one pytest run, so that its last lines are the summary of all of them.
STEPS: tuple[tuple[str, list[str], bool], ...] = (
    ("kiểu mã (ruff check)", [PYTHON, "-m", "ruff", "check"], False),
    ("định dạng mã (ruff format)", [PYTHON, "-m", "ruff", "format", "--check"], False),
    ("kiểu dữ liệu của nn và training (mypy)", [PYTHON, "-m", "mypy"], False),
    ("văn bản của sách (booktools lint)", [*BOOKTOOLS, "lint"], False),
    ("dựng sách (booktools build)", [*BOOKTOOLS, "build"], True),
    ("notebook khớp với sách (booktools notebooks --check)", [*BOOKTOOLS, "notebooks", "--check"], False),
    ("tệp zip đọc không cần mạng (booktools zip)", [*BOOKTOOLS, "zip"], False),
    ("EPUB và epubcheck (booktools epub)", [*BOOKTOOLS, "epub"], False),
    ("pytest và nbval", [*PYTEST, "--nbval-lax", "tests", "notebooks"], False),
)


def run(root: Path) -> int:
    """Run all the steps, go on after a failure where that makes sense, and name what failed."""
    # Two workers at a time: without this each would also start a thread per core.
    environment = {"OMP_NUM_THREADS": "1"} | os.environ | {"PYTHONUTF8": "1"}
    failed = []
    for name, command, needed in STEPS:
        print(f"\n── {name}", flush=True)
        start = time.perf_counter()
        code = subprocess.run(command, cwd=root, env=environment).returncode
        if code == 0:
            print(f"   đạt sau {time.perf_counter() - start:.0f} giây", flush=True)
            continue
        failed.append(name)
        if needed:
            break
    if failed:
        print("\nHỎNG: " + "; ".join(failed), file=sys.stderr)
    return 1 if failed else 0
