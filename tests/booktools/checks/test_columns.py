"""A line of code is at most 72 columns wide, and the comment behind it stands two blanks away."""

from pathlib import Path

import pytest

from booktools.checks import columns

WIDE = "x" * 72


def found(tmp_path: Path, text: str) -> list[tuple[str, int, str]]:
    (tmp_path / "book").mkdir(exist_ok=True)
    (tmp_path / "book" / "a.md").write_text(text, encoding="utf-8")
    return [(problem.file, problem.line, problem.message) for problem in columns.check(tmp_path)]


def cell(*lines: str, tags: str = "") -> str:
    return "\n".join(["# A", "", "```{code-cell} ipython3", *([tags] if tags else []), *lines, "```"])


def test_seventy_two_columns_pass_and_seventy_three_do_not(tmp_path):
    assert found(tmp_path, cell(WIDE)) == []
    ((file, line, message),) = found(tmp_path, cell("a = 1", f"{WIDE}x"))
    assert (file, line) == ("book/a.md", 5)
    assert message.startswith("dòng code rộng 73 cột; nhiều nhất 72: chạy make format")


def test_marks_take_no_column(tmp_path):
    assert found(tmp_path, cell(f"{WIDE[:-1]}e\u0302\u0301")) == []


@pytest.mark.parametrize("tag", ["hide-input", "remove-input", "hide-cell", "remove-cell"])
def test_folded_code_may_be_wide_but_not_its_comments_far(tmp_path, tag):
    tags = f":tags: [{tag}]\n"
    assert found(tmp_path, cell(f"{WIDE}x", tags=tags)) == []
    assert [line for _, line, _ in found(tmp_path, cell("x = 1    # far", tags=tags))] == [6]


def test_listings_count_too(tmp_path):
    for fence in ("```console", "```", "```{code-block} text"):
        ((_, line, message),) = found(tmp_path, f"# A\n\n{fence}\n{WIDE}x\n```\n")
        assert line == 4 and "make format" not in message


def test_what_is_no_code_may_be_wide(tmp_path):
    assert found(tmp_path, f"# A\n\n```{{math}}\n{WIDE}x\n```\n\n{WIDE}x\n") == []


def test_a_comment_stands_two_blanks_behind_its_code(tmp_path):
    assert found(tmp_path, cell("a = 1  # one", "# alone", "b = '#   x'")) == []
    ((_, line, message),) = found(tmp_path, cell("a = 1", "b = 2   # two"))
    assert line == 5 and message == "comment đứng cách code 3 dấu cách; cần 2: chạy make format"


def test_comments_of_a_listing_may_be_aligned(tmp_path):
    assert found(tmp_path, "# A\n\n```console\ncd book     # into it\n```\n") == []


def test_no_page_is_spared(tmp_path):
    (tmp_path / "book").mkdir()
    names = ("errata.md", "ch02_a.md", "glossary.md")
    for name in names:
        (tmp_path / "book" / name).write_text(cell(f"{WIDE}x"), encoding="utf-8")
    assert {Path(problem.file).name for problem in columns.check(tmp_path)} == set(names)
