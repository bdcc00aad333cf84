"""Make the environments, run the checks in each, print one table."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from booktools.environments import checks
from booktools.environments.checks import Outcome
from booktools.environments.install import find_python, install, versions
from booktools.environments.versions import NAMES, environment

HEAD = ("môi trường", "Python", "test hỏng", "ô hỏng", "giây", "phiên bản")


@dataclass(frozen=True)
class Row:
    """One line of the table; no outcome: not asked for."""

    name: str
    versions: dict[str, str] = field(default_factory=dict)
    tests: Outcome | None = None
    cells: Outcome | None = None

    @property
    def good(self) -> bool:
        return bool(self.versions) and all(done.good for done in (self.tests, self.cells) if done)


def run(
    root: Path,
    names: Sequence[str],
    *,
    tests: Sequence[str] | None = None,
    notebooks: Sequence[str] | None = None,
    python: str = "",
    torch_index: str = "",
    torch: bool = True,
) -> int:
    """Check the named environments (all three, if none).

    `tests` and `notebooks`: only these; None: all of them, unless the other is given.
    """
    names = names or NAMES
    if python and len(names) != 1:
        raise ValueError("--python chỉ đi với một môi trường")
    wanted = [environment(name, root) for name in names]
    rows = []
    for one in wanted:
        print(f"\n── {one.name}", flush=True)
        try:
            inside = install(one, root, Path(python) if python else find_python(one), torch_index, torch)
        except subprocess.CalledProcessError:
            rows.append(Row(one.name))  # pip has said why
            continue
        done_tests = done_cells = None
        if tests is not None or notebooks is None:
            done_tests = checks.tests(inside, root, tests or checks.TESTS, torch)
        if notebooks is not None or tests is None:
            done_cells = checks.cells(inside, root, notebooks or (), torch)
        rows.append(Row(one.name, versions(inside), done_tests, done_cells))
    print("\n" + table(rows), flush=True)
    if bad := [row.name for row in rows if not row.good]:
        print(f"\nHỎNG: {', '.join(bad)}", file=sys.stderr)
    return 1 if bad else 0


def table(rows: Sequence[Row]) -> str:
    """The rows under one another, then the name of everything that failed."""
    lines = [HEAD, *map(_line, rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEAD) - 1)]
    text = ["  ".join([*(part.ljust(w) for part, w in zip(line, widths)), line[-1]]) for line in lines]  # noqa: B905
    for row in rows:
        for done in (row.tests, row.cells):
            if done and done.left:
                text.append(f"{row.name}: để lại {done.left} tệp dùng torch")
            text += [f"{row.name}: {name}" for name in (done.failed if done else ())]
    return "\n".join(text)


def _line(row: Row) -> tuple[str, ...]:
    if not row.versions:
        return (row.name, "–", "–", "–", "–", "pip không cài được")
    others = ", ".join(f"{name} {version}" for name, version in row.versions.items() if name != "python")
    seconds = sum(done.seconds for done in (row.tests, row.cells) if done)
    return (
        row.name,
        row.versions["python"],
        _count(row.tests),
        _count(row.cells),
        f"{seconds:.0f}",
        others,
    )


def _count(done: Outcome | None) -> str:
    if done is None:
        return "–"
    return "không chạy hết" if done.broken else f"{len(done.failed)}/{done.ran}"
