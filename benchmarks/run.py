"""Đo mã numpy của sách bên cạnh vòng lặp ngây thơ và torch: `make bench`.

Mỗi tệp bench_TÊN.py có hàm `cases()` trả về danh sách `Case`. Các cách của một Case được kiểm tra là cho cùng
kết quả, rồi đo xen kẽ trong cùng một lần chạy: chỉ tỉ số mới so được giữa các máy, số giây thì không.
Chạy một luồng (OMP_NUM_THREADS=1) thì đo thời gian CPU, nên các chương trình khác trên máy không lẫn vào.

`make bench BENCH=mlp` chỉ chạy bench_mlp.py; thêm RECORD=1 thì kết quả được ghi vào
book/results/bench-mlp.json, nơi sách lấy bảng của nó.
"""

import argparse
import importlib.util
import platform
import statistics
import sys
import time
import timeit
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER))

from case import Case  # noqa: E402
from threads import blas_threads  # noqa: E402

from hocsau.experiments import recording  # noqa: E402


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def clock() -> Callable[[], float]:
    """Thời gian CPU khi chạy một luồng; nhiều luồng thì đồng hồ treo tường, vì CPU cộng dồn mọi luồng."""
    return time.process_time if blas_threads() == 1 else time.perf_counter


def measure(case: Case) -> dict[str, float]:
    """Trả về trung vị số giây của mỗi cách; các cách được đo xen kẽ, để máy bận thì bận đều."""
    timers = {name: timeit.Timer(way, timer=clock()) for name, way in case.ways.items()}
    repeats = {name: max(1, timer.autorange()[0] // 10) for name, timer in timers.items()}
    seconds: dict[str, list[float]] = {name: [] for name in timers}
    for _ in range(case.rounds):
        for name, timer in timers.items():
            seconds[name].append(timer.timeit(repeats[name]) / repeats[name])
    return {name: statistics.median(values) for name, values in seconds.items()}


def check(case: Case) -> None:
    """Mọi cách phải cho cùng kết quả, nếu không thì phép so tốc độ vô nghĩa."""
    (first, *others) = case.ways.items()
    expected = np.asarray(first[1]())
    for name, way in others:
        np.testing.assert_allclose(
            np.asarray(way()), expected, rtol=case.rtol, err_msg=f"{case.name}: {name}"
        )


def report(case: Case) -> dict[str, Any]:
    """Kiểm, đo, in; trả về tên, số giây và tỉ số so với cách đầu của từng cách."""
    check(case)
    seconds = measure(case)
    ours = seconds[next(iter(seconds))]
    print(f"\n{case.name}")
    for name, value in seconds.items():
        print(f"  {name:<28} {value * 1e6:>12.1f} µs   {value / ours:>8.2f} lần")
    ratios = {name: value / ours for name, value in seconds.items()}
    return {"name": case.name, "seconds": seconds, "ratios": ratios}


def record(name: str, cases: list[dict[str, Any]], seconds: float) -> dict[str, Any]:
    """Bản ghi của bench_TÊN: lệnh, máy, số luồng, phiên bản, và kết quả của từng Case."""
    threads = blas_threads()
    versions = {package: metadata.version(package) for package in ("hocsau", "numpy", "torch")}
    return {
        "name": f"bench-{name}",
        "command": "OMP_NUM_THREADS=1 " * (threads == 1) + f"make bench BENCH={name} RECORD=1",
        "machine": f"{platform.system()} {platform.machine()}",
        "threads": threads,
        "clock": clock().__name__,
        "versions": {"python": platform.python_version(), **versions},
        "seconds": round(seconds, 3),
        "cases": cases,
    }


def arguments(given: list[str] | None) -> argparse.Namespace:
    names = sorted(path.stem.removeprefix("bench_") for path in FOLDER.glob("bench_*.py"))
    parser = argparse.ArgumentParser(description="Đo mã của sách so với vòng lặp và torch.")
    parser.add_argument("names", nargs="*", metavar="TÊN", help=f"phép đo muốn chạy: {', '.join(names)}")
    parser.add_argument("--record", action="store_true", help=f"ghi vào {recording.FOLDER}/bench-TÊN.json")
    options = parser.parse_args(given)
    if unknown := [name for name in options.names if name not in names]:
        parser.error(f"không có phép đo {', '.join(unknown)}; có: {', '.join(names)}")
    if options.record and not options.names:
        parser.error("--record cần tên phép đo, ví dụ: make bench BENCH=mlp RECORD=1")
    options.names = options.names or names
    return options


def main(given: list[str] | None = None) -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    options = arguments(given)
    print("Cách của sách là 1.00; số lớn hơn là chậm hơn bấy nhiêu lần.")
    for name in options.names:
        start = time.perf_counter()
        cases = [report(case) for case in load(FOLDER / f"bench_{name}.py").cases()]
        if options.record:
            path = FOLDER.parent / recording.FOLDER / f"bench-{name}.json"
            recording.save(record(name, cases, time.perf_counter() - start), path)
            print(f"\nĐã ghi {path.relative_to(FOLDER.parent)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
