"""What only some readers need is folded, with its code: {fold-start} … {fold-end}."""

import pytest

EXTENSIONS = ["myst_nb", "booktools.sphinx.dropdown", "booktools.sphinx.fold"]
HEAD = (
    "---\njupytext: {text_representation: {extension: .md, format_name: myst}}\n"
    "kernelspec: {display_name: Python 3, language: python, name: python3}\n---\n\n# Thử\n\n"
)
TEXT = """\
Trước.

```{fold-start} Vì sao $a$ bằng *b*?
```

Bên trong.

```{code-cell} ipython3
x = 41 + 1
```

Vẫn trong.

```{fold-end}
```

Sau.

## Mục sau

Nữa.
"""
CONFIG = {"extensions": EXTENSIONS, "language": "en", "nb_execution_mode": "off"}


def test_text_and_cells_stand_in_one_details(tmp_path, sphinx_build):
    assert sphinx_build(tmp_path, {"index.md": HEAD + TEXT}, **CONFIG) == ""
    page = (tmp_path / "html" / "index.html").read_text("utf-8")
    before, fold = page.split("<details", 1)
    fold, after = fold.split("</details>", 1)
    assert "Trước." in before and "Sau." in after and "Nữa." in after and "<details" not in after
    summary, content = fold.split("</summary>")
    assert "<em>b</em>" in summary and "math" in summary
    assert "Bên trong." in content and "41" in content and "Vẫn trong." in content


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (TEXT.replace("```{fold-end}\n```\n", ""), "{fold-start} chưa có {fold-end}"),
        (
            TEXT.replace("```{fold-end}\n```\n\nSau.\n\n## Mục sau\n", "## Mục sau\n\n```{fold-end}\n```\n"),
            "cùng mục",
        ),
        (TEXT.replace("Bên trong.\n", "```{fold-start} Nữa\n```\n"), "{fold-start} khác ở giữa"),
        (TEXT.replace("Trước.", "```{fold-end}\n```"), "{fold-end} không có {fold-start}"),
    ],
)
def test_a_fold_without_its_end_is_named(tmp_path, sphinx_build, text, message):
    assert message in sphinx_build(tmp_path, {"index.md": HEAD + text}, **CONFIG)
