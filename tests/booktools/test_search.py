"""What Pagefind is given to read, and what it leaves in the build."""

import asyncio
import gzip
import json
import threading

import pytest

from booktools import search

PAGE = """<!doctype html><html lang="vi"><head><title>3. Một — Sách</title></head><body>
<nav>Mục lục</nav>
<article class="bd-article"><section id="mot"><h1>3. Một<a class="headerlink" href="#mot">#</a></h1>
<div class="book-actions">Tải notebook</div>
<p id="p1">Đạo hàm của <span class="katex"><span class="katex-mathml"><math><mi>x</mi>
<annotation>\\frac{x}{1}</annotation></math></span><span class="katex-html">x</span></span>.</p>
<div class="cell"><div class="cell_input"><pre>import numpy</pre></div>
<div class="cell_output"><pre>64.00</pre></div></div>
<section id="hai"><span id="s-3-1"></span><h2>3.1. Hai</h2><p>Ma trận.</p></section></section></article>
<footer>Báo lỗi</footer></body></html>"""


@pytest.fixture
def html(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "ch03.html").write_text(PAGE, "utf-8")
    (tmp_path / "book" / "redirect.html").write_text("<html><body>không có bài</body></html>", "utf-8")
    (tmp_path / "search.html").write_text(PAGE, "utf-8")
    return tmp_path


def test_only_the_article_s_own_words_are_read(html):
    page = search._html(*search.article(html / "book" / "ch03.html"))
    for word in ("Đạo hàm", "import numpy", "Ma trận"):
        assert word in page
    for word in ("Mục lục", "Báo lỗi", "Tải notebook", "64.00", "frac", "#<"):
        assert word not in page


def test_code_stands_behind_the_text_of_its_part_a_sign_before_each_line(html):
    page = html / "book" / "ch03.html"
    more = (
        '<p>Sau code.</p><details class="hide"><pre>folded = 1</pre></details><pre>a = 1\n\n  b = 2\n</pre>'
    )
    page.write_text(PAGE.replace('<section id="hai">', f'{more}<section id="hai">'), "utf-8")
    search.index(html)
    text = (html / "search-index.js").read_text("utf-8")
    ((_, _, parts),) = json.loads(text.removeprefix("window.HOCSAU_INDEX=").rstrip(";\n"))
    assert parts[0][2].endswith("Sau code. ⌨ ⏎ import numpy ⏎ a = 1 ⏎ b = 2")
    assert parts[1][2] == "Ma trận."


def test_pages_that_say_nothing_of_their_own_are_not_found(html):
    for name in ("index", "progress", "concept_map"):
        (html / "book" / f"{name}.html").write_text(PAGE, "utf-8")
    assert search.index(html) == 2
    pages = (html / "search-index.js").read_text("utf-8") + (html / "search-map.js").read_text("utf-8")
    assert "ch03.html" in pages and "progress" not in pages and "book/index" not in pages


def test_headings_and_nothing_else_name_places(html):
    page = search._html(*search.article(html / "book" / "ch03.html"))
    assert '<h1 id="mot">' in page and '<h2 id="hai">' in page
    assert page.count(" id=") == 2


def test_the_index_is_small_and_says_how_many_pages(html):
    assert search.index(html) == 2
    folder = html / search.FOLDER
    entry = json.loads((folder / "pagefind-entry.json").read_text("utf-8"))
    assert entry["languages"]["vi"]["page_count"] == 1
    assert (folder / "pagefind.js").is_file()
    assert not list(folder.glob("*ui*"))


def test_the_plain_index_has_the_same_pages_cut_at_headings(html):
    search.index(html)
    text = (html / "search-index.js").read_text("utf-8")
    assert text.startswith("window.HOCSAU_INDEX=") and text.endswith(";\n")
    (page,) = json.loads(text.removeprefix("window.HOCSAU_INDEX=").rstrip(";\n"))
    address, title, parts = page
    assert (address, title) == ("book/ch03.html", "3. Một")
    assert [part[:2] for part in parts] == [["mot", "3. Một"], ["hai", "3.1. Hai"]]
    assert "Đạo hàm của x ." in parts[0][2] and parts[1][2] == "Ma trận."
    assert "64.00" not in text and "Mục lục" not in text


def test_a_second_index_leaves_nothing_of_the_first(html):
    search.index(html)
    (html / search.FOLDER / "fragment" / "old.pf_fragment").write_bytes(b"")
    search.index(html)
    assert not (html / search.FOLDER / "fragment" / "old.pf_fragment").exists()


def test_nothing_built_is_an_error_in_words(tmp_path):
    with pytest.raises(FileNotFoundError, match="hãy build sách trước"):
        search.index(tmp_path)


def test_a_file_written_late_is_waited_for_and_one_never_written_is_named(tmp_path):
    whole = gzip.compress(b"pagefind" * 100)
    late = tmp_path / "fragment" / "vi.pf_fragment"
    late.parent.mkdir()
    late.write_bytes(whole[:20])
    (tmp_path / "pagefind-entry.json").write_text("{}")
    (tmp_path / "pagefind.js").write_text("1")
    writing = threading.Timer(0.2, late.write_bytes, [whole])
    writing.start()
    asyncio.run(search._until_written(tmp_path))
    writing.join()
    assert late.read_bytes() == whole
    for name, content in [("pagefind-entry.json", "{"), ("pagefind.js", "")]:
        (tmp_path / name).write_text(content)
        with pytest.raises(RuntimeError, match=name):
            asyncio.run(search._until_written(tmp_path, patience=0.1))
        (tmp_path / name).write_text("{}")
