"""What a writer gets wrong stops the book, and is named in Vietnamese with its file and line.

Some of it `booktools lint` sees in the sources (LINT). References are resolved by the build alone (BUILD),
where every warning is an error: tests/booktools/test_build.py.
"""

import os
from pathlib import Path

import pytest

from booktools.__main__ import lint

HEADER = """\
---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {display_name: Python 3, language: python, name: python3}
hocsau: {concepts: {layer: {at: s-1-1}}}
---
"""
GOALS = "```{admonition} Sau chương này, bạn làm được\n- một việc;\n```\n"
GLOSSARY = "# Thuật ngữ\n\n```{{glossary}}\nlayer\n  Tầng.{}\n\n  Không dùng: lớp ẩn.\n```\n"
OTHER = "# O\n\n(s-2)=\n## P\n"
CONFIG = "execute: {cache: _build/cache}\nparse: {myst_enable_extensions: [colon_fence, dollarmath]}\n"
QUIZ = """\
::::{quiz} Tự kiểm tra
:label: quiz-1

:::{question} choice
:id: mau

Màu gì?

- [ ] Xanh. => Không.
- [ ] Đỏ. => Cũng không.
:::
::::
"""
GUESS = ":::{guess} choice\n:id: a\n:covers: next\n\nMấy?\n\n- [x] 1 => Vì.\n- [ ] 2 => Vì.\n:::\n\nMột.\n"
CELL = "```{code-cell} ipython3\nexplore(\n    draw, lr=slider(0, 1, 0.1)\n)\n```\n"
SECTION, FIRST = 13, 30  # lines of the chapter: its first label, and where the text of a case starts
TWICE = "nhãn {!r} đã dùng ở {}; hãy đặt tên khác".format
# what is wrong: (the text, the line of it that is named, what is said)
LINT = {
    "a quiz without a right answer": (QUIZ, 4, "câu choice không có đáp án đúng: đánh dấu '- [x]'"),
    "a control without alt text": (CELL, 2, 'explore() thiếu alt="…" (mô tả hình cho người không nhìn thấy)'),
    "a figure without alt text": (
        "chữ\n\n```{figure} a.png\n:width: 300px\n\nChú thích.\n```\n",
        3,
        "{figure} thiếu :alt: (mô tả hình cho người không nhìn thấy)",
    ),
    "a picture without alt text": ("Xem ![](a.png).\n", 1, "hình thiếu mô tả: viết ![mô tả](đường-dẫn)"),
    "a label used twice": ("chữ\n\n(s-1-1)=\n### C\n", 3, TWICE("s-1-1", f"book/ch01_a.md:{SECTION}")),
    "a label of two directives": (
        "```{exercise} ★ A\n:label: ex-1\na\n```\n\n```{exercise} ★★ B\n:label: ex-1\nb\n```\n",
        7,
        TWICE("ex-1", f"book/ch01_a.md:{FIRST + 1}"),
    ),
    "a cell's figure named as a section": (
        '```{code-cell} ipython3\n---\nmystnb:\n  figure: {name: s-1-1, caption: "Hình."}\n---\n1\n```\n',
        1,
        TWICE("s-1-1", f"book/ch01_a.md:{SECTION}"),
    ),
    "two translations of a term": (
        "Tầng là layer.\n\nMột lớp ẩn.\n",
        3,
        "'lớp ẩn': sách gọi là 'layer' (book/glossary.md:7)",
    ),
}


@pytest.fixture
def linted(tmp_path: Path, capsys):
    """linted(text, goals) -> (exit code, lines that `booktools lint` prints) for a book of one chapter."""

    def run(text: str, goals: str = GOALS) -> tuple[int, list[str]]:
        (tmp_path / "book").mkdir()
        (tmp_path / "_config.yml").write_text(CONFIG, "utf-8")
        pages = "chapters: [{file: book/ch01_a}, {file: book/glossary}, {file: book/other}]\n"
        (tmp_path / "_toc.yml").write_text(f"format: jb-book\nroot: book/index\n{pages}", "utf-8")
        chapter = f"{HEADER}\n# A\n\n{goals}\n(s-1-1)=\n## B\n\nMột {{term}}`layer`.\n\n{GUESS}\n{text}"
        glossary = GLOSSARY.format(" Gặp lần đầu ở {numref}`s-1-1`.")
        others = {"index": "# Sách\n", "notation": "# Kí hiệu\n", "glossary": glossary, "other": OTHER}
        for name, page in others.items():
            (tmp_path / "book" / f"{name}.md").write_text(page, "utf-8")
        (tmp_path / "book" / "ch01_a.md").write_text(chapter, "utf-8")
        code = lint(tmp_path)
        return code, capsys.readouterr().out.splitlines()

    return run


