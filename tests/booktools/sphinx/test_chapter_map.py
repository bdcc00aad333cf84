"""The map of the book: the syllabus's parts and chapters, written ones linked."""

import os
import re
from pathlib import Path

import pytest
import yaml

from booktools.sphinx.chapter_map import load

ROOT = Path(__file__).resolve().parents[3]
SYLLABUS = Path(os.environ.get("HOCSAU_SYLLABUS", ROOT.parent / "shared" / "syllabus.yml"))
EXTENSIONS = ["myst_nb", "booktools.sphinx.chapter_map"]
MAP = """\
- part: I
  title: Đầu
  chapters:
    - n: 1
      file: ch01_a
      title: Một
      about: Câu một.
      labs:
        - file: ch01_lab_x
          title: Thực hành
    - n: 2
      file: ch02_b
      title: Hai
      about: Câu hai.
"""
CARD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 72"><path class="moves" d="M0 0"/></svg>'


def test_the_map_is_whole():
    parts = load(ROOT)
    chapters = [chapter for part in parts for chapter in part["chapters"]]
    assert [part["part"] for part in parts] == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"]
    assert [chapter["n"] for chapter in chapters] == list(range(1, 23))
    for chapter in chapters:
        assert re.fullmatch(rf"ch{chapter['n']:02d}_[a-z0-9_]+", chapter["file"])
        assert 20 <= len(chapter["about"]) <= 120 and chapter["about"].endswith(".")


def test_the_map_is_that_of_the_syllabus():
    if not SYLLABUS.is_file():
        pytest.skip("chỉ so được khi có syllabus.yml (HOCSAU_SYLLABUS)")

    def outline(parts):
        return [
            (part["part"], part["title"], chapter["n"], chapter["file"], chapter["title"])
            + tuple((lab["file"], lab["title"]) for lab in chapter.get("labs", []))
            for part in parts
            for chapter in part["chapters"]
        ]

    # The book writes kĩ and lí throughout; the syllabus mixes both spellings.
    syllabus = SYLLABUS.read_text("utf-8").replace("xử lý", "xử lí").replace("kỹ thuật", "kĩ thuật")
    assert outline(load(ROOT)) == outline(yaml.safe_load(syllabus)["parts"])


def test_written_chapters_are_links_and_the_others_say_so(tmp_path, sphinx_build):
    (tmp_path / "source" / "book" / "cards").mkdir(parents=True)
    pages = {
        "_toc.yml": "",
        "book/chapters.yml": MAP,
        "book/ch01_a.md": "# Một\n",
        "book/cards/ch01_a.svg": CARD,
        "index.md": "# Sách\n\n```{chapter-map}\n```\n\n```{toctree}\n:hidden:\nbook/ch01_a\n```\n",
    }
    assert sphinx_build(tmp_path, pages, extensions=EXTENSIONS, language="en") == ""
    html = (tmp_path / "html" / "index.html").read_text("utf-8")
    assert re.search(
        r'<a class="reference internal" href="book/ch01_a\.html"><span[^>]*>1\. Một</span></a>', html
    )
    assert html.count("sắp có") == 2 and "Câu hai." in html
    assert html.count('<svg class="map-picture" aria-hidden="true"') == 1

    pages["book/ch02_b.md"] = "# Hai\n"
    assert "chưa có hình: cần book/cards/ch02_b.svg" in sphinx_build(
        tmp_path, pages | {"index.md": pages["index.md"] + "\n"}, extensions=EXTENSIONS, language="en"
    )
    pages["book/cards/ch02_b.svg"] = CARD
    pages["index.md"] = pages["index.md"].replace("book/ch01_a\n", "book/ch01_a\nbook/ch02_b\n")
    assert sphinx_build(tmp_path, pages, extensions=EXTENSIONS, language="en") == ""
    assert (tmp_path / "html" / "index.html").read_text("utf-8").count("sắp có") == 1
