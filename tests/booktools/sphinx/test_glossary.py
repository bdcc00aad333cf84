"""The letters above the glossary lead to the first entry of each; other pages do not load its script."""

import re

EXTENSIONS = ["myst_nb", "booktools.sphinx.glossary"]
PAGES = {
    "index.md": "# Sách\n\n```{toctree}\nbook/a\nbook/b\n```\n",
    "book/a.md": (
        "# Thuật ngữ\n\n```{glossary}\náo\n  Mặc.\n\nAdam\nmột tên\n  Bước.\n\n"
        "đạo hàm\nderivative\n  Dốc.\n\none-hot\n  Một số 1.\n\nỔn\n  Được.\n```\n"
    ),
    "book/b.md": "# Khác\n\nXem {term}`Adam`.\n",
}


def build(tmp_path, sphinx_build, **config):
    (tmp_path / "source" / "book").mkdir(parents=True, exist_ok=True)
    return sphinx_build(tmp_path, PAGES, extensions=EXTENSIONS, language="en", **config)


def test_each_letter_leads_to_its_first_entry(tmp_path, sphinx_build):
    assert build(tmp_path, sphinx_build) == ""
    html = (tmp_path / "html/book/a.html").read_text("utf-8")
    bar = re.search(r'<nav class="glossary-letters" aria-label="Theo chữ cái">(.*?)</nav>', html)[1]
    links = re.findall(r'<a href="#([^"]*)">(.)</a>', bar)
    assert [letter for _, letter in links] == ["A", "D", "O"]
    words = [re.search(rf'<dt id="{re.escape(place)}">([\w-]+)', html)[1] for place, _ in links]
    assert words == ["áo", "đạo", "one-hot"]
    assert html.index("glossary-filter") < html.index("glossary-letters") < html.index("<dl")
    assert "glossary.js" in html


def test_each_entry_is_a_row_with_one_link_to_itself(tmp_path, sphinx_build):
    assert build(tmp_path, sphinx_build) == ""
    html = (tmp_path / "html/book/a.html").read_text("utf-8")
    rows = re.findall(r'<div class="glossary-entry">(.*?)</div>', html, re.DOTALL)
    assert [len(re.findall("<dt ", row)) for row in rows] == [1, 1 + 1, 1 + 1, 1, 1]
    assert {row.count('class="headerlink"') for row in rows} == {1} and {
        row.count("<dd>") for row in rows
    } == {1}
    assert re.sub("</?div[^>]*>", "", "".join(rows)).count("<dt ") == html.count("<dt ")


def test_a_page_without_a_glossary_has_neither(tmp_path, sphinx_build):
    assert build(tmp_path, sphinx_build) == ""
    html = (tmp_path / "html/book/b.html").read_text("utf-8")
    assert "glossary.js" not in html and "glossary-letters" not in html


def test_elsewhere_the_list_stands_alone(tmp_path, sphinx_build):
    assert build(tmp_path, sphinx_build, builder="text") == ""
    text = (tmp_path / "text/book/a.txt").read_text("utf-8")
    assert "đạo hàm" in text and "Theo chữ cái" not in text
