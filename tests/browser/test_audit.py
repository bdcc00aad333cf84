"""The audit (booktools.audit) of pages of the built book, and that it sees what it is there to see.

LCP is a time, so it is a number of `make audit`, not a test: here the bytes that stand before the first
letter are counted instead.
"""

import gzip
import re

import pytest

from booktools.audit import over, table
from booktools.audit.page import accessibility, audit, cut_cells
from booktools.audit.run import pages

BLOCKING = 45_000  # bytes of gzip: the theme's own sheets alone are 61 000


def test_pages_of_each_kind_are_within_their_limits(browser, site, serve):
    """A start page, a chapter, pages of links, of tables, of sources, and one that a script fills.

    `make audit` measures all the others too, in minutes, and looks at the contrast in the dark, which is
    left out here: test_every_page reads the colours of every page in both themes.
    """
    server = serve(site)
    kinds = ("index", "ch07_image_processing", "concept_map", "notation", "sources", "progress")
    names = [f"book/{kind}.html" for kind in kinds]
    rows = [audit(browser, server.url(name), name, tries=1, themes=("light",)) for name in names]
    (site.parent / "audit-sample.md").write_text(table(rows), encoding="utf-8")
    assert min(row.kilobytes for row in rows) > 20 and min(row.lcp for row in rows) > 0
    assert [line for row in rows for line in over(row) if ": LCP" not in line] == []


def test_little_stands_before_the_first_letter(site):
    for name in pages(site):
        text = (site / name).read_text("utf-8")
        sheets = re.findall(r'<link rel="stylesheet"[^>]*href="([^"?]+)', text)
        assert len(sheets) > 3
        waited = [tag for tag in re.findall(r"<script [^>]*src=[^>]*>", text) if "defer" not in tag]
        assert waited == [], f"{name}: {waited}"
        size = sum(len(gzip.compress((site / name).parent.joinpath(s).read_bytes())) for s in sheets)
        assert size < BLOCKING, f"{name}: {size} byte css"


BAD = """<!doctype html><html lang="vi"><title>Hỏng</title><main><h1>Hỏng</h1>
<p style="color: #bbb; background: #fff">Chữ nhạt.</p>
<div class="hs-explore-controls"><input type="range" min="0" max="9" aria-label="x"></div>
<div id="grows"></div><p>{below}</p></main>
<script>document.querySelector('input').addEventListener('input', (event) => {
  document.getElementById('grows').style.height = event.target.value * 40 + 'px'; });</script></html>"""


@pytest.fixture
def bad_page(tmp_path, serve):
    (tmp_path / "index.html").write_text(BAD.replace("{below}", "Chữ ở dưới. " * 300), encoding="utf-8")
    return serve(tmp_path).url("index.html")


def test_faint_text_and_a_control_that_pushes_the_page_are_seen(browser, open_page, bad_page):
    found = accessibility(open_page(bad_page, expect_errors=True), "light")
    assert any(line.startswith("color-contrast") for line in found)
    row = audit(browser, bad_page, "index.html", tries=1)
    assert row.cls > 0.05 and any("CLS" in line for line in over(row))


CELLS = """<!doctype html><html lang="vi"><meta name="viewport" content="width=device-width"><title>Ô</title>
<style>pre { width: 80vw; overflow-x: auto; font: 14px monospace; }</style>
<div class="cell_input"><pre>x = 1</pre></div>
<details><summary>Lời giải</summary><div class="cell_input"><pre>{forty}</pre></div></details>
<details class="hide"><summary>mã</summary><div class="cell_input"><pre>{long}</pre></div></details>
<div class="cell_output"><pre>{long}</pre></div></html>"""


def test_cut_cells_are_those_that_a_reader_sees(open_page, tmp_path, serve):
    page = CELLS.replace("{forty}", "x" * 60).replace("{long}", "x" * 400)
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    url = serve(tmp_path).url("index.html")
    assert cut_cells(open_page(url, expect_errors=True)) == (2, 0)
    assert cut_cells(open_page(url, width=360, expect_errors=True)) == (2, 1)
