"""One document of many pages: names that do not collide, links that hold, page numbers in the contents."""

import re

import pytest

from booktools.paper import combine
from booktools.paper.contents import choose
from booktools.paper.pages import read

SITE = "https://sach.vn/"


@pytest.fixture
def pages(root):
    pages = [read(root / "html", entry, drop="katex-mathml") for entry in choose(root)]
    for page in pages:
        combine.localise(page, {page.name for page in pages}, SITE, root / "html")
    return pages


def test_every_link_inside_leads_somewhere_and_no_id_stands_twice(pages, root):
    text = combine.document(pages, root / "html", SITE)
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    inside = set(re.findall('href="#([^"]+)"', text))
    assert "ch02_lab_hai--hai" in inside and inside <= set(ids)
    assert f'href="{SITE}book/progress.html"' in text and f'href="{SITE}notebooks/a.ipynb"' in text


def test_answers_come_after_every_chapter(pages, root):
    text = combine.document(pages, root / "html", SITE)
    assert text.index("Bằng 2.") > text.index("về chương một") > text.index("Đố vui")


def test_the_contents_have_parts_sections_and_numbers(pages, root):
    text = combine.contents_list(pages, {"ch01_mot": 3, "ch01_mot--dau": 4})
    lines = [re.sub("<[^>]+>", " ", line).split() for line in text.split("</li>")]
    assert ["Phần", "I", "·", "Đầu"] in [line[-4:] for line in lines]
    assert ["1.", "Một", "3"] in lines and ["1.1.", "Đầu", "4"] in lines
    assert set(combine.used_anchors(pages)) == {
        "index", "ch01_mot", "ch01_mot--dau", "ch02_lab_hai", "phu-luc",
    }  # fmt: skip
