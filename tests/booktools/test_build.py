"""The build on a small book of its own: what is reused, what is run again, what is reported."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from booktools import execute
from booktools.build import State, build

HEADER = """\
---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {display_name: Python 3, language: python, name: python3}
---

"""
ROOT = Path(__file__).resolve().parents[2]
EXCLUDED = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["exclude_patterns"]
CONFIG = f"""\
title: Sách thử
only_build_toc_files: true
exclude_patterns: {json.dumps(EXCLUDED)}
execute: {{execute_notebooks: cache, cache: _build/.jupyter_cache, timeout: 60, allow_errors: false}}
parse: {{myst_enable_extensions: [colon_fence]}}
sphinx: {{config: {{language: vi}}}}
"""
# Each run leaves a mark in a file, so that a second run, by us or by myst-nb, is seen.
CHAPTER = """\
# {title}

(s-{name})=
## Mục

```{{code-cell}} ipython3
import os
if False:
    from hocsau.used import something
with open("runs_{name}.txt", "a") as marks:
    marks.write("x")
print("kết quả", 6 * 7, os.environ["HOCSAU_STATIC"], os.environ["HOCSAU_PROFILE"])
```
"""


def write_book(root: Path, chapters: dict[str, str]) -> None:
    (root / "book").mkdir(parents=True, exist_ok=True)
    package = root / "code" / "hocsau"
    package.mkdir(parents=True, exist_ok=True)
    (root / "code" / "booktools").mkdir(exist_ok=True)
    for name in ("__init__", "used", "unused"):
        (package / f"{name}.py").touch()
    # Tools leave such files (pytest, ruff, Jupyter); only_build_toc_files does not see hidden folders.
    for folder in (".pytest_cache", ".venv/lib", "notebooks"):
        (root / folder).mkdir(parents=True, exist_ok=True)
        (root / folder / "README.md").write_text("# Không thuộc về sách\n", encoding="utf-8")
    (root / "_config.yml").write_text(CONFIG, encoding="utf-8")
    toc = "format: jb-book\nroot: book/index\nchapters:\n"
    (root / "_toc.yml").write_text(toc + "".join(f"  - file: book/{name}\n" for name in chapters))
    (root / "book" / "index.md").write_text("# Trang đầu\n", encoding="utf-8")
    for name, text in chapters.items():
        (root / "book" / f"{name}.md").write_text(text, encoding="utf-8")


def chapter(name: str, title: str = "Chương") -> str:
    return HEADER + CHAPTER.format(name=name, title=title)


def runs(root: Path, name: str) -> int:
    return len((root / "book" / f"runs_{name}.txt").read_text())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sách có dấu")  # a path with a space and diacritics
    write_book(root, {"a": chapter("a"), "b": chapter("b", "Chương hai")})
    assert build(root) == 0
    return root


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    """A copy of the built book in the same state; Sphinx's own files hold absolute paths, so put in place."""
    backup = tmp_path / "backup"
    shutil.copytree(built, backup)
    yield built
    shutil.rmtree(built)
    shutil.copytree(backup, built)


def page(root: Path, name: str) -> Path:
    return root / "_build" / "html" / "book" / f"{name}.html"


def test_first_build_runs_each_notebook_once(built: Path):
    assert "kết quả 42 1 small" in page(built, "a").read_text(encoding="utf-8")
    assert runs(built, "a") == runs(built, "b") == 1


def test_unchanged_build_runs_and_writes_nothing(root: Path, capsys):
    before = {path: path.stat().st_mtime_ns for path in (root / "_build" / "html").rglob("*.html")}
    assert build(root) == 0
    assert "chạy 0, dùng lại 2" in capsys.readouterr().out
    assert runs(root, "a") == 1
    assert before == {path: path.stat().st_mtime_ns for path in (root / "_build" / "html").rglob("*.html")}


def test_edited_chapter_alone_runs_again_and_its_title_shows_elsewhere(root: Path):
    text = chapter("b", "Tên khác").replace("6 * 7", "6 * 8")
    (root / "book" / "b.md").write_text(text, encoding="utf-8")
    assert build(root) == 0
    assert (runs(root, "a"), runs(root, "b")) == (1, 2)
    assert "kết quả 48" in page(root, "b").read_text(encoding="utf-8")
    assert "Tên khác" in page(root, "a").read_text(encoding="utf-8")


