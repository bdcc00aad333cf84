"""The map of the book: names of the glossary and of readers lead to sections, words to pages."""

import json
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from booktools import search_map
from booktools.checks.terms import GLOSSARY, entries

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY_HTML = """<article><h1 id="bang">Bảng</h1><dl class="glossary">
<div><dt id="term-loss">loss function</dt><dt id="term-ham">hàm giá</dt>
<dd><p>Số đo. Gặp lần đầu ở <a class="reference internal" href="ch03.html#s-3-1">Mục 3.1</a>.</p>
<p>Không dùng: hàm mất mát, hàm lỗi.</p></dd></div>
<div><dt id="term-gan">GAN</dt><dd><p>Sẽ gặp.</p></dd></div></dl></article>"""
PAGES = [
    ("book/ch03.html", "3. Một", [("mot", "3. Một", "Xử lý ảnh"), ("hai", "3.1. Hai", "ký hiệu")]),
    ("book/glossary.html", "Bảng", [("bang", "Bảng", "Loss lốt")]),
]


@pytest.fixture
def article():
    found = BeautifulSoup(GLOSSARY_HTML, "html.parser").article
    search_map.entries_as_headings(found)
    return found


def test_each_entry_of_the_glossary_is_a_section_of_its_own(article):
    headings = [(heading["id"], heading.get_text()) for heading in article.find_all("h2")]
    assert headings == [("term-loss", "loss function · hàm giá"), ("term-gan", "GAN")]
    assert article.find("dt") is None


def test_names_and_words_lead_to_their_places(article):
    labelled = {"book/ch03.html": {"s-3-1": "hai"}, "book/glossary.html": {}}
    built = search_map.build(
        PAGES, search_map.names(article, "glossary.html"), labelled, {"book/ch03.html": "vi_1"}
    )
    loss, gan = built["names"]
    assert loss["names"] == ["loss function", "hàm giá"]
    assert loss["others"] == ["hàm mất mát", "hàm lỗi"] and loss["to"] == ["0#hai"]
    assert (loss["meaning"], loss["at"]) == ("Số đo.", "1#term-loss")
    assert (gan["meaning"], gan["at"], gan["to"]) == ("Sẽ gặp.", "1#term-gan", [])
    assert built["pages"][0]["fragment"] == "vi_1"
    assert built["pages"][0]["parts"] == [("mot", "3. Một"), ("hai", "3.1. Hai")]
    # With their marks: who types them means them.
    assert built["words"]["lý"] == "0" and built["words"]["loss"] == "1" and built["words"]["lốt"] == "1"
    assert built["words"]["bảng"] == "1" and "ly" not in built["words"] and "Bảng" not in built["words"]


def test_labels_of_sections_are_read_from_the_page():
    html = '<section class="a" id="hai">\n<span id="s-3-1"></span><span id="x"></span><h2>Hai</h2></section>'
    assert search_map.labels(html) == {"s-3-1": "hai", "x": "hai"}


def test_the_script_is_data_of_one_name(tmp_path):
    text = search_map.write(tmp_path, {"words": {"<b>": "0"}}).read_text("utf-8")
    assert "<" not in text and text.endswith(";\n")
    assert json.loads(text.removeprefix("window.HOCSAU_MAP=")[:-2]) == {"words": {"<b>": "0"}}


def test_more_names_are_of_things_that_the_book_has_and_no_glossary_name_twice():
    more = yaml.safe_load(search_map.MORE_NAMES.read_text("utf-8"))
    glossary = list(entries((ROOT / GLOSSARY).read_text("utf-8")))
    known = {name for entry in glossary for name in entry.names}
    given = known | {name for entry in glossary for name, _ in entry.forbidden}
    book = "".join(path.read_text("utf-8") for path in (ROOT / "book").glob("*.md"))
    assert [key for key in more if key not in known and f"({key})=" not in book] == []
    assert sorted({name for names in more.values() for name in names} & given) == []
