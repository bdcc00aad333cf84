"""make fuzz CASES=20000 [SEED=1]: as many cases as one likes, in processes whose memory is limited.

Each reader runs in a process of its own: one that ends the interpreter is a fault like the others.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

ROOM = 1 << 30  # bytes beyond what the imports take


def child(name, seed, first, last, folder):
    import readers

    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + ROOM, resource.RLIM_INFINITY))
    warnings.simplefilter("ignore")
    for path, fault in readers.run(name, seed, range(first, last), folder):
        print(f"{path}\t{' '.join(fault.split())[:300]}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--reader", default=None)
    parser.add_argument("--child", nargs=5, default=None)
    options = parser.parse_args()
    if options.child:
        name, seed, first, last, folder = options.child
        child(name, int(seed), int(first), int(last), folder)
        return 0
    import readers

    seed = int(time.time()) if options.seed is None else options.seed
    names = [options.reader] if options.reader else list(readers.READERS)
    folder = Path(tempfile.mkdtemp(prefix="hocsau-fuzz-"))
    print(f"seed {seed}, files that fail: {folder}")
    failed = []
    for name in names:
        count = options.cases if options.reader else max(1, int(options.cases * readers.READERS[name][2]))
        began = time.monotonic()
        command = [sys.executable, __file__, "--child", name, str(seed), "0", str(count), str(folder)]
        done = subprocess.run(command, capture_output=True, text=True)
        mine = [line.split("\t", 1) for line in done.stdout.splitlines() if "\t" in line]
        if done.returncode:  # the file of the case that ended the process is the newest
            newest = max(folder.glob(f"{name}-*"), key=lambda p: p.stat().st_mtime, default=folder)
            mine.append([str(newest), f"the process ended with {done.returncode}: {done.stderr[-300:]}"])
        failed += mine
        print(f"{name}: {count} cases, {len(mine)} faults, {time.monotonic() - began:.0f} s")
    for path, fault in sorted(failed, key=lambda f: Path(f[0]).stat().st_size)[:10]:
        print(f"{path}\n    {fault}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
