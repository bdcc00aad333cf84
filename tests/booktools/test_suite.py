"""`make test` does not hide a failure, whichever step it is in."""

import sys
from pathlib import Path

import pytest

from booktools import suite


def step(name: str, code: int, needed: bool = False) -> tuple[str, list[str], bool]:
    return name, [sys.executable, "-c", f"print('chạy {name}'); raise SystemExit({code})"], needed


def run(monkeypatch, capfd, *steps: tuple[str, list[str], bool]) -> tuple[int, str, str]:
    monkeypatch.setattr(suite, "STEPS", steps)
    code = suite.run(Path.cwd())
    return code, *capfd.readouterr()


def test_all_pass(monkeypatch, capfd):
    code, out, err = run(monkeypatch, capfd, step("a", 0), step("b", 0))
    assert code == 0 and out.count("đạt") == 2 and "HỎNG" not in err


@pytest.mark.parametrize("position", [0, 1, 2])
def test_one_failure_is_named_and_the_rest_still_runs(monkeypatch, capfd, position: int):
    steps = [step(name, int(index == position)) for index, name in enumerate("abc")]
    code, out, err = run(monkeypatch, capfd, *steps)
    assert code == 1 and err.strip().endswith("HỎNG: " + "abc"[position])
    assert [line for line in out.splitlines() if line.startswith("chạy")] == ["chạy a", "chạy b", "chạy c"]


def test_nothing_runs_after_a_step_that_is_needed(monkeypatch, capfd):
    code, out, err = run(monkeypatch, capfd, step("a", 1), step("b", 2, needed=True), step("c", 0))
    assert code == 1 and "chạy c" not in out and err.strip().endswith("HỎNG: a; b")


def test_the_real_steps_cover_everything():
    joined = [" ".join(command[1:]) for _, command, _ in suite.STEPS]
    for part in (
        "ruff check",
        "ruff format --check",
        "booktools imports",
        "booktools lint",
        "booktools build",
    ):
        assert sum(part in command for command in joined) == 1
    for part in ("booktools notebooks --check", "booktools zip", "booktools epub"):
        assert sum(part in command for command in joined) == 1
    last = joined[-1]
    assert last.startswith("-m pytest") and "--nbval-lax" in last and last.endswith("tests notebooks")
    assert "--dist loadscope" in last and "-m not" not in last.removeprefix("-m pytest")
