"""Chapters are numbered by their files, labs after the last section of their chapter, figures with them."""

import pickle
import re

import pytest

from booktools.source.book import chapter_number

EXTENSIONS = [
    "myst_nb",
    "sphinx_external_toc",
    "booktools.sphinx.vietnamese",
    "booktools.sphinx.maths",
    "booktools.sphinx.numbering",
]
TOC = """\
root: index
subtrees:
- caption: Phần II
  numbered: true
  entries:
  - file: ch03_a
- caption: Phần III
  numbered: true
  entries:
  - file: ch05_b
    entries:
    - file: ch05_lab_p
  - file: ch06_c
    entries:
    - file: ch06_lab_q
    - file: ch06_lab_r
- caption: Tra cứu
  entries:
  - file: words
"""
CHAPTER = """\
# {title}

## Mục một

### Con

## Mục hai

```{{math}}
:label: eq-{name}
a = b
```

:::{{table}} Bảng
:name: tab-{name}
|a|b|
|-|-|
|1|2|
:::

Xem {{eq}}`eq-{name}`, {{numref}}`tab-{name}`.
"""
NAMES = ["ch03_a", "ch05_b", "ch05_lab_p", "ch06_c", "ch06_lab_q", "ch06_lab_r", "words"]
CONFIG = {
    "extensions": EXTENSIONS,
    "html_math_renderer": "hocsau",
    "numfig": True,
    "language": "en",
    "math_numfig": True,
    "numfig_format": {"table": "Bảng %s"},
    "myst_enable_extensions": ["colon_fence"],
}


def pages() -> dict[str, str]:
    return {
        "_toc.yml": TOC,
        "index.md": "# Sách\n",
        **{f"{name}.md": CHAPTER.format(title=f"Trang {name}", name=name) for name in NAMES},
    }


@pytest.fixture(scope="module")
def book(tmp_path_factory, sphinx_build):
    folder = tmp_path_factory.mktemp("book")
    assert sphinx_build(folder, pages(), **CONFIG) == ""
    return folder


def page(book, name: str) -> str:
    return (book / "html" / f"{name}.html").read_text("utf-8")


def test_chapter_number_reads_the_file_name():
    assert chapter_number("book/ch07_image_processing") == 7
    assert chapter_number("book/ch06_lab_digits") == 6
    assert chapter_number("book/glossary") is None


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("ch03_a", ["3.", "3.1.", "3.1.1.", "3.2."]),
        ("ch05_b", ["5.", "5.1.", "5.1.1.", "5.2."]),
        ("ch05_lab_p", ["5.3.", "5.3.1.", "5.3.1.1.", "5.3.2."]),
        ("ch06_lab_r", ["6.4.", "6.4.1.", "6.4.1.1.", "6.4.2."]),
        ("words", []),
    ],
)
def test_headings(book, name, numbers):
    found = re.findall(r'<h\d><span class="section-number">([\d.]+) </span>', page(book, name))
    assert found == numbers


def test_equations_and_tables_begin_with_the_chapter(book):
    html = page(book, "ch05_b")
    assert "(5.1)" in html and "Bảng 5.1" in html and "Bảng 2" not in html


def test_titles_elsewhere_carry_the_same_numbers(book):
    for name, following in {
        "ch03_a": "5. Trang ch05_b",
        "ch05_b": "5.3. Trang ch05_lab_p",
        "ch06_lab_q": "6.4. Trang ch06_lab_r",
    }.items():
        assert f'title="{following}"' in page(book, name)


def test_a_new_chapter_moves_no_number_and_a_second_build_writes_nothing(tmp_path, sphinx_build):
    files = pages()
    without = TOC.replace("  - file: ch03_a\n", "  - file: ch04_n\n")
    files["ch04_n.md"] = CHAPTER.format(title="Bốn", name="ch04_n")
    first = {name: text for name, text in files.items() if name != "ch03_a.md"} | {"_toc.yml": without}
    assert sphinx_build(tmp_path, first, **CONFIG) == ""
    assert "5. " in page(tmp_path, "ch05_b")
    assert sphinx_build(tmp_path, files | {"_toc.yml": TOC + "  - file: ch04_n\n"}, **CONFIG) == ""
    assert re.search(r'section-number">3\.', page(tmp_path, "ch03_a"))
    assert re.search(r'section-number">5\.', page(tmp_path, "ch05_b"))
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "html").glob("ch*.html")}
    assert sphinx_build(tmp_path, {}, **CONFIG) == ""
    assert {path: path.stat().st_mtime_ns for path in before} == before
    environment = pickle.loads((tmp_path / "doctrees" / "environment.pickle").read_bytes())
    assert environment.toc_secnumbers["ch05_lab_p"][""] == (5, 3)
