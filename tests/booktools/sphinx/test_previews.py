"""What preview.js may ask for: every name of every term, and formulas that another page names."""

import json

from booktools.sphinx import previews

EXTENSIONS = ["myst_nb", "booktools.sphinx.glossary", "booktools.sphinx.maths", "booktools.sphinx.previews"]
PAGES = {
    "index.md": "# Sách\n\n```{toctree}\nbook/a\nbook/b\nbook/c\n```\n",
    "book/a.md": (
        "# Thuật ngữ\n\n```{glossary}\nđạo hàm\nderivative\n  Độ dốc $d$ (xem {doc}`b <b>`).\n\n"
        "  Không dùng: vi phân.\n\nlayer\n  Tầng & nơ-ron.\n```\n"
    ),
    "book/b.md": (
        "# Công thức\n\n```{math}\n:label: eq-one\nx = y\n```\n\n```{math}\n:label: eq-two\nx = z\n```\n\n"
        "Theo {eq}`eq-one`.\n"
    ),
    "book/c.md": "# Chữ\n\nMột {term}`đạo hàm`, xem {eq}`eq-two`.\n",
    "book/d.md": "---\norphan: true\n---\n# Không dẫn đi đâu\n\nChữ.\n",
}


def build(tmp_path, sphinx_build) -> list:
    (tmp_path / "source" / "book").mkdir(parents=True)
    assert (
        sphinx_build(tmp_path, PAGES, extensions=EXTENSIONS, html_math_renderer="hocsau", language="en") == ""
    )
    script = (tmp_path / "html" / previews.NAME).read_text("utf-8")
    return json.loads(script.removeprefix("HOCSAU_PREVIEWS=").removesuffix(";\n"))


def test_terms_by_each_of_their_names_and_formulas_named_elsewhere(tmp_path, sphinx_build):
    found = build(tmp_path, sphinx_build)
    slope, layer, formula = found
    assert slope[0] == ["book/a.html#term-dao-ham", "book/a.html#term-derivative"]
    assert slope[1] == "đạo hàm · derivative"
    assert "Độ dốc" in slope[2] and 'class="katex"' in slope[2] and 'href="b.html"' in slope[2]
    assert "Không dùng" not in slope[2] and slope[2].startswith("<p>") and slope[2].endswith("</p>")
    assert layer[1:] == ["layer", "<p>Tầng &amp; nơ-ron.</p>"]
    assert formula[:2] == [["book/b.html#equation-eq-two"], "(2)"] and "katex-display" in formula[2]


def test_only_pages_with_such_links_load_the_script(tmp_path, sphinx_build):
    build(tmp_path, sphinx_build)
    loads = {
        name: "preview.js" in (tmp_path / f"html/book/{name}.html").read_text("utf-8") for name in "abcd"
    }
    assert loads == {"a": False, "b": True, "c": True, "d": False}
