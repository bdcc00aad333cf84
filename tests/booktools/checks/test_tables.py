"""Rows behind a blank line are no table any more: they are told before a page prints them as they stand."""

import pytest

from booktools.checks import tables

WHOLE = "| a | b |\n|:--|--:|\n| 1 | 2 |\n"


@pytest.fixture
def lint(tmp_path):
    def run(text: str) -> list[str]:
        (tmp_path / "book").mkdir(exist_ok=True)
        (tmp_path / "book/a.md").write_text(text, encoding="utf-8")
        return [str(problem).split(": ")[0] for problem in tables.check(tmp_path)]

    return run


def test_rows_behind_a_blank_line_are_told(lint):
    assert lint(f"# A\n\n{WHOLE}\n| 3 | 4 |\n| 5 | 6 |\n") == ["book/a.md:7"]


def test_so_are_rows_without_a_head_also_inside_a_box(lint):
    assert lint("# A\n\n```{note}\nChữ.\n\n| 3 | 4 |\n```\n") == ["book/a.md:6"]


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        f"```{{note}}\n{WHOLE}```\n",
        "`a`\n\n```text\n| 3 | 4 |\n```\n",
        "| x | là trị tuyệt đối.\n",
    ],
)
def test_tables_listings_and_bars_in_prose_pass(lint, text):
    assert lint(f"# A\n\n{text}") == []
