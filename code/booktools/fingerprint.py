"""What a notebook's outputs depend on besides its own cells, as one hash: when it changes, they are stale."""

import ast
import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

PACKAGE = "hocsau"
# Code that reaches modules without an import statement: then the whole package counts.
_SHELL = re.compile(r"(?m)^\s*[!%]|subprocess|get_ipython")
_DYNAMIC = {"import_module", "__import__", "walk_packages", "iter_modules", "entry_points", "find_spec"}
_EXTRAS = ("torch", "pretrained")  # what the notebooks import
_DATA = "data"
_RESULTS = "book/results"
# A name put together at run time cannot be read from the code: then every result counts.
_NAMED_LATE = re.compile(r"""\brecorded(_file)?\(\s*[rR]?[fF][rR]?["']""")


def of_files(paths: Iterable[Path], root: Path) -> str:
    """Hash names and contents, whatever their order."""
    digest = hashlib.sha256()
    for path in sorted(set(paths)):
        digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def of_notebook(code: str, root: Path, shared: str) -> str:
    """Hash what a notebook whose code cells are `code` depends on; `shared` is `of_shared(root)`."""
    modules = imported_files(code, root / "code")
    files = of_files(modules | named_results(code, modules, root), root)
    return hashlib.sha256(f"{files} {shared}".encode()).hexdigest()


def named_results(code: str, modules: Iterable[Path], root: Path) -> set[Path]:
    """Find the recorded results that `code` or the package's files it imports name."""
    every = {path for path in (root / _RESULTS).rglob("*") if path.is_file()}
    if _NAMED_LATE.search(code):
        return every
    texts = [code, *(path.read_text(encoding="utf-8") for path in modules)]
    return {path for path in every if any(path.stem in text for text in texts)}


def of_shared(root: Path) -> str:
    """Describe what every notebook depends on."""
    return f"{of_data(root)} {of_environment()}"


def of_data(root: Path) -> str:
    return of_files((path for path in (root / _DATA).rglob("*") if path.is_file()), root)


def of_environment() -> str:
    """Describe Python, the versions of what the notebooks import, and the data profile."""
    versions = [f"python {sys.version_info.major}.{sys.version_info.minor}"]
    for line in metadata.requires(PACKAGE) or []:
        requirement = Requirement(line)
        if requirement.marker is None or any(
            requirement.marker.evaluate({"extra": extra}) for extra in _EXTRAS
        ):
            versions.append(f"{requirement.name} {_version(requirement.name)}")
    versions.append(f"profile {os.environ.get('HOCSAU_PROFILE', 'small')}")
    return ", ".join(sorted(versions))


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "absent"


def imported_files(code: str, source_root: Path) -> set[Path]:
    """Find the package's files that `code` imports, directly or through other files of the package."""
    everything = set((source_root / PACKAGE).rglob("*.py"))
    if _SHELL.search(code):
        return everything
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return everything
    found: set[Path] = set()
    waiting = [path for name in _imports(tree, "") for path in _files(name, source_root)]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        names, dynamic = _module(path, source_root, path.stat().st_mtime_ns)
        waiting += [file for name in names for file in _files(name, source_root)]
        if dynamic:
            waiting += path.parent.rglob("*.py")
    return found


@cache
def _module(path: Path, source_root: Path, _mtime: int) -> tuple[frozenset[str], bool]:
    """Return what a file imports, and whether it also imports by name at run time."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    package = ".".join(path.relative_to(source_root).parts[:-1])  # what `from .` starts at
    dynamic = any(_name(node) in _DYNAMIC for node in ast.walk(tree))
    return frozenset(_imports(tree, package)), dynamic


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _imports(tree: ast.AST, package: str) -> Iterator[str]:
    """Yield the dotted names that a file of `package` imports; for `from a import b` both a.b and a."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *filter(None, [base])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _files(name: str, source_root: Path) -> Iterator[Path]:
    """Yield the files that importing `name` runs: every package above it, and the module itself."""
    parts = name.split(".")
    if parts[0] != PACKAGE:
        return
    for depth in range(1, len(parts) + 1):
        place = source_root.joinpath(*parts[:depth])
        for path in (place / "__init__.py", place.with_suffix(".py")):
            if path.is_file():
                yield path
