"""Folded boxes are <details>: solutions, admonitions of class dropdown."""

EXTENSIONS = ["myst_nb", "sphinx_exercise", "booktools.sphinx.vietnamese", "booktools.sphinx.dropdown"]
TEXT = """\
# Thử

```{exercise} Cộng
:label: ex-1
Tính 1 + 1.
```

```{solution-start} ex-1
:class: dropdown
```

Bằng 2.

```{solution-end}
```

```{admonition} Gợi ý
:class: dropdown tip
Đếm.
```

```{admonition} Mở sẵn
Đọc.
```
"""


def html(folder, name="index") -> str:
    return (folder / "html" / f"{name}.html").read_text("utf-8")


def test_folded_boxes_open_without_a_script(tmp_path, sphinx_build):
    assert sphinx_build(tmp_path, {"index.md": TEXT}, extensions=EXTENSIONS, numfig=True, language="en") == ""
    page = html(tmp_path)
    assert page.count("<details") == 2 and page.count("</details>") == 2
    assert '<summary class="admonition-title">Gợi ý</summary>' in page
    assert 'id="ex-1-solution"' in page or "solution" in page.split("<details")[1].partition(">")[0]
    assert "Lời giải" in page.split("<summary")[1] and "Bằng 2." in page.split("<details")[1]
    assert all("<a" not in part.partition("</summary>")[0] for part in page.split("<summary")[1:])
    assert "Mở sẵn" not in "".join(part.partition("</details>")[0] for part in page.split("<details")[1:])


def test_other_formats_keep_the_boxes_open(tmp_path, sphinx_build):
    sphinx_build(tmp_path, {"index.md": TEXT}, "pseudoxml", extensions=EXTENSIONS, numfig=True, language="en")
    tree = (tmp_path / "pseudoxml" / "index.pseudoxml").read_text("utf-8")
    assert "Bằng 2." in tree and "<details" not in tree
