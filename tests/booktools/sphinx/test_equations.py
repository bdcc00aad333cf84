"""The build says which formulas nothing vouches for, every time, and lets the class reach the page."""

import json
from pathlib import Path

EXTENSIONS = ["myst_nb", "booktools.sphinx.equations"]
INDEX = "# Thử\n\n```{toctree}\nbook/a\n```\n"


def pages(text: str) -> dict[str, str]:
    return {"index.md": INDEX, "book/a.md": "# A\n\n" + text}


def build(sphinx_build, folder, text, **config) -> str:
    (folder / "source" / "book").mkdir(parents=True, exist_ok=True)
    return sphinx_build(folder, pages(text), extensions=EXTENSIONS, language="en", **config)


def test_the_class_goes_through_to_the_page_without_a_warning(tmp_path, sphinx_build):
    text = "```{math}\n:label: eq-a\n:class: definition\na = b\n```\n\nXem {eq}`eq-a`, với $b$.\n"
    assert build(sphinx_build, tmp_path, text) == ""
    assert 'class="definition math' in Path(tmp_path, "html", "book", "a.html").read_text(encoding="utf-8")


def test_a_violation_is_one_warning_with_file_and_line(tmp_path, sphinx_build):
    warnings = build(sphinx_build, tmp_path, "```{math}\na = b\n```\n")
    assert warnings.count("\n") == 1 and "book/a.md:3: WARNING: công thức chưa có gì bảo đảm" in warnings


def test_it_is_said_again_when_nothing_is_rebuilt(tmp_path, sphinx_build):
    text = "$$\na = b\n$$\n"
    assert "a.md:3: WARNING: không dùng $$" in build(sphinx_build, tmp_path, text)
    assert "a.md:3: WARNING: không dùng $$" in build(sphinx_build, tmp_path, text)


def test_formulas_that_the_source_check_cannot_see(tmp_path, sphinx_build):
    (tmp_path / "source" / "book").mkdir(parents=True)
    (tmp_path / "source" / "book" / "part.txt").write_text("$$\na = b\n$$\n", encoding="utf-8")
    warnings = build(sphinx_build, tmp_path, "```{include} part.txt\n```\n")
    assert "công thức chưa có gì bảo đảm: \na = b" in warnings


def test_what_a_cell_puts_out_needs_no_class(tmp_path, sphinx_build):
    output = {
        "output_type": "execute_result",
        "execution_count": 1,
        "metadata": {},
        "data": {"text/latex": "$$\\begin{aligned}\na &= b\n\\end{aligned}$$", "text/plain": "a = b"},
    }
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": "# Thử"},
        {"cell_type": "code", "metadata": {}, "source": "d", "outputs": [output], "execution_count": 1},
    ]
    python = {
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "language_info": {"name": "python", "pygments_lexer": "ipython3"},
    }
    notebook = json.dumps({"cells": cells, "metadata": python, "nbformat": 4, "nbformat_minor": 4})
    assert sphinx_build(tmp_path, {"index.ipynb": notebook}, extensions=EXTENSIONS, language="en") == ""
    html = Path(tmp_path, "html", "index.html").read_text(encoding="utf-8")
    assert "aligned" in html
