"""Making .venv: what is installed when, and what is said when it cannot be."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from booktools import bootstrap

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project whose .venv is there and whose pip only writes down what it was asked."""
    (tmp_path / "pyproject.toml").write_text("[project]")
    (tmp_path / "constraints.txt").write_text("numpy==2.0\ntorch==2.13.0\ntorchvision==9\n")
    (tmp_path / ".venv").mkdir()
    return tmp_path


@pytest.fixture
def pip(root: Path, monkeypatch) -> list[list[str]]:
    calls: list[list[str]] = []
    monkeypatch.setattr(bootstrap, "make_venv", lambda venv: Path("python"))
    monkeypatch.setattr(bootstrap, "run", lambda command, **_: calls.append([str(part) for part in command]))
    return calls


def test_pip_runs_once_until_something_changes(root: Path, pip):
    assert bootstrap.setup("book", root=root)
    assert pip[-1][-1] == f"{root}[book]" and str(root / "constraints.txt") in pip[-1]
    assert not bootstrap.setup("book", root=root)
    (root / "constraints.txt").write_text("torch==2.14.0\n")
    assert bootstrap.setup("book", root=root)
    (root / "pyproject.toml").write_text("[project] # changed")
    assert bootstrap.setup("book", root=root)
    assert len(pip) == 3


def test_test_packages_hold_the_books_and_stay(root: Path, pip):
    assert bootstrap.setup("book", root=root)
    assert bootstrap.setup("test", root=root)
    assert not bootstrap.setup("book", root=root)
    (root / "constraints.txt").write_text("torch==2.14.0\n")
    assert bootstrap.setup("book", root=root)
    assert pip[-1][-1].endswith("[test]"), "or the test packages would stay behind"


def test_moved_folder_is_set_up_again(root: Path, pip):
    bootstrap.setup("book", root=root)
    moved = root.parent / "moved"
    root.rename(moved)
    assert bootstrap.setup("book", root=moved)


def test_torch_comes_first_alone_from_its_index(root: Path, pip):
    bootstrap.setup("book", "https://example.org/cpu", root)
    first, second = pip
    assert first[first.index("--index-url") + 1] == "https://example.org/cpu"
    assert "--no-deps" in first and first[-1] == "torch==2.13.0"
    assert "--index-url" not in second and second[-1].endswith("[book]")
    assert not bootstrap.setup("book", "https://example.org/cpu", root)
    assert not bootstrap.setup("book", "", root), "said once, it holds"
    assert bootstrap.setup("book", "https://example.org/cuda", root)


def test_cpu_build_satisfies_the_pin():
    """The premise of installing torch first: pip keeps 2.13.0+cpu where torch==2.13.0 is asked."""
    from packaging.requirements import Requirement

    pin = Requirement(bootstrap.pinned("torch", ROOT / "constraints.txt"))
    version = str(pin.specifier).removeprefix("==")
    assert pin.specifier.contains(version + "+cpu") and not pin.specifier.contains(version + ".post1")


def test_failed_install_is_tried_again(root: Path, monkeypatch, capsys):
    def fail(command: list, **_: object) -> None:
        raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(bootstrap, "make_venv", lambda venv: Path("python"))
    monkeypatch.setattr(bootstrap, "run", fail)
    with pytest.raises(bootstrap.SetupError, match="pip không cài được"):
        bootstrap.setup("book", root=root)
    assert not (root / ".venv" / bootstrap.STAMP).exists()


@pytest.mark.parametrize("content", ["", "[]", "{", '{"extra": "other"}', "\x00"])
def test_damaged_stamp_counts_as_none(root: Path, pip, content: str):
    (root / ".venv" / bootstrap.STAMP).write_text(content)
    assert bootstrap.setup("book", root=root)
    assert json.loads((root / ".venv" / bootstrap.STAMP).read_text())["extra"] == "book"


def test_old_python_is_told_in_vietnamese():
    with pytest.raises(bootstrap.SetupError, match="Cần Python 3.11 trở lên; bản đang chạy là 3.9.6"):
        bootstrap.check_python((3, 9, 6))
    bootstrap.check_python((3, 11, 0))
    bootstrap.check_python((4, 0, 0))


def test_syntax_can_be_read_by_an_old_python():
    """Else an old Python would show a SyntaxError instead of the message."""
    import ast

    ast.parse(Path(bootstrap.__file__).read_text(encoding="utf-8"), feature_version=(3, 7))


def test_runs_isolated_with_the_standard_library_only(tmp_path: Path):
    """From another folder, without site-packages, on a console that is not UTF-8."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", bootstrap.__file__, "--help"],
        cwd=tmp_path,
        env={"PYTHONIOENCODING": "cp1252", "PATH": ""},
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr
    assert "cài các gói mà sách cần" in done.stdout.decode("utf-8")


def test_foreign_folder_named_venv_is_not_wiped(tmp_path: Path):
    venv = tmp_path / ".venv"
    venv.mkdir()
    (venv / "thesis.txt").write_text("x")
    with pytest.raises(bootstrap.SetupError, match="không phải môi trường Python"):
        bootstrap.make_venv(venv)
    assert (venv / "thesis.txt").exists()


def test_broken_environment_is_made_anew(tmp_path: Path, monkeypatch, capsys):
    venv = tmp_path / ".venv"
    python = bootstrap.venv_python(venv)
    python.parent.mkdir(parents=True)
    (venv / "pyvenv.cfg").touch()
    python.symlink_to(sys.executable) if sys.platform != "win32" else python.touch()
    monkeypatch.setattr(bootstrap.subprocess, "run", lambda *a, **k: subprocess.CompletedProcess(a, 1))
    asked = []
    monkeypatch.setattr(bootstrap, "run", lambda command, **_: asked.append(command))
    assert bootstrap.make_venv(venv) == python
    assert "--clear" in asked[0] and "tạo lại" in capsys.readouterr().out
