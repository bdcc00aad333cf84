"""A cell shows at most fifteen lines of code; folded cells and blank lines do not count."""

from pathlib import Path

import pytest

from booktools.checks import visible

LINES = [f"a{number} = {number}" for number in range(40)]


def found(tmp_path: Path, code: list[str], tags: str = "") -> list[tuple[str, int, str]]:
    (tmp_path / "book").mkdir(exist_ok=True)
    head = f":tags: [{tags}]\n" if tags else ""
    cell = "\n".join(["```{code-cell} ipython3", head + "\n".join(code), "```"])
    (tmp_path / "book" / "a.md").write_text(f"# A\n\n{cell}\n", encoding="utf-8")
    return [(problem.file, problem.line, problem.message) for problem in visible.check(tmp_path)]


def test_fifteen_lines_pass_and_sixteen_do_not(tmp_path):
    assert found(tmp_path, LINES[:15]) == []
    ((file, line, message),) = found(tmp_path, LINES[:16])
    assert (file, line) == ("book/a.md", 3)
    assert message == "ô code hiện 16 dòng; nhiều nhất 15: tách ô, hoặc gấp lại bằng tag hide-input"


def test_blank_lines_do_not_count_and_comments_do(tmp_path):
    assert found(tmp_path, [*LINES[:15], "", "   ", ""]) == []
    assert found(tmp_path, [*LINES[:15], "# chữ"])


@pytest.mark.parametrize("tag", ["hide-input", "remove-input", "hide-cell", "remove-cell"])
def test_folded_code_is_free(tmp_path, tag):
    assert found(tmp_path, LINES, f"nbval-check-output, {tag}") == []


@pytest.mark.parametrize("tag", ["hide-output", "remove-output", "nbval-check-output", "check-a"])
def test_other_tags_do_not_fold_it(tmp_path, tag):
    assert found(tmp_path, LINES, tag)


def test_every_line_of_a_cell_in_a_solution_counts(tmp_path):
    text = "```{solution-start} ex\n```\n\n```{code-cell} ipython3\n" + "\n".join(LINES[:16])
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "a.md").write_text(f"{text}\n```\n\n```{{solution-end}}\n```\n", encoding="utf-8")
    assert [problem.line for problem in visible.check(tmp_path)] == [4]
