"""The direction of imports is checked, and an import that breaks it is named."""

import logging
from pathlib import Path

import pytest

from booktools import imports

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = """
[tool.importlinter]
root_packages = ["{package}"]
[[tool.importlinter.contracts]]
name = "layers"
type = "layers"
containers = ["{package}"]
layers = ["upper", "lower"]
[[tool.importlinter.contracts]]
name = "circles"
type = "acyclic_siblings"
ancestors = ["{package}"]
"""


@pytest.fixture
def checked(tmp_path: Path, monkeypatch, capsys):
    """checked(package, {module: text}) -> (exit code, what was printed)."""

    def run(package: str, modules: dict[str, str]) -> tuple[int, str]:
        (tmp_path / package).mkdir()
        for name, text in {"__init__": "", **modules}.items():
            (tmp_path / package / f"{name}.py").write_text(text, "utf-8")
        (tmp_path / "pyproject.toml").write_text(CONTRACT.format(package=package), "utf-8")
        monkeypatch.syspath_prepend(tmp_path)
        return imports.run(tmp_path), capsys.readouterr().out

    return run


def test_the_project_keeps_its_contracts_and_other_loggers_still_speak():
    mine = logging.getLogger("tests.booktools.imports")
    assert imports.run(ROOT) == 0
    assert not mine.disabled


def test_the_right_direction_passes(checked):
    code, said = checked("imports_a", {"upper": "from imports_a import lower", "lower": ""})
    assert code == 0 and imports.ADVICE not in said


@pytest.mark.parametrize("line", ["from imports_b import upper", "def f():\n    import imports_b.upper"])
def test_an_import_upwards_is_named(checked, line):
    code, said = checked("imports_b", {"upper": "", "lower": line})
    assert (
        code == 1
        and "imports_b.lower -> imports_b.upper" in " ".join(said.split())
        and imports.ADVICE in said
    )


def test_a_circle_is_named(checked):
    others = {"one": "from imports_c import two", "two": "import imports_c.one"}
    code, said = checked("imports_c", {"upper": "", "lower": "", **others})
    assert code == 1 and ".one -> .two" in said.replace("imports_c", "") or ".two -> .one" in said
