"""Columns of a line, comments behind code, and every piece of code that a page shows."""

import pytest

from booktools.source.columns import comments, pieces, width


@pytest.mark.parametrize(
    ("line", "columns"),
    [
        ("abc", 3),
        ("ế = 1", 5),
        ("e\u0302\u0301", 1),
        ("# 🚗", 4),
        ("漢字", 4),
        ("ŷ\u200b", 1),
        ("y\u0302", 1),
    ],
)
def test_columns_are_what_the_eye_sees(line, columns):
    assert width(line) == columns


def test_a_comment_behind_code_is_found_and_one_alone_is_not():
    code = 'x = "# no"  # yes\n# alone\nfoo(1,   # first\n    2)  # second'
    assert [(c.line, c.end, c.start, c.open_before, c.open_after) for c in comments(code)] == [
        (0, 10, 12, 0, 0),
        (2, 6, 9, 0, 1),
        (3, 6, 8, 1, 0),
    ]


def test_code_that_is_not_python_has_no_comments():
    assert comments("x = (1  # open") == () and comments("'''  # open") == ()


PAGE = """\
# A

```{code-cell} ipython3
:tags: [hide-input]

x = 1
```

- a list

  ```{code-cell} ipython3
  y = 2
  ```

::::{admonition} B
```{code-block} python
:caption: C

z = 3
```
::::

```console
pip install
```

```{math}
a = b
```
"""


def test_cells_and_listings_of_a_page_wherever_they_stand():
    found = [
        (piece.is_cell, piece.folded, [(line.number, line.text) for line in piece.lines if line.text])
        for piece in pieces(PAGE)
    ]
    assert found == [
        (True, True, [(6, "x = 1")]),
        (True, False, [(12, "y = 2")]),
        (False, False, [(19, "z = 3")]),
        (False, False, [(24, "pip install")]),
    ]
