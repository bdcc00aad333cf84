"""Prose keeps its lines and columns; code, formulas, addresses and comments are blank."""

import pytest

from booktools.source.prose import prose, strings


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Một `mã` và $x$ hết", "Một      và     hết"),
        ("xem [chữ](http://a.b) nhé", "xem [chữ](          ) nhé"),
        ("{term}`gradient` và {math}`x`", "       gradient  và          "),
        ("<!-- ẩn\nẩn --> hiện\n% ẩn", "       \n       hiện\n    "),
        ("```{note} Tên\nchữ\n```", "          Tên\nchữ\n"),
        ("- một\n\n  ```{note}\n  chữ\n  ```", "- một\n\n\n  chữ\n"),
        ("> ```{note} A\n> chữ\n> ```", "            A\n  chữ\n"),
        ("```python\nmã\n```", "\n\n"),
        ("- a\n\n  ```{code-cell}\n  x = 'chữ'\n  ```", "- a\n\n\n      'chữ'\n"),
        (
            "```{code-cell} ipython3\n---\nmystnb: 'đầu'\n---\nx = 1\n```",
            "\n---\nmystnb: 'đầu'\n---\n     \n",
        ),
    ],
)
def test_what_is_shown(text: str, shown: str):
    assert [row.rstrip() for row in prose(text).split("\n")] == [row.rstrip() for row in shown.split("\n")]


def test_strings_keep_their_columns():
    code = 'print(f"một {x} hai")\ny = """ba\nbốn"""  # năm\n'
    kept = strings(code)
    assert [len(line) for line in kept.split("\n")] == [len(line) for line in code.split("\n")]
    assert "một" in kept and "bốn" in kept and "năm" not in kept and "print" not in kept
    assert kept.split("\n")[0].index("một") == code.index("một")


def test_code_that_is_no_python_shows_nothing_and_breaks_nothing():
    assert strings("'''") == "   "
