"""Every check of the book, in order: what `make test` runs once everything is installed."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from booktools.kernels.spec import Kernel

PYTHON = sys.executable
PYTEST = [
    PYTHON,
    "-m",
    "pytest",
    "-n",
    "3",  # of two cores a browser test, which waits for frames and timers, leaves a third free
    "--dist",
    "loadscope",
    "--no-loadscope-reorder",
    "--durations=20",
]
BOOKTOOLS = [PYTHON, "-m", "booktools"]
# The book build runs every notebook with this processor's kernels, and `notebooks --check` compares what came
# out; nbval runs them once more with these, so that the suite knows of two kinds of processors.
OTHER = Kernel("old")
Step = tuple[str, list[str], bool]  # name, command, whether the later steps are pointless without it
# The steps of a stage run at the same time: only the build and the tests use two cores by themselves.
# Unit tests, notebooks (nbval) and browser tests are one pytest run, so that its last lines are the summary
# of all of them; the notebooks, which take longest, come first, so that both workers are busy to the end.
STAGES: tuple[tuple[Step, ...], ...] = (
    (
        ("kiểu mã (ruff check)", [PYTHON, "-m", "ruff", "check"], False),
        ("định dạng mã (ruff format)", [PYTHON, "-m", "ruff", "format", "--check"], False),
        ("kiểu dữ liệu của nn, training và data (mypy)", [PYTHON, "-m", "mypy"], False),
        ("gói nào import gói nào (booktools imports)", [*BOOKTOOLS, "imports"], False),
        ("văn bản của sách (booktools lint)", [*BOOKTOOLS, "lint"], False),
    ),
    (("dựng sách (booktools build)", [*BOOKTOOLS, "build"], True),),
    (
        ("notebook khớp với sách (booktools notebooks --check)", [*BOOKTOOLS, "notebooks", "--check"], False),
        ("tệp zip đọc không cần mạng (booktools zip)", [*BOOKTOOLS, "zip", "--built"], False),
        ("EPUB và epubcheck (booktools epub)", [*BOOKTOOLS, "epub", "--built"], False),
    ),
    (("pytest và nbval", [*PYTEST, "--nbval-lax", *OTHER.options, "notebooks", "tests"], False),),
)
STEPS: tuple[Step, ...] = tuple(step for stage in STAGES for step in stage)


def run(root: Path, stages: Sequence[Sequence[Step]] = STAGES) -> int:
    """Run all the steps, go on after a failure where that makes sense, and name what failed."""
    # Two workers at a time: without this each would also start a thread per core.
    environment = {"OMP_NUM_THREADS": "1"} | os.environ | {"PYTHONUTF8": "1"} | OTHER.write(root)
    failed = []
    for stage in stages:
        wrong = _together(stage, root, environment)
        failed += [name for name, _, _ in wrong]
        if any(needed for _, _, needed in wrong):
            break
    if failed:
        print("\nHỎNG: " + "; ".join(failed), file=sys.stderr)
    return 1 if failed else 0


def _together(stage: Sequence[Step], root: Path, environment: dict[str, str]) -> list[Step]:
    """Run the steps of a stage, each one's words kept apart from the others'; return those that failed."""
    alone = len(stage) == 1
    if alone:
        print(f"\n── {stage[0][0]}", flush=True)

    def one(step: Step) -> tuple[int, float, str]:
        start = time.perf_counter()
        words = {} if alone else {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf-8"}
        done = subprocess.run(step[1], cwd=root, env=environment, **words)
        return done.returncode, time.perf_counter() - start, done.stdout or ""

    wrong = []
    with ThreadPoolExecutor(len(stage)) as pool:
        for step, (code, seconds, words) in zip(stage, pool.map(one, stage), strict=True):
            if not alone:
                print(f"\n── {step[0]}\n{words}", end="", flush=True)
            if code == 0:
                print(f"   đạt sau {seconds:.0f} giây", flush=True)
            else:
                wrong.append(step)
    return wrong
