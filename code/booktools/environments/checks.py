"""The checks of one environment: the package's tests, and the notebooks as a reader has them."""

import json
import re
import shutil
import subprocess
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from booktools.environments.install import clean_environ

PYTEST = ("-m", "pytest", "-q", "--tb=short", "-p", "no:cacheprovider")
TWO = ("-n", "2", "--dist", "loadscope")
TESTS = ("tests/hocsau",)  # the package's own: those of booktools need what builds the book
_TORCH = re.compile(r"\btorch\b")


@dataclass(frozen=True)
class Outcome:
    """How many ran, which failed; `broken`: pytest did not finish; `left`: files that were not run."""

    ran: int = 0
    failed: tuple[str, ...] = ()
    seconds: float = 0.0
    broken: bool = False
    left: int = 0

    @property
    def good(self) -> bool:
        return not (self.failed or self.broken)


def tests(python: Path, root: Path, wanted: Sequence[str] = TESTS, torch: bool = True) -> Outcome:
    """Run the package's tests against the installed wheel."""
    files = [file for name in wanted for file in _test_files(root / name)]
    kept = [file for file in files if torch or not _TORCH.search(file.read_text(encoding="utf-8"))]
    names = list(wanted) if torch else [file.relative_to(root).as_posix() for file in kept]
    marked = ["-m", "not browser and not live"]
    return _pytest(python, root, [*marked, *names], len(files) - len(kept))


def cells(python: Path, root: Path, names: Sequence[str] = (), torch: bool = True) -> Outcome:
    """Run a copy of the notebooks in a folder that holds nothing else, and compare what they print."""
    files = [root / "notebooks" / f"{name}.ipynb" for name in names]
    if missing := [file.stem for file in files if not file.is_file()]:
        raise FileNotFoundError(f"không có notebook {', '.join(missing)} trong notebooks/")
    files = files or sorted((root / "notebooks").glob("*.ipynb"))
    kept = [file for file in files if torch or not _TORCH.search(_code(file))]
    with tempfile.TemporaryDirectory(prefix="hocsau-") as folder:
        for file in kept:
            shutil.copy(file, folder)
        options = ["--nbval-lax", "--nbval-current-env", *sorted(file.name for file in kept)]
        return _pytest(python, Path(folder), options, len(files) - len(kept))


def read_report(path: Path, code: int, seconds: float = 0.0, left: int = 0) -> Outcome:
    """Read pytest's report; an exit code other than 0 or 1 says that it did not come to its end."""
    if code not in (0, 1) or not path.is_file():
        return Outcome(seconds=seconds, broken=True, left=left)
    cases = list(ET.parse(path).iter("testcase"))
    bad = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
    names = (f"{case.get('classname', '')}::{case.get('name', '')}".strip(":") for case in bad)
    failed = tuple(dict.fromkeys(names))  # a test that fails and whose end fails too is one
    ran = len([case for case in cases if case.find("skipped") is None])
    return Outcome(ran, failed, seconds, broken=code == 1 and not failed, left=left)


def _pytest(python: Path, folder: Path, options: list[str], left: int) -> Outcome:
    with tempfile.TemporaryDirectory() as place:
        report = Path(place) / "report.xml"
        start = time.perf_counter()
        command = [str(python), *PYTEST, *TWO, f"--junitxml={report}", *options]
        code = subprocess.run(command, cwd=folder, env=clean_environ()).returncode
        return read_report(report, code, time.perf_counter() - start, left)


def _test_files(place: Path) -> list[Path]:
    if not place.exists():
        raise FileNotFoundError(f"không có {place}")
    return [place] if place.is_file() else sorted(place.rglob("test_*.py"))


def _code(notebook: Path) -> str:
    found = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in found if cell["cell_type"] == "code")
