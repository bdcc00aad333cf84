"""Run the notebooks with the kernels of another machine and name each compared cell that prints otherwise."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

from booktools.kernels.spec import Kernel

PYTEST = [sys.executable, "-m", "pytest", "--dist", "loadscope", "--nbval-lax", "-q", "--tb=short"]


def kernels(names: Sequence[str], threads: Sequence[int], seeds: Sequence[int]) -> Iterator[Kernel]:
    """Every set with every number of threads; with noise once for every seed, if there are any."""
    for name, number, seed in product(names, threads, seeds or (None,)):
        yield Kernel(name, number, seed)


def run(root: Path, wanted: Sequence[Kernel], names: Sequence[str] = ()) -> int:
    """Run the named notebooks (all, if none) once for each kernel; the exit code is 1 if a cell differs."""
    missing = [name for name in names if not (root / "notebooks" / f"{name}.ipynb").is_file()]
    if missing:
        raise FileNotFoundError(f"không có notebook {', '.join(missing)} trong notebooks/")
    paths = [f"notebooks/{name}.ipynb" for name in names] or ["notebooks"]
    workers = ["-n", "0" if len(names) == 1 else "2"]
    failed = []
    for kernel in wanted:
        print(f"\n── {kernel.name}", flush=True)
        environment = os.environ | kernel.write(root)
        code = subprocess.run(
            [*PYTEST, *workers, *kernel.options, *paths], cwd=root, env=environment
        ).returncode
        if code:
            failed.append(kernel.name)
    if failed:
        print("\nCó ô in ra khác: " + ", ".join(failed), file=sys.stderr)
        print("Ô được so chỉ in những gì mọi bộ xử lí cùng tính ra: xem CONTRIBUTING.md.", file=sys.stderr)
    return 1 if failed else 0
