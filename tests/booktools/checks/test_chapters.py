"""Every chapter says its goals and what it teaches."""

from pathlib import Path

import pytest

from booktools.checks import chapters

ROOT = Path(__file__).resolve().parents[3]
FRONT = "---\nhocsau:\n  concepts:\n    đạo hàm: {at: s-1-1}\n---\n"
GOALS = "```{admonition} Sau chương này, bạn làm được\n- một việc;\n```\n"
GLOSSARY = "# Thuật ngữ\n\n```{glossary}\nđạo hàm\n  Độ dốc.\n```\n"


def book(tmp_path: Path, text: str, name: str = "ch01_a") -> list[str]:
    (tmp_path / "book").mkdir()
    (tmp_path / "_toc.yml").write_text(
        f"format: jb-book\nroot: index\nchapters:\n- file: book/{name}\n", "utf-8"
    )
    (tmp_path / f"book/{name}.md").write_text(text, "utf-8")
    (tmp_path / "book/glossary.md").write_text(GLOSSARY, "utf-8")
    return [str(problem) for problem in chapters.check(tmp_path)]


def test_a_whole_chapter_passes(tmp_path):
    assert book(tmp_path, f"{FRONT}# A\n\n{GOALS}\n(s-1-1)=\n## B\n") == []


def test_a_lab_need_not_teach_concepts(tmp_path):
    assert book(tmp_path, f"# A\n\n{GOALS.replace('chương', 'bài')}", "ch01_lab_x") == []


WRONG = {
    "empty goals": (
        f"{FRONT}# A\n\n{GOALS.replace('- một việc;', 'nhiều việc')}\n(s-1-1)=\n## B\n",
        "book/ch01_a.md:8: phần mục tiêu chưa có dòng nào",
    ),
    "no concepts": (f"# A\n\n{GOALS}", "book/ch01_a.md:1: chương chưa kể nó dạy khái niệm nào"),
    "no term": (
        f"{FRONT.replace('đạo hàm', 'vi phân')}# A\n\n{GOALS}\n(s-1-1)=\n## B\n",
        "book/ch01_a.md:4: khái niệm 'vi phân' chưa có trong book/glossary.md",
    ),
}


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG)
def test_what_is_missing_is_named_with_file_and_line(tmp_path, text, message):
    (problem,) = book(tmp_path, text)
    assert problem.startswith(message)


def test_the_book_itself_passes():
    assert chapters.check(ROOT) == []
