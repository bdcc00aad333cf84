"""Letters and signs of formulas stand in the tables of notation.md, with the section that uses them first."""

import pytest

from booktools.checks import notation

TABLE = """\
# Kí hiệu

| Kí hiệu | Đọc là | Cỡ | Trong code | Từ mục |
|---|---|---|---|---|
| $x, y$ | số | số | `x` | {ref}`3.1 <s-3-1>` |
| $\\hat y_i$ | lời đoán | số | `y_hat` | {ref}`3.2 <s-3-2>` |
| $\\eta$ | learning rate | số | `lr` | {ref}`3.2 <s-3-2>` |
"""
PAGE = """\
# Ba

Mục tiêu: hiểu $\\eta$.

(s-3-1)=
## Một

Số $x$ và $y$, không phải `$q$` hay $\\text{số}$.

(s-3-2)=
## Hai

Đoán $\\hat y_i$.

### Con

```{math}
:class: definition
x \\leftarrow x - \\eta \\, \\hat{y}
```
"""


@pytest.fixture
def lint(tmp_path):
    def run(page: str = PAGE, table: str = TABLE + "| $x \\leftarrow y$ | gán | | | {ref}`3.2 <s-3-2>` |\n"):
        (tmp_path / "book").mkdir(exist_ok=True)
        (tmp_path / "_toc.yml").write_text(
            "format: jb-book\nroot: book/ch03_a\nchapters:\n- file: book/notation\n", encoding="utf-8"
        )
        (tmp_path / "book/ch03_a.md").write_text(page, encoding="utf-8")
        (tmp_path / "book/notation.md").write_text(table, encoding="utf-8")
        return [str(problem) for problem in notation.check(tmp_path)]

    return run


def test_a_page_whose_symbols_all_have_a_row_passes(lint):
    assert lint() == []


@pytest.mark.parametrize(
    ("formula", "symbol"),
    [
        ("$q$", "q"),
        ("$x_q$", "q"),
        ("$\\hat x$", "\\hat x"),
        ("$\\hat{x}$", "\\hat x"),
        ("$\\bar y$", "\\bar y"),
        ("$\\mathbf 1$", "\\mathbf 1"),
        ("$\\frac{x}{\\xi}$", "\\xi"),
        ("$x \\otimes y$", "\\otimes"),
        ("```{math}\n:class: definition\nx = \\rho\n```", "\\rho"),
        ("```{note}\nSố $q$.\n```", "q"),
        ("| $q$ |", "q"),
    ],
)
def test_a_symbol_without_a_row_is_told_by_page_and_line(lint, formula, symbol):
    (found,) = lint(PAGE + "\n" + formula + "\n")
    assert found.startswith("book/ch03_a.md:2")
    assert f"kí hiệu ${symbol}$ chưa có trong bảng của book/notation.md" in found


@pytest.mark.parametrize(
    "text",
    [
        "`$q$`",
        "```python\nq = '$q$'\n```",
        "<!-- $q$ -->",
        "$\\text{giới hạn}$, $\\mathrm{sum}(x)$",
        "giá 5\\$ q\\$",
    ],
)
def test_code_comments_and_words_hold_no_symbol(lint, text):
    assert lint(PAGE + "\n" + text + "\n") == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("| $x$ | số | | | |", "ô cuối phải dẫn tới mục đầu tiên dùng kí hiệu"),
        ("| $x$ | số | | | {ref}`9.9 <s-9-9>` |", "có 's-9-9'"),
        ("| $\\rho$ | rô | số | | {ref}`3.1 <s-3-1>` |", "mục s-3-1 không dùng $\\rho$"),
        ("| $q, r$ | hai số | số | | {ref}`3.1 <s-3-1>` |", "mục s-3-1 không dùng $q$, $r$"),
    ],
)
def test_a_row_that_names_a_wrong_section_is_told(lint, row, message):
    (found,) = lint(table=TABLE + "| $x \\leftarrow y$ | gán | | | {ref}`3.2 <s-3-2>` |\n" + row + "\n")
    assert found.startswith("book/notation.md:9: ") and message in found


def test_a_sign_used_before_the_section_that_its_row_names_is_told(lint):
    early = PAGE.replace("Số $x$", "Số $\\eta$, $x$")
    assert lint(early) == [
        "book/notation.md:7: $\\eta$ đã được dùng trước mục s-3-2, ở book/ch03_a.md:8",
    ]


def test_without_a_table_the_check_does_not_pass_silently(tmp_path):
    assert [str(one) for one in notation.check(tmp_path)] == ["book/notation.md:1: không thấy bảng kí hiệu"]
