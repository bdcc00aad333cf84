"""The scan for raw MyST: it must find all of it, and nothing in code, formulas or plain text."""

import pytest

from booktools.export.leftovers import leftovers


@pytest.mark.parametrize(
    "raw",
    [
        "```{note}\nA\n```",
        ":::{note}\nA\n:::",
        "> :::{tip}\n> A",
        "Xem {ref}`s-3-1`.",
        "Theo {cite:t}`bengio2016`",
        "- mục {term}`gradient`",
        "| a |\n|---|\n| {math}`x` |",
        "(s-3-1)=\n## Tên",
        "% lời nhắn",
        "<details>\n:::{note}\n</details>",
    ],
)
def test_finds_raw_myst(raw):
    assert leftovers(f"Trước.\n\n{raw}\n\nSau.")


@pytest.mark.parametrize(
    "text",
    [
        "Viết `{ref}` để trỏ.",
        "````\n```{note}\n````",
        "$\\frac{a}{b}$ và $$\n\\begin{aligned} a \\\\ b \\end{aligned}\n$$",
        "Tập {1, 2} và 50% số ảnh",
        "(3.1) = 5",
        "```python\nd = {'a': 1}\n```",
    ],
)
def test_leaves_the_rest_alone(text):
    assert leftovers(text) == []
