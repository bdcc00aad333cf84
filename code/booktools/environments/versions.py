"""Which Python and which versions belong to an environment."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from booktools.bootstrap import MINIMUM, pinned

NAMES = ("colab", "lowest", "newest")
NEWEST = (3, 14)  # what the Makefile, environment.yml and the pages say too
COLAB = Path(__file__).with_name("colab.txt")
EXTRAS = (
    "torch",
    "pretrained",
    "drive",
)  # what a reader may install; `book` and `test` are for those who build the book
# What runs the checks, with the ranges of the extras `book` and `test`.
TOOLS = {"pytest", "pytest-xdist", "nbval", "hypothesis", "opencv-python-headless", "pycocotools"}


@dataclass(frozen=True)
class Environment:
    """`pythons`, best first; `pins`, the version of each library that is not free."""

    name: str
    pythons: tuple[tuple[int, int], ...]
    pins: dict[str, str]

    def constraints(self, root: Path, torch_index: str) -> list[str]:
        """Lines for pip. Without an index for torch its pin of constraints.txt stays.

        On Linux another version, from wherever pip finds it, may bring gigabytes of CUDA.
        """
        lines = [f"{name}=={version}" for name, version in sorted(self.pins.items()) if name != "torch"]
        if torch_index:
            return [*lines, *(f"torch=={version}" for version in [self.pins.get("torch")] if version)]
        return [*lines, pinned("torch", root / "constraints.txt")]


def environment(name: str, root: Path) -> Environment:
    """Return one of the three, or say which there are."""
    if name not in NAMES:
        raise ValueError(f"không có môi trường {name!r}; chỉ có: {', '.join(NAMES)}")
    down = tuple((MINIMUM[0], minor) for minor in range(NEWEST[1], MINIMUM[1] - 1, -1))
    if name == "newest":
        return Environment(name, down, {})
    if name == "lowest":
        return Environment(name, down[::-1], lowest(_project(root)))
    pins = read_pins(COLAB.read_text(encoding="utf-8"))
    wanted = Version(pins.pop("python")).release[:2]
    return Environment(name, (wanted, *(version for version in down if version != wanted)), pins)


def lowest(project: dict) -> dict[str, str]:
    """The lower bound of everything that a reader may install."""
    lines = list(project["dependencies"])
    for extra in EXTRAS:
        lines += project["optional-dependencies"][extra]
    found = [requirement for requirement in map(Requirement, lines) if requirement.name != project["name"]]
    return {canonicalize_name(requirement.name): lower_bound(requirement) for requirement in found}


def lower_bound(requirement: Requirement) -> str:
    """The version after >= (or ==, ~=), the highest if there are several."""
    bounds = [part.version for part in requirement.specifier if part.operator in (">=", "==", "~=")]
    if not bounds:
        raise ValueError(f"pyproject.toml: {requirement} thiếu cận dưới (>=…)")
    return max(bounds, key=Version)


def read_pins(text: str) -> dict[str, str]:
    """Read `name==version` lines."""
    pins = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, _, version = line.partition("==")
            if not version:
                raise ValueError(f"cần dòng tên==phiên bản, không phải {line!r}")
            pins[canonicalize_name(name)] = str(Version(version))
    return pins


def requirements(root: Path, torch: bool = True) -> list[str]:
    """What the environment needs beside the wheel: the reader's packages, and the tools with their ranges."""
    project = _project(root)
    extras = project["optional-dependencies"]
    kept = [line for extra in ("book", "test") for line in extras[extra] if Requirement(line).name in TOOLS]
    for extra in EXTRAS:
        kept += [line for line in extras[extra] if Requirement(line).name not in {project["name"], "torch"}]
    return kept + (extras["torch"] if torch else [])


def _project(root: Path) -> dict:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
