"""A book of the test's own to export."""

from collections.abc import Callable
from pathlib import Path

import pytest

HEADER = """\
---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {display_name: Python 3, language: python, name: python3}
---

"""
CONFIG = """\
title: Sách thử
only_build_toc_files: true
exclude_patterns: [_build, notebooks]
execute: {execute_notebooks: cache, cache: _build/.jupyter_cache, timeout: 60}
bibtex_bibfiles: [book/references.bib]
parse:
  myst_enable_extensions: [amsmath, colon_fence, deflist, dollarmath, attrs_inline, attrs_block, substitution]
sphinx:
  extra_extensions:
    - sphinx_exercise
    - booktools.sphinx.fold
    - booktools.sphinx.quiz
    - booktools.sphinx.station
    - booktools.sphinx.guess
  config:
    language: vi
    numfig: true
    numfig_format: {section: "Mục %s", figure: "Hình %s", table: "Bảng %s", exercise: "Bài tập %s"}
    bibtex_reference_style: author_year
"""
PROJECT = """\
[project]
name = "thu"
[project.urls]
Repository = "https://github.com/chu-sach/sach"
"""
BIBLIOGRAPHY = (
    "@book{bengio2016, title={Deep Learning}, author={Yoshua Bengio}, year={2016}, publisher={MIT}}\n"
)
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><circle r="4"/></svg>'
GLOSSARY = "# Thuật ngữ\n\n```{glossary}\ngradient\n  Vector đạo hàm riêng.\n```\n"

Write = Callable[[Path, dict[str, str]], Path]


@pytest.fixture(scope="session")
def write_book() -> Write:
    """Write a book of notebook pages; each gets a title of its own and at least one code cell."""

    def write(root: Path, pages: dict[str, str]) -> Path:
        book = root / "book"
        (book / "_static").mkdir(parents=True, exist_ok=True)
        for name in ("hocsau", "booktools"):
            (root / "code" / name).mkdir(parents=True, exist_ok=True)
        toc = "format: jb-book\nroot: book/index\nparts:\n- caption: Phần\n  numbered: true\n  chapters:\n"
        for name, text in pages.items():
            body = text if text.lstrip().startswith(("# ", "(")) else f"# Chương {name}\n\n{text}"
            body = body if "{code-cell}" in body else body + "\n\n```{code-cell} ipython3\npass\n```\n"
            (book / f"{name}.md").write_text(HEADER + body, encoding="utf-8")
            toc += f"  - file: book/{name}\n"
        toc += "  - file: book/glossary\n"
        for path, text in {
            root / "_toc.yml": toc,
            root / "_config.yml": CONFIG,
            root / "pyproject.toml": PROJECT,
            book / "references.bib": BIBLIOGRAPHY,
            book / "_static" / "tron.svg": PICTURE,
            book / "glossary.md": GLOSSARY,
            book / "index.md": "# Trang đầu\n\n```{tableofcontents}\n```\n",
        }.items():
            path.write_text(text, encoding="utf-8")
        return root

    return write
