"""The ten-minute walks of CONTRIBUTING.md, walked: its snippets go where it says, in a copy of the book."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from booktools.checks import run_all
from booktools.checks.terms import alphabetical, entries
from booktools.katex import node_binary
from booktools.source.cells import cells

ROOT = Path(__file__).resolve().parents[1]
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
STEP = re.compile(
    r"^(?P<how>Tạo|Thêm vào) `(?P<file>[^`]+)`(?P<where>[^\n]*):\n\n"
    r"(?P<fence>`{3,})\w+\n(?P<text>.*?\n)(?P=fence)\n",
    re.DOTALL | re.MULTILINE,
)
LINE = re.compile(r", ngay (?P<side>trước|sau) dòng `(?P<line>.+)`$")


def walks() -> dict[str, list[re.Match[str]]]:
    """The steps of each walk."""
    section = CONTRIBUTING.split("## Trong mười phút\n", 1)[1].split("\n## Văn phong\n")[0]
    _, *parts = re.split(r"^### (Thêm một .+)$", section, flags=re.MULTILINE)
    return {title: list(STEP.finditer(text)) for title, text in zip(parts[::2], parts[1::2], strict=True)}


def take(step: re.Match[str], root: Path) -> None:
    """Do what a step says."""
    path = root / step["file"]
    if step["how"] == "Tạo":
        assert not path.exists(), f"{step['file']} is in the book already"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(step["text"], encoding="utf-8")
        return
    old = path.read_text(encoding="utf-8")
    path.write_text(added(old, step["where"], step["text"]), encoding="utf-8")


def added(old: str, where: str, text: str) -> str:
    if where == ", ở cuối tệp":
        return old + text
    lines = old.splitlines(keepends=True)
    if where == ", đúng chỗ theo thứ tự chữ cái":
        name = alphabetical(text.split("\n")[0])
        at = next(entry.line for entry in entries(old) if alphabetical(entry.names[0]) > name) - 1
    else:
        match = LINE.match(where)
        at = [line.strip() for line in lines].index(match["line"]) + (match["side"] == "sau")
    return "".join([*lines[:at], text, *lines[at:]])


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """The sources of the book, with every walk done."""
    root = tmp_path_factory.mktemp("project")
    for folder in ("book", "code/hocsau", "data"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__", "_static"))
    for file in ("_toc.yml", "_config.yml", "pyproject.toml"):
        shutil.copy(ROOT / file, root / file)
    found = walks()
    assert {title: len(steps) for title, steps in found.items()} == {
        "Thêm một chương": 3, "Thêm một bài tập có máy chấm": 3, "Thêm một bộ dữ liệu nhỏ": 3,
        "Thêm một tầng": 6, "Thêm một mạng": 5, "Thêm một lần chạy được ghi lại": 4, "Thêm một hình sống": 4,
    }  # fmt: skip
    for step in (step for steps in found.values() for step in steps):
        take(step, root)
    run(root, "-m", "hocsau", "train", "boiling", "--full")
    return root


def run(root: Path, *arguments: str) -> str:
    environment = os.environ | {
        "PYTHONPATH": str(root / "code"),
        "PYTHONUTF8": "1",
        "MPLBACKEND": "agg",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    done = subprocess.run(
        [sys.executable, *arguments], cwd=root, env=environment, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_lint_is_content(copy):
    assert [str(problem) for problem in run_all(copy)] == []


def test_the_chapter_runs_and_its_exercise_is_graded(copy):
    page = (copy / "book/ch99_boiling.md").read_text(encoding="utf-8")
    shown = run(copy, "-c", "\n".join(cell.code for cell in cells(page)))
    assert "Đà Lạt, 1500 m: 95 độ" in shown and "Đúng rồi" in shown and "89.5 độ" in shown
    assert "R² = 1.000; lên cao 300 m, giảm 1.00 độ" in shown


def test_their_own_tests_pass(copy):
    assert "9 passed" in run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests")


def test_the_data_set_loads(copy):
    code = "from hocsau.data import load; data = load('boiling').train; print(data.x.shape, data.y)"
    assert run(copy, "-c", code).strip() == "(4, 1) [100.  99.  95.  90.]"


def test_the_layer_s_gradient_is_checked_with_the_others(copy):
    assert re.search(r"^.*\bSwish\b.*$", run(copy, "-m", "hocsau", "gradcheck"), re.MULTILINE)


def test_the_run_is_recorded_with_how_it_was_made(copy):
    record = json.loads((copy / "book/results/boiling.json").read_text(encoding="utf-8"))
    assert record["command"] == "hocsau train boiling --full"
    assert record["scores"]["r2"] > 0.999


def test_the_picture_says_the_same_in_the_page_and_in_the_notebook(copy):
    script = (
        "global.window = {}; process.argv.slice(1).forEach(path => require(path));"
        "const say = window.hocsauLive.boiling.reading;"
        "const heights = Array.from({length: 21}, (_, i) => 150 * i);"
        "console.log(JSON.stringify(heights.map(h => say(h, {metres: 300}))))"
    )
    files = [str(copy / "book/live" / name) for name in ("parts.js", "boiling.js")]
    command = [node_binary(), "-e", script, *files]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    code = (
        "import json; from hocsau.live import boiling;"
        "print(json.dumps([boiling.draw(height)[1] for height in range(0, 3001, 150)]))"
    )
    assert json.loads(run(copy, "-c", code)) == json.loads(done.stdout)


def test_the_snippets_are_in_the_style_of_the_project(copy):
    files = {step["file"] for steps in walks().values() for step in steps}
    made = [str(copy / file) for file in files if file.endswith(".py")]
    assert len(made) == 17
    run(copy, "-m", "ruff", "check", "--no-cache", *made)
    run(copy, "-m", "ruff", "format", "--check", "--no-cache", *made)