def test_changed_module_reruns_those_that_import_it(root: Path, capsys):
    (root / "code" / "hocsau" / "unused.py").write_text("x = 1")
    store = State(root / "_build" / "booktools.json").notebooks
    assert execute.fill(root, store).ran == {}
    (root / "code" / "hocsau" / "used.py").write_text("something = 1")
    assert build(root) == 0
    assert runs(root, "a") == runs(root, "b") == 2


def test_removed_chapter_leaves_no_page(root: Path):
    write_book(root, {"a": chapter("a")})
    (root / "book" / "b.md").unlink()
    assert build(root) == 0
    assert page(root, "a").exists() and not page(root, "b").exists()
    assert not (root / "_build" / "html" / "_sources" / "book" / "b.md").exists()


def test_warnings_fail_the_build_every_time_and_so_does_a_label_that_goes_away(root: Path):
    text = chapter("a") + "\n{ref}`không-có`\n\n```{nosuchdirective}\n```\n"
    (root / "book" / "a.md").write_text(text, encoding="utf-8")
    assert build(root) == 1
    assert build(root) == 1, "the second run must see the warning too"
    (root / "book" / "a.md").write_text(chapter("a") + "\n{ref}`s-b`\n", encoding="utf-8")
    assert build(root) == 0
    assert runs(root, "a") == 1
    (root / "book" / "b.md").write_text(chapter("b").replace("(s-b)=\n", ""), encoding="utf-8")
    assert build(root) == 1, "the page that uses the label is unchanged"


def test_failing_cell_is_named(root: Path, capsys):
    bad = "\n```{code-cell} ipython3\nngưỡng = 0\n1 / ngưỡng\n```\n"
    (root / "book" / "a.md").write_text(chapter("a") + bad, encoding="utf-8")
    assert build(root) == 1
    shown = capsys.readouterr().err
    line = (chapter("a") + bad).splitlines().index("ngưỡng = 0") + 1
    assert f"book/a.md:{line}: ô code thứ 2" in shown
    assert "  | 1 / ngưỡng" in shown and "ZeroDivisionError" in shown
    assert "\x1b" not in shown
    assert build(root) == 1, "a failure is not remembered as a result"


def test_slow_cell_and_dead_kernel_are_explained(tmp_path: Path):
    cells = {"slow": "import time\ntime.sleep(60)", "dead": "import os\nos._exit(1)"}
    text = {name: HEADER + f"# A\n\n```{{code-cell}} ipython3\n{code}\n```\n" for name, code in cells.items()}
    write_book(tmp_path, text)
    config = CONFIG.replace("timeout: 60", "timeout: 2")
    (tmp_path / "_config.yml").write_text(config, encoding="utf-8")
    failures = {failure.document: failure for failure in execute.fill(tmp_path, {}).failures}
    assert "quá 2 giây" in failures["book/slow.md"].traceback
    assert "Kernel chết" in failures["book/dead.md"].traceback


def test_shell_settings_do_not_reach_the_kernels(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "Agg")
    code = "import matplotlib.pyplot as plt\nplt.plot([1, 2]);"
    write_book(tmp_path, {"a": HEADER + f"# A\n\n```{{code-cell}} ipython3\n{code}\n```\n"})
    before = dict(os.environ)
    report = execute.fill(tmp_path, {})
    assert not report.failures and dict(os.environ) == before
    cached = next((tmp_path / "_build" / ".jupyter_cache" / "executed").glob("*/base.ipynb"))
    outputs = json.loads(cached.read_text(encoding="utf-8"))["cells"][0]["outputs"]
    assert any("image/png" in output.get("data", {}) for output in outputs)


def test_missing_page_is_named_and_damaged_state_is_no_obstacle(tmp_path: Path, capsys):
    write_book(tmp_path, {"a": chapter("a")})
    (tmp_path / "book" / "a.md").unlink()
    assert build(tmp_path) == 1
    assert "book/a" in capsys.readouterr().err
    for content in ("", "[]", "{", '{"notebooks": {}}'):
        (tmp_path / "state.json").write_text(content)
        assert State(tmp_path / "state.json").notebooks == {}


def test_command_line_is_utf8_on_any_console():
    environment = os.environ | {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-m", "booktools", "--help"], env=environment, capture_output=True, check=True
    )
    assert "dựng và kiểm tra sách" in done.stdout.decode("utf-8")
