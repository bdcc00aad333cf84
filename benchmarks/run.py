"""Đo mã numpy của sách bên cạnh vòng lặp ngây thơ và torch: `make bench`.

Mỗi tệp bench_*.py có hàm `cases()` trả về danh sách `Case`. Các cách của một Case được kiểm tra là cho cùng
kết quả, rồi đo xen kẽ trong cùng một lần chạy: chỉ tỉ số mới so được giữa các máy, số giây thì không.
"""

import importlib.util
import statistics
import sys
import timeit
from pathlib import Path
from types import ModuleType

import numpy as np

FOLDER = Path(__file__).resolve().parent
ROUNDS = 7
sys.path.insert(0, str(FOLDER))

from case import Case  # noqa: E402


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure(case: Case) -> dict[str, float]:
    """Trả về trung vị số giây của mỗi cách; các cách được đo xen kẽ, để máy bận thì bận đều."""
    timers = {name: timeit.Timer(way) for name, way in case.ways.items()}
    repeats = {name: max(1, timer.autorange()[0] // 10) for name, timer in timers.items()}
    seconds: dict[str, list[float]] = {name: [] for name in timers}
    for _ in range(ROUNDS):
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


def main() -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    print("Cách của sách là 1.00; số lớn hơn là chậm hơn bấy nhiêu lần.")
    for path in sorted(FOLDER.glob("bench_*.py")):
        for case in load(path).cases():
            check(case)
            seconds = measure(case)
            ours = seconds[next(iter(seconds))]
            print(f"\n{case.name}")
            for name, value in seconds.items():
                print(f"  {name:<28} {value * 1e6:>12.1f} µs   {value / ours:>8.2f} lần")
    return 0


if __name__ == "__main__":
    sys.exit(main())
