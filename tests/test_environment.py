"""The lists of what is installed agree: pyproject.toml, constraints.txt, environment.yml, pre-commit, CI."""

import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from booktools import pins
from booktools.environments import versions

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONSTRAINTS = (ROOT / "constraints.txt").read_text(encoding="utf-8")
PINS = dict(line.split("==") for line in CONSTRAINTS.splitlines() if line and not line.startswith("#"))


def requirements() -> list[Requirement]:
    lines = list(PROJECT["dependencies"])
    for extra in PROJECT["optional-dependencies"].values():
        lines += extra
    return [found for found in map(Requirement, lines) if found.name != "hocsau"]


def load_yaml(name: str) -> dict:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("requirement", requirements(), ids=lambda requirement: requirement.name)
def test_every_direct_requirement_is_pinned_within_its_range(requirement: Requirement):
    name = canonicalize_name(requirement.name)
    assert name in PINS, "chạy make constraints"
    assert requirement.specifier.contains(PINS[name]), "chạy make constraints"


def test_pins_are_plain_and_portable():
    for name, version in PINS.items():
        assert name == canonicalize_name(name)
        assert Version(version).local is None, f"{name}: a local build exists on one index only"
    assert not [name for name in PINS if name.startswith(("nvidia-", "cuda-"))], "one system's GPU libraries"
    assert "://" not in CONSTRAINTS and "@" not in CONSTRAINTS


def test_pins_hold_whatever_is_installed_with_the_test_extra():
    """Follow the requirements from hocsau[test] through what is installed here: each one has a pin."""
    seen: set[str] = set()
    waiting = [
        ("hocsau", "test"),
        ("hocsau", "book"),
        ("hocsau", "pretrained"),
        ("hocsau", "torch"),
        ("hocsau", ""),
    ]
    while waiting:
        name, extra = waiting.pop()
        for line in metadata.requires(name) or []:
            found = Requirement(line)
            if found.marker and not found.marker.evaluate({"extra": extra}):
                continue
            dependency = canonicalize_name(found.name)
            if dependency not in seen and not dependency.startswith(("nvidia-", "cuda-", "triton")):
                seen.add(dependency)
                waiting += [(dependency, part) for part in ("", *found.extras)]
    if sys.platform == "linux":  # elsewhere a few more are needed, and are left free
        assert seen - {"hocsau", "pip"} <= set(PINS), "chạy make constraints"
    assert len(seen) > 50, "the walk found the book's tools"


def test_pins_come_from_a_report_of_pip():
    report = {
        "install": [
            {"metadata": {"name": name, "version": version}}
            for name, version in {
                "hocsau": "0.1.0",
                "torch": "2.13.0+cpu",
                "nvidia-cublas": "13.4",
                "Jupyter_Core": "5.9",
            }.items()
        ]
    }
    assert pins.pins(report) == ["jupyter-core==5.9", "torch==2.13.0"]


def test_conda_environment_names_the_extra_and_nothing_else():
    environment = load_yaml("environment.yml")
    *packages, pip = environment["dependencies"]
    python, *others = packages
    assert python.split(",")[0] == f"python{PROJECT['requires-python']}" and others == ["pip"]
    assert pip == {"pip": ["-c constraints.txt", "-e .[book]"]}


def test_pre_commit_uses_the_pinned_ruff():
    repos = {repo["repo"]: repo for repo in load_yaml(".pre-commit-config.yaml")["repos"]}
    assert repos["https://github.com/astral-sh/ruff-pre-commit"]["rev"] == f"v{PINS['ruff']}"


@pytest.mark.parametrize("name", ["ci", "publish", "colab-weekly"])
def test_workflow_is_sound(name: str):
    workflow = load_yaml(f".github/workflows/{name}.yml")
    assert workflow[True], "`on:` (YAML reads it as true) is missing"
    assert workflow["permissions"]["contents"] == "read"
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] and job["runs-on"]
        for step in job["steps"]:
            assert ("uses" in step) != ("run" in step)
            if "uses" in step:
                assert re.fullmatch(r"actions/[a-z-]+@v\d+", step["uses"]), step["uses"]


def test_ci_covers_the_three_systems_and_the_oldest_python():
    jobs = load_yaml(".github/workflows/ci.yml")["jobs"]
    systems = {job["runs-on"].split("-")[0] for job in jobs.values()}
    assert systems == {"ubuntu", "macos", "windows"}
    oldest = PROJECT["requires-python"].removeprefix(">=")
    assert oldest in jobs["linux"]["strategy"]["matrix"]["python"]


def test_colab_runs_weekly_with_its_own_versions():
    workflow = load_yaml(".github/workflows/colab-weekly.yml")
    assert workflow[True]["schedule"]
    commands = " ".join(step.get("run", "") for step in workflow["jobs"]["colab"]["steps"])
    assert "--nbval-lax" in commands and "pip install" in commands
    assert "constraints" not in commands and "--force-reinstall" not in commands


def test_every_environment_is_tried_weekly_with_the_python_that_it_asks_for_first():
    job = load_yaml(".github/workflows/colab-weekly.yml")["jobs"]["environments"]
    assert any("make environments ENVIRONMENT=" in step.get("run", "") for step in job["steps"])
    tried = {one["environment"]: one["python"] for one in job["strategy"]["matrix"]["include"]}
    first = {name: versions.environment(name, ROOT).pythons[0] for name in versions.NAMES}
    assert tried == {name: "{}.{}".format(*python) for name, python in first.items()}


def test_booktools_runs_from_the_editable_install_wherever_one_stands(tmp_path: Path):
    """It is in no wheel: the checkout's install alone finds it (README, environment.yml)."""
    done = subprocess.run(
        [sys.executable, "-m", "booktools", "--help"], cwd=tmp_path, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0 and "build" in done.stdout, done.stderr
