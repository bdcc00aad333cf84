"""The registry gathers every check: one broken line for each, all of them reported, sorted by place."""

import json
import unicodedata
from importlib import import_module
from pathlib import Path

from booktools import checks
from booktools.checks import Problem, run_all

GLOSSARY = (
    "# Thuật ngữ\n\n```{glossary}\nlayer\n  Tầng. Gặp lần đầu ở {doc}`A <a>`.\n\n  Không dùng: lớp ẩn.\n```\n"
)
FRONT = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

"""
CONFIG = (
    "execute: {cache: _build/.jupyter_cache}\nparse: {myst_enable_extensions: [colon_fence, dollarmath]}\n"
)
TOC = "format: jb-book\nroot: book/a\nchapters:\n- file: book/glossary\n- file: book/notation\n"
NOTATION = (
    "| | | | | |\n|---|---|---|---|---|\n"
    "| $a$ | số | | | {ref}`1 <one>` |\n| $b$ | số | | | {ref}`1 <one>` |\n"
)
TERM = "Chữ {term}`layer`.\n\n(one)=\n## Một\n\n$a$, $b$.\n\n"
BROKEN = {
    "text": unicodedata.normalize("NFD", "tiếng"),
    "tables": "| 1 | 2 |",
    "terms": "Một lớp ẩn.",
    "spelling": "mã hóa",
    "places": None,  # the page without its term
    "notation": "$q$",
    "chapters": "```{admonition} Sau chương này, bạn làm được\nnhiều việc\n```",
    "figures": "![](a.png)",
    "labels": "(a)=\n(a)=\n### B",
    "quizzes": "::::{quiz}\n:label: a\n::::",
    "stations": "*Chỗ nghỉ: bạn đã xong phần một.*",
    "levels": "```{exercise} Cộng\n:label: e\n\nTính.\n```",
    "guesses": ":::{guess} choice\n:id: a\n\nSao?\n:::",
    "tags": "```{code-cell} ipython3\n:tags: [lạ]\n\n1\n```",
    "missing": "```{code-cell}\nimport torch\n```",
    "redrawn": "```{code-cell}\nx = 1\nexplore(lambda k: x)\n```\n\n```{code-cell}\nx = 2\n```",
    "equations": "```{math}\na = b\n```",
    "numbers": "Đúng 97.3 %.",
    "visible": "```{code-cell}\n" + "x = 1\n" * 16 + "```",
    "columns": "```{code-cell}\nx = 1   # one\n```",
    "clocks": "```{code-cell}\nspent = perf_counter()\nassert spent < 1\n```",
}


def book(root: Path, body: str) -> None:
    for folder in ("book", "notebooks"):
        (root / folder).mkdir(exist_ok=True)
    lacking = {"output_type": "stream", "text": "Máy này chưa cài torch"}
    ran = {"cell_type": "code", "outputs": [lacking] if "import torch" in body else []}
    (root / "notebooks" / "a.ipynb").write_text(json.dumps({"cells": [ran]}), encoding="utf-8")
    (root / "_config.yml").write_text(CONFIG, encoding="utf-8")
    (root / "_toc.yml").write_text(TOC, encoding="utf-8")
    (root / "book" / "glossary.md").write_text(GLOSSARY, encoding="utf-8")
    (root / "book" / "notation.md").write_text(NOTATION, encoding="utf-8")
    (root / "book" / "a.md").write_text(FRONT + "# A\n\n" + body, encoding="utf-8")


def test_a_sound_book_has_no_problem(tmp_path):
    book(tmp_path, TERM)
    assert run_all(tmp_path) == []


def test_every_check_is_listed_and_every_one_reports(tmp_path):
    modules = {path.stem for path in Path(checks.__file__).parent.glob("*.py")}
    with_check = {name for name in modules if hasattr(import_module(f"booktools.checks.{name}"), "check")}
    assert set(checks.MODULES) == with_check <= set(BROKEN)
    for name in checks.MODULES:
        broken = BROKEN[name]
        book(tmp_path, f"{TERM}{broken}\n" if broken else TERM.replace("{term}", ""))
        problems = run_all(tmp_path)
        assert problems and all(isinstance(problem, Problem) for problem in problems), name
        assert {str(problem.file) for problem in problems} == {"book/a.md" if broken else "book/glossary.md"}
        assert not broken or all(problem.line >= 15 for problem in problems), (name, problems)


def test_problems_come_by_file_and_line_once(tmp_path):
    book(tmp_path, TERM.replace("{term}", "") + "\n\n".join(filter(None, BROKEN.values())) + "\n")
    problems = run_all(tmp_path)
    places = [(str(problem.file), problem.line) for problem in problems]
    assert places == sorted(places) and len({file for file, _ in places}) == 2
    assert len(set(problems)) == len(problems) >= len(checks.MODULES)
