"""`make test` does not hide a failure, whichever step it is in."""

import sys
from pathlib import Path

import pytest

from booktools import suite


def step(name: str, code: int, needed: bool = False) -> tuple[str, list[str], bool]:
    return name, [sys.executable, "-c", f"print('chạy {name}'); raise SystemExit({code})"], needed


def run(capfd, *stages: list[suite.Step]) -> tuple[int, str, str]:
    code = suite.run(Path.cwd(), stages)
    return code, *capfd.readouterr()


def said(out: str) -> list[str]:
    return [line for line in out.splitlines() if line.startswith("chạy")]


def test_all_pass(capfd):
    code, out, err = run(capfd, [step("a", 0)], [step("b", 0), step("c", 0)])
    assert code == 0 and out.count("đạt") == 3 and "HỎNG" not in err


@pytest.mark.parametrize("stages", [[[0], [1], [2]], [[0, 1], [2]], [[0, 1, 2]]])
@pytest.mark.parametrize("position", [0, 1, 2])
def test_one_failure_is_named_and_the_rest_still_runs(capfd, stages, position: int):
    code, out, err = run(capfd, *[[step("abc"[i], int(i == position)) for i in stage] for stage in stages])
    assert code == 1 and err.strip().endswith("HỎNG: " + "abc"[position])
    assert said(out) == ["chạy a", "chạy b", "chạy c"] and out.count("đạt") == 2


def test_nothing_runs_after_a_step_that_is_needed(capfd):
    code, out, err = run(capfd, [step("a", 1)], [step("b", 2, needed=True)], [step("c", 0)])
    assert code == 1 and "chạy c" not in out and err.strip().endswith("HỎNG: a; b")


def test_the_steps_of_a_stage_run_at_once_and_their_words_stay_apart(capfd):
    meet = "import sys, time; print('a', flush=True); time.sleep(0.5); print('b', file=sys.stderr)"
    wait = "import time; print('c', flush=True); time.sleep(0.2); print('d')"
    one, two = ("một", [sys.executable, "-c", meet], False), ("hai", [sys.executable, "-c", wait], False)
    code, out, err = run(capfd, [one, two])
    words = [line for line in out.splitlines() if line and "đạt" not in line]
    assert code == 0 and err == "" and words == ["── một", "a", "b", "── hai", "c", "d"]


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
    for part in ("booktools notebooks --check", "booktools zip --built", "booktools epub --built"):
        assert sum(part in command for command in joined) == 1
    last = joined[-1]
    assert last.startswith("-m pytest") and "--nbval-lax" in last and last.endswith("notebooks tests")
    assert "--dist loadscope" in last and "-m not" not in last.removeprefix("-m pytest")
