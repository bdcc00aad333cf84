"""Which files of the package a notebook depends on."""

from pathlib import Path

import pytest

from booktools import fingerprint

FILES = {
    "__init__.py": "__version__ = '1'",
    "alone.py": "",
    "data/__init__.py": "from .registry import load",
    "data/registry.py": "from hocsau import shared\nfrom ..shared import x",
    "data/other.py": "",
    "shared.py": "",
    "lazy/__init__.py": "from importlib import import_module\nimport_module('.' + 'part', __name__)",
    "lazy/part.py": "",
}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "hocsau" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import numpy as np", set()),
        ("import hocsau", {"__init__.py"}),
        ("from hocsau.alone import x", {"__init__.py", "alone.py"}),
        ("from hocsau import alone", {"__init__.py", "alone.py"}),
        ("import hocsau.data", {"__init__.py", "data/__init__.py", "data/registry.py", "shared.py"}),
        ("def f():\n    from hocsau.lazy import part", {"__init__.py", "lazy/__init__.py", "lazy/part.py"}),
        ("!hocsau doctor", set(FILES)),
        ("%run x.py", set(FILES)),
        ("import subprocess", set(FILES)),
        ("không phải Python", set(FILES)),
    ],
)
def test_imported_files(source: Path, code: str, expected: set[str]):
    found = fingerprint.imported_files(code, source)
    assert {path.relative_to(source / "hocsau").as_posix() for path in found} == expected


@pytest.mark.parametrize(
    "line",
    [
        "from importlib import import_module\nimport_module('.part', __name__)",
        "import importlib\ndef load(name): return importlib.import_module(name)",
        "__import__('hocsau.lazy.part')",
        "import pkgutil\nfor _, name, _ in pkgutil.iter_modules(__path__): pass",
        "import pkgutil\nfound = list(pkgutil.walk_packages(__path__))",
        "from importlib.metadata import entry_points as points\nentry_points()",
        "import importlib.util\nimportlib.util.find_spec('hocsau.lazy.part')",
    ],
)
def test_a_package_that_imports_by_name_at_run_time_counts_whole(source: Path, line: str):
    """What it will import cannot be read from its source: without this its outputs would go stale unseen."""
    (source / "hocsau" / "lazy" / "__init__.py").write_text(line)
    found = fingerprint.imported_files("import hocsau.lazy", source)
    assert {path.relative_to(source / "hocsau").as_posix() for path in found} == {
        "__init__.py", "lazy/__init__.py", "lazy/part.py",
    }  # fmt: skip
    assert len(fingerprint.imported_files("import hocsau.alone", source)) == 2


def test_changed_file_is_seen_within_one_process(source: Path):
    (source / "hocsau" / "alone.py").write_text("import hocsau.shared")
    names = {path.name for path in fingerprint.imported_files("import hocsau.alone", source)}
    assert names == {"__init__.py", "alone.py", "shared.py"}


def test_data_counts(tmp_path: Path):
    (tmp_path / "data").mkdir()
    seen = {fingerprint.of_shared(tmp_path)}
    for content in ("1", "2"):
        (tmp_path / "data" / "houses.csv").write_text(content)
        seen.add(fingerprint.of_shared(tmp_path))
    assert len(seen) == 3


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('recorded("mnist")["scores"]', {"mnist.json"}),
        ("import numpy", set()),
        ('show("houses", 3)', {"houses.json"}),  # a helper passes the name on
        ("from hocsau import shipped", {"mnist-network.npz", "mnist.json"}),  # that file names it
        ('recorded(f"{name}-x")', {"mnist.json", "mnist-network.npz", "houses.json"}),
        ('recorded_file(\n    f"{name}.json")', {"mnist.json", "mnist-network.npz", "houses.json"}),
    ],
)
def test_results_that_a_notebook_names_count(tmp_path: Path, code: str, expected: set[str]):
    results, package = tmp_path / "book" / "results", tmp_path / "code" / "hocsau"
    results.mkdir(parents=True)
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "shipped.py").write_text('FILE = "mnist-network.npz"')
    for name in ("mnist.json", "mnist-network.npz", "houses.json"):
        (results / name).write_text("1")
    before = fingerprint.of_notebook(code, tmp_path, "")
    found = set()
    for path in sorted(results.iterdir()):
        path.write_text("2")
        if fingerprint.of_notebook(code, tmp_path, "") != before:
            found.add(path.name)
        path.write_text("1")
    assert found == expected


def test_profile_counts(monkeypatch):
    monkeypatch.delenv("HOCSAU_PROFILE", raising=False)
    small = fingerprint.of_environment()
    monkeypatch.setenv("HOCSAU_PROFILE", "full")
    assert fingerprint.of_environment() != small


def test_environment_names_the_versions_that_matter():
    import numpy

    text = fingerprint.of_environment()
    assert f"numpy {numpy.__version__}" in text and "torch " in text and "profile small" in text
    assert "pytest" not in text, "installing test tools must not run the notebooks again"
