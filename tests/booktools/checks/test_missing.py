"""What a page shows may not hang on what the builder's machine lacks."""

import json
from pathlib import Path

import pytest
from nbformat import from_dict

from booktools.checks import missing

HEADER = "---\njupytext: {text_representation: {format_name: myst}}\nkernelspec: {name: python3}\n---\n"


@pytest.fixture
def book(tmp_path):
    for folder in ("book", "notebooks"):
        (tmp_path / folder).mkdir()
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: book/a\n", encoding="utf-8")
    (tmp_path / "_config.yml").write_text("{}", encoding="utf-8")
    write(tmp_path)
    return tmp_path


def write(book: Path, tags: str = "") -> None:
    """A page of two cells, the second in line 12."""
    cells = "".join(f"```{{code-cell}} ipython3\n{tags}{one}\n```\n\n" for one in ("x = 1", "print(x)"))
    (book / "book" / "a.md").write_text(f"{HEADER}\n# Tên\n\n{cells}", encoding="utf-8")


def stdout(text: str) -> dict:
    return {"output_type": "stream", "name": "stdout", "text": text}


def code(*outputs: dict) -> dict:
    return {"cell_type": "code", "source": "", "outputs": list(outputs)}


def found(book, monkeypatch, *outputs: dict) -> list[tuple[int, str]]:
    run = from_dict({"cells": [{"cell_type": "markdown"}, code(), code(*outputs)]})
    monkeypatch.setattr(missing.execute, "executed", lambda root: {"book/a": run})
    return [(problem.line, problem.message) for problem in missing.check(book)]


@pytest.mark.parametrize(
    "said",
    [
        "Máy này chưa có OpenCV (cv2), nên KHÔNG so được; hãy cài",
        "ModuleNotFoundError: No module named 'cv2'",
        "No module named torch",
        "torch         chưa cài",
        "torch: không được cài",
        "Chưa có torch, xem bản ghi",
        "gradio is not installed",
        "bash: git: command not found",
        "Không tải được dữ liệu",
    ],
)
def test_an_output_that_lacks_something_is_a_problem(book, monkeypatch, said):
    ((line, message),) = found(book, monkeypatch, stdout(f"một dòng\n{said}\n"))
    assert line == 12 and message.startswith("ô in ra ") and said[:20] in message


def test_errors_and_html_are_read_too(book, monkeypatch):
    error = {"output_type": "error", "ename": "ModuleNotFoundError", "evalue": "", "traceback": []}
    shown = {"output_type": "display_data", "data": {"text/html": "<p>Máy này chưa cài torch</p>"}}
    assert len(found(book, monkeypatch, error, shown)) == 2


@pytest.mark.parametrize(
    "said",
    [
        "thu-vien-bi-thieu: chưa cài, cần >=1.0",
        "chưa có điểm nào",
        "h   chỉ a1   bỏ qua",
        "cài được",
        "một gói không cài được bằng conda",
        "mạng chưa có ba nơ-ron",
    ],
)
def test_other_words_pass(book, monkeypatch, said):
    assert found(book, monkeypatch, stdout(said)) == []


def test_a_compared_cell_may_teach_the_error(book, monkeypatch):
    write(book, ":tags: [nbval-check-output]\n\n")
    assert found(book, monkeypatch, stdout("ModuleNotFoundError: No module named 'chao'")) == []


def test_without_a_build_the_notebooks_are_read(book):
    # one cell more than the page has: it installs the package
    cells = [
        code(),
        code(),
        code(stdout("chưa cài torch")),
    ]
    (book / "notebooks" / "a.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    assert [problem.line for problem in missing.check(book)] == [12]
