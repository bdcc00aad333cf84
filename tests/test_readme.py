"""What README and CONTRIBUTING tell people to type exists and does what they say."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from booktools.__main__ import parser

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
INDEX = (ROOT / "book" / "index.md").read_text(encoding="utf-8")
FIRST_CHAPTER = (ROOT / "book" / "ch01_environment.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PAGES = pytest.mark.parametrize(
    "text", [README, CONTRIBUTING, INDEX, FIRST_CHAPTER], ids=["README", "CONTRIBUTING", "index", "chapter 1"]
)


def targets() -> dict[str, str]:
    return dict(re.findall(r"^([a-z-]+):.*?## (.+)$", MAKEFILE, re.MULTILINE))


def commands(text: str) -> list[str]:
    """Lines of console blocks and code spans, without prompts and comments."""
    blocks = "\n".join(re.findall(r"```(?:console|sh|bash)\n(.*?)```", text, re.DOTALL))
    spans = re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text)
    lines = [line.removeprefix("$ ").split("  #")[0].strip() for line in blocks.splitlines()]
    return [line for line in lines if line] + spans


@PAGES
def test_every_make_command_is_a_target(text: str):
    named = {word for line in commands(text) for word in re.findall(r"^make ([a-z-]+)", line)}
    assert named and named <= set(targets()), named - set(targets())


def test_readme_names_every_target():
    assert set(targets()) - {"help"} <= set(re.findall(r"`?make ([a-z-]+)", README))


@PAGES
def test_every_booktools_command_exists(text: str):
    known = next(action for action in parser()._actions if action.dest == "command").choices
    for line in commands(text):
        for word in re.findall(r"-m booktools ([a-z][a-z-]*)", line):
            assert word in known


@PAGES
def test_every_hocsau_command_exists(text: str):
    named = {word for line in commands(text) for word in re.findall(r"^hocsau ([a-z]+)", line)}
    for word in named:
        done = subprocess.run([sys.executable, "-m", "hocsau", word, "--help"], capture_output=True)
        assert done.returncode == 0, word


@PAGES
def test_every_path_in_the_repository_exists(text: str):
    folders = r"(?:book|code|data|tests|benchmarks|notebooks|\.ci|\.github)"
    for span in re.findall(rf"(?<![`\w/]){folders}[/\\][\w./\\-]*\w", text):
        made = re.findall(r"^Tạo `([^`]+)`:", text, re.M)  # by the walks that test_contributing.py walks
        if span in made or any(part in span for part in ("…", "NN", "ten_", "boiling")):
            continue
        assert (ROOT / span.replace("\\", "/")).exists(), span
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / link).exists(), link


def test_ci_runs_the_readmes_test_command_and_nothing_else_of_its_own():
    section = README.split("## Kiểm thử\n")[1].split("\n## ")[0]
    (command,) = re.findall(r"```console\n(.*?)\n```", section, re.DOTALL)
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert script.rstrip().splitlines()[-1] == command == "make test"
    assert "set -euo pipefail" in script and "HOCSAU_REQUIRE_BROWSER=1" in script


@pytest.mark.skipif(sys.platform == "win32", reason="there is no bash on Windows")
def test_ci_script_is_valid_and_executable():
    import os

    subprocess.run(["bash", "-n", str(ROOT / ".ci" / "run")], check=True)
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_windows_commands_do_what_the_makefile_does():
    """Each `make` of the first block has its counterpart: the same script and the same booktools command."""
    section = README.split("### Windows\n")[1].split("\n### ")[0]
    for extra, command in (("book", "build"), ("book", "serve"), ("test", "test")):
        assert f"py -3.13 code\\booktools\\bootstrap.py {extra}" in section
        assert f".venv\\Scripts\\python -m booktools {command}" in section
    for target, command in (("book", "build"), ("serve", "serve"), ("test", "test")):
        recipe = re.search(rf"^{target}:.*\n\t(.+)", MAKEFILE, re.MULTILINE)[1]
        assert recipe.endswith(f"-m booktools {command}")


def test_licence_is_the_one_everything_names():
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert licence.startswith("MIT License") and "CC BY-SA 4.0" in licence
    assert "giấy phép MIT" in README and "CC BY-SA 4.0" in README
    assert 'license = "MIT"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert "license: MIT" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_readme_ends_in_english():
    last = README.split("\n## ")[-1]
    assert last.startswith("In English") and "make book" in last and "make test" in last


@pytest.mark.skipif(sys.platform == "win32", reason="there is no make on Windows")
def test_make_lists_its_commands_in_vietnamese():
    done = subprocess.run(["make", "-C", str(ROOT)], capture_output=True, check=True)
    shown = done.stdout.decode("utf-8")
    for target, description in targets().items():
        assert target in shown and description in shown


@pytest.mark.skipif(sys.platform == "win32", reason="there is no make on Windows")
def test_make_says_what_to_do_without_a_new_enough_python():
    done = subprocess.run(["make", "-C", str(ROOT), "book", "PYTHON=false"], capture_output=True)
    assert done.returncode != 0
    assert "Không tìm thấy Python 3.11 đến 3.14 ở false" in done.stderr.decode("utf-8")
