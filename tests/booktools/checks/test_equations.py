"""An equation that nothing vouches for is found however it is written; code and inline ones are free."""

import ast
from pathlib import Path

import pytest

from booktools.checks.equations import check, has_check

CELL = "```{{code-cell}} ipython3\n:tags: [hide-input, check-area]\n{}\n```\n"
GOOD_CELL = CELL.format("assert width * height == 12")
TIED = "```{math}\n:label: eq-a\n:class: check-area\nS = ab\n```\n"


def problems(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    (tmp_path / "book").mkdir(exist_ok=True)
    (tmp_path / "book" / "ch01_a.md").write_text("# Thử\n\n" + text, encoding="utf-8")
    found = check(tmp_path)
    assert all(problem.file == "book/ch01_a.md" for problem in found)
    return [(problem.line, problem.message) for problem in found]


GOOD = {
    "a definition": "```{math}\n:class: definition\na = b\n```",
    "a definition with a label": "```{math}\n:label: eq-a\n:class: wide definition\na = b\n```",
    "a checked one": TIED + GOOD_CELL,
    "the cell may come first": GOOD_CELL + TIED,
    "a YAML header": TIED + "```{code-cell} ipython3\n---\ntags: [check-area]\n---\nassert width == 3\n```",
    "inside an admonition": "::::{note}\n```{math}\n:class: definition\na\n```\n::::",
    "in a list": "- một\n\n  ```{math}\n  :class: definition\n  a\n  ```",
    "in a quotation": "> ```{math}\n> :class: definition\n> a\n> ```",
    "inline": "Khi $a_{[1]} = \\begin{bmatrix} 1 \\end{bmatrix}$\nthì {math}`b = 2`, giá \\$5.",
    "two lines of inline": "Với $a +\nb$ và $c$.",
    "code": "```python\nx = '$$ a $$'\n\\[ a \\]\n```\n\n`$$` và ``\\[``",
    "a code cell": "```{code-cell} ipython3\ns = '''\n$$\na\n$$\n\\\\begin{align}\n'''\n```",
    "a comment": "% $$ a $$\n\n<!-- \\[ a \\] -->",
    "front matter": "chữ",
}


@pytest.mark.parametrize("name", GOOD)
def test_what_is_vouched_for_passes(tmp_path, name):
    assert problems(tmp_path, GOOD[name]) == []


BAD = {
    "no class": ("chữ\n\n```{math}\n:label: eq-a\na = b\n```", 5, "chưa có gì bảo đảm"),
    "another class": ("```{math}\n:class: wide\na = b\n```", 3, "chưa có gì bảo đảm"),
    "colons": (":::{math}\na = b\n:::", 3, "chưa có gì bảo đảm"),
    "capitals": ("```{MATH}\na = b\n```", 3, "chưa có gì bảo đảm"),
    "inside an admonition": ("::::{note}\nchữ\n```{math}\na\n```\n::::", 5, "chưa có gì bảo đảm"),
    "no such cell": (TIED, 3, "không có ô code nào"),
    "a cell of another tag": (TIED + GOOD_CELL.replace("check-area", "check-areas"), 3, "không có ô code"),
    "a cell that checks nothing": (TIED + CELL.format("print(width)"), 3, "không kiểm gì"),
    "an assert in a comment": (TIED + CELL.format("# assert a"), 3, "không kiểm gì"),
    "a tag in a text": (TIED + "`check-area` assert", 3, "không có ô code"),
    "a name in capitals": (TIED.replace("check-area", "check-Area"), 3, "không hợp lệ"),
    "dollars": ("chữ\n\n$$\na = b\n$$", 5, "không dùng $$"),
    "dollars in a line": ("chữ $$a = b$$ chữ", 3, "không dùng $$"),
    "dollars after inline": ("Với $a$ và\n$$b$$", 4, "không dùng $$"),
    "dollars in a list": ("- một\n\n  $$\n  a\n  $$", 5, "không dùng $$"),
    "brackets": ("\\[ a = b \\]", 3, "không dùng \\["),
    "amsmath": ("\\begin{align*}\na &= b\n\\end{align*}", 3, "không dùng \\begin{align*}"),
    "in a list": ("- một\n\n  ```{math}\n  a\n  ```", 5, "chưa có gì bảo đảm"),
    "in a quotation": ("> ```{math}\n> a\n> ```", 3, "chưa có gì bảo đảm"),
    "reStructuredText": ("```{eval-rst}\n.. math:: a\n```", 3, "eval-rst"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_not_is_found_at_its_line(tmp_path, name):
    text, line, message = BAD[name]
    found = problems(tmp_path, text)
    assert len(found) == 1, found
    assert found[0][0] == line and message in found[0][1]


def test_a_cell_of_another_page_does_not_count(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "b.md").write_text("# B\n\n" + GOOD_CELL, encoding="utf-8")
    assert problems(tmp_path, TIED)


@pytest.mark.parametrize(
    ("code", "checks"),
    [
        ("assert a == b", True),
        ("for a in b:\n    assert a", True),
        ("check_gradient(f, x)", True),
        ("tools.check_area(3)", True),
        ("np.testing.assert_allclose(a, b)", True),
        ("d = Derivation('f', a)\nd.step(b)", True),
        ("Derivation('f', a).check_gradient()", True),
        ("Derivation('f', a)", False),
        ("d.step(b)", False),
        ("assert True", False),
        ("assert (a == b, 'luôn đúng')", False),
        ("def check_area():\n    assert a", False),
        ("f = lambda: check_area()", False),
        ("print('assert a')", False),
        ("checked = 1", False),
    ],
)
def test_which_code_can_fail(code, checks):
    assert has_check(ast.parse(code)) is checks


def test_the_book_itself():
    root = Path(__file__).parents[3]
    assert (root / "book").is_dir() and check(root) == []
