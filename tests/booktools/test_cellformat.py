"""`make format` of the cells: what it mends, what it leaves alone, and that a second time changes nothing."""

import textwrap
from pathlib import Path

import pytest

from booktools import cellformat
from booktools.checks import columns

LONG = "a_very_long_name_indeed"


def formatted(code: str) -> str:
    code = textwrap.dedent(code).strip("\n")
    new = cellformat.cell(code)
    assert cellformat.cell(new) == new
    return new


def expected(code: str) -> str:
    return textwrap.dedent(code).strip("\n")


def test_what_fits_stays_as_its_author_laid_it_out():
    code = "A = np.array([[ 2, -5],\n              [ 4,  2]])\nx = 'one'\nplot(x**2, y [1]);"
    assert formatted(code) == code


def test_a_comment_moves_next_to_its_code_or_above_it():
    far = f"{LONG} = 1{' ' * 30}# one"
    assert formatted(far) == f"{LONG} = 1  # one"
    assert formatted(f"if x:\n    {LONG} = {LONG}   # said at some length of the line") == (
        f"if x:\n    # said at some length of the line\n    {LONG} = {LONG}"
    )


def test_a_comment_on_the_last_line_of_a_call_moves_above_the_whole():
    code = f"y = foo({LONG},\n        {LONG})  # a comment that is said of the statement"
    assert formatted(code) == f"# a comment that is said of the statement\ny = foo({LONG},\n        {LONG})"


def test_a_comment_of_an_item_stays_with_it():
    code = f'd = {{\n    "one": 1,    # short\n    "two": {LONG},  # said of the second alone, at length\n}}'
    assert formatted(code) == expected(f"""
        d = {{
            "one": 1,  # short
            # said of the second alone, at length
            "two": {LONG},
        }}
    """)


def test_a_comment_alone_is_wrapped_with_its_indent():
    code = f"if x:\n    # {'word ' * 20}\n    pass"
    first, one, two, last = formatted(code).split("\n")
    assert one.startswith("    # word") and two.startswith("    # word") and max(len(one), len(two)) <= 72


def test_a_wide_line_is_laid_out_and_its_neighbours_are_not():
    code = f"A = [[1,  2],\n     [3,  4]]\ny = foo('one', {LONG}, {LONG}, {LONG})\nb = A [0]"
    assert formatted(code) == expected(f"""
        A = [[1,  2],
             [3,  4]]
        y = foo(
            'one', {LONG}, {LONG}, {LONG}
        )
        b = A [0]
    """).replace(f"'one', {LONG}, {LONG}, {LONG}", f"'one',\n    {LONG},\n    {LONG},\n    {LONG},")


def test_the_semicolon_that_keeps_a_cell_silent_stays():
    assert formatted(f"plot({LONG}, {LONG}, {LONG}, {LONG});").endswith(");")


def test_what_a_machine_cannot_shorten_stays_for_the_author():
    code = f'print(\n    "{"chữ " * 30}"\n)'
    assert formatted(code) == code


@pytest.mark.parametrize("code", [f"%matplotlib inline\n{LONG * 4}   # x", f"x = ({LONG * 4}   # x"])
def test_magics_and_broken_code_are_left_alone(code):
    assert cellformat.cell(code) == code


def test_pages_keep_everything_around_their_cells(tmp_path: Path, capsys):
    (tmp_path / "book").mkdir()
    code = f"  a = 1       # one\n\n  f({LONG}, {LONG}, {LONG})"
    inner = f"  ```{{code-cell}} ipython3\n  :tags: [hide-input]\n\n{code}\n  ```"
    text = f"# A\n\n- list\n\n{inner}\n\n```python\nb = 2       # a listing\n```\n"
    (tmp_path / "book" / "a.md").write_text(text, encoding="utf-8")
    (tmp_path / "book" / "b.md").write_text("# B\n", encoding="utf-8")
    assert columns.check(tmp_path)
    assert cellformat.run(tmp_path) == 0
    assert capsys.readouterr().out == "đã định dạng lại các ô code: book/a.md\n"
    new = (tmp_path / "book" / "a.md").read_text(encoding="utf-8")
    assert new == text.replace("a = 1       # one", "a = 1  # one").replace(
        f"  f({LONG}, {LONG}, {LONG})", f"  f(\n      {LONG},\n      {LONG},\n      {LONG},\n  )"
    )
    assert columns.check(tmp_path) == []
    assert cellformat.run(tmp_path) == 0 and capsys.readouterr().out == ""