def test_a_sound_chapter_passes(linted):
    assert linted(f"{QUIZ.replace('[ ] Xanh', '[x] Xanh')}\nTầng là layer.\n") == (
        0, ["Văn bản của sách không có lỗi."]
    )  # fmt: skip


@pytest.mark.parametrize("case", LINT)
def test_lint_names_the_file_and_the_line(linted, case):
    text, line, message = LINT[case]
    assert linted(text) == (1, [f"book/ch01_a.md:{FIRST + line - 1}: {message}", "1 lỗi."])


def test_lint_names_a_label_of_two_pages_at_the_second(linted):
    message = TWICE("s-2", f"book/ch01_a.md:{FIRST}")
    assert linted("(s-2)=\n### C\n") == (1, [f"book/other.md:3: {message}", "1 lỗi."])


def test_lint_names_a_chapter_without_goals(linted):
    message = "chương chưa nói mục tiêu: thêm {admonition} 'Sau chương này, bạn làm được'"
    assert linted("Chữ.\n", goals="") == (1, [f"book/ch01_a.md:1: {message}", "1 lỗi."])


SETTINGS = {"extensions": ["myst_nb", "booktools.sphinx.complaints"], "nitpicky": True}
EQUATION = "```{math}\n:label: e-1\na\n```\n"
NO_LABEL = "không có nhãn 'khong-co': gõ nhầm, hoặc chưa đặt (khong-co)= trước đề mục"
# (the text, which starts at line 3; the file and line that are named; what is said)
BUILD = [
    ("{ref}`khong-co`", "index.md:3", NO_LABEL),
    ("{numref}`khong-co`", "index.md:3", NO_LABEL),
    ("{eq}`khong-co`", "index.md:3", "không có công thức nào mang nhãn 'khong-co'"),
    ("{doc}`khong_co`", "index.md:3", "không có trang 'khong_co' (viết tên tệp không đuôi"),
    ("[b](#khong-co)", "index.md:3", "liên kết hỏng: không có tệp hay nhãn 'khong-co'"),
    ("[b](khong_co.md)", "index.md:3", "liên kết hỏng: không có tệp hay nhãn 'khong_co.md'"),
    ("[b](other.md#khong-co)", "index.md:3", "liên kết hỏng: trang other không có '#khong-co'"),
    ("[b](data/khong_co.csv)", "index.md:3", "liên kết hỏng: không có tệp hay nhãn 'data/khong_co.csv'"),
    ("{term}`tầng ẩn`", "index.md:3", "'tầng ẩn' chưa có trong book/glossary.md"),
    ("![mèo](khong_co.png)", "index.md:3", "không đọc được tệp hình khong_co.png"),
    ("{download}`khong_co.csv`", "index.md:3", "không đọc được tệp "),
    ("{khong_co}`a`", "index.md:3", "không có vai {khong_co}; gõ nhầm tên?"),
    ("```{khong_co}\na\n```", "index.md:3", "không có khối {khong_co}; gõ nhầm tên?"),
    (f"{EQUATION}\n{EQUATION}", "index.md:8", "hai công thức cùng nhãn 'e-1', kia ở index"),
    ("(a)=\n## B\n\n(a)=\n## C", "index.md:6", "nhãn 'a' dùng hai lần trong trang này"),
    ("(s-2)=\n## B", "other.md:4", "nhãn 's-2' dùng hai lần, chỗ kia ở "),
]


@pytest.mark.parametrize(("text", "place", "message"), BUILD, ids=[case[0] for case in BUILD])
def test_the_build_names_the_file_and_the_line(tmp_path, sphinx_build, text, place, message):
    pages = {
        "index.md": f"# A\n\n{text}\n\n```{{toctree}}\nother\nglossary\n```\n",
        "other.md": OTHER,
        "glossary.md": GLOSSARY.format(""),
    }
    said = sphinx_build(tmp_path, pages, **SETTINGS).splitlines()[0]
    assert said.removeprefix(f"{tmp_path}{os.sep}source{os.sep}").startswith(f"{place}: WARNING: {message}")


def test_a_sound_reference_is_no_warning(tmp_path, sphinx_build):
    text = "# A\n\n(s-1)=\n## B\n\n{ref}`s-1` {doc}`glossary` [b](#s-1) [c](glossary.md) {term}`layer`\n"
    pages = {"index.md": text + "\n```{toctree}\nglossary\n```\n", "glossary.md": GLOSSARY.format("")}
    assert sphinx_build(tmp_path, pages, **SETTINGS) == ""
