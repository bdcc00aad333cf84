"""{toy}: a chapter's live picture on another page, from the one output, with its section."""

import json
import re
import shutil
from pathlib import Path

import nbformat.v4 as v4
import pytest
from bs4 import BeautifulSoup
from nbformat import writes

from booktools.sphinx.live_files import LIVE
from hocsau.interactive import slider, static
from hocsau.interactive.drawing import checked_draw
from hocsau.live import mixer

ROOT = Path(__file__).resolve().parents[3]
CONFIG = {
    "extensions": ["myst_nb", "booktools.sphinx.explore", "booktools.sphinx.toys"],
    "html_static_path": [str(ROOT / "book/_static")],
    "language": "en",
}
PAGE = "# Sân chơi\n\n## Đèn\n\nThử đi.\n\n```{toy} a mau\n```\n\n```{toy} a dem\n```\n"


def chapter() -> str:
    colours = mixer.controls()
    lamp = static.bundle(
        checked_draw(mixer.draw, colours),
        colours,
        alt="Ba màu",
        page="mixer",
        data=mixer.page_data(),
        name="mau",
    )
    counts = {"n": slider(1, 3, 1)}
    count = static.bundle(
        checked_draw(lambda n: (f"<b>{n}</b>", f"n = {n}"), counts), counts, alt="Đếm", name="dem"
    )
    cells = [v4.new_markdown_cell("# Chương\n\n(s-a-1)=\n## Ánh sáng")]
    for data in (lamp, count):
        output = v4.new_output("display_data", data=json.loads(json.dumps(data)))
        cells.append(v4.new_code_cell("explore(...)", outputs=[output]))
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return writes(v4.new_notebook(cells=cells, metadata=kernel))


def make(sphinx_build, folder: Path, toys: str = PAGE, builder: str = "html", **config) -> str:
    (folder / "source" / LIVE).mkdir(parents=True, exist_ok=True)
    for file in ("explore.css", "parts.js", "mixer.js"):
        shutil.copy(ROOT / LIVE / file, folder / "source" / LIVE)
    start = "# Sách\n\n```{toctree}\n:numbered:\n\na\n```\n\n```{toctree}\nb\n```\n"
    pages = {"index.md": start, "a.ipynb": chapter(), "b.md": toys}
    return sphinx_build(folder, pages, builder, **CONFIG, **config)


@pytest.fixture(scope="module")
def built(tmp_path_factory, sphinx_build):
    folder = tmp_path_factory.mktemp("toys")
    assert make(sphinx_build, folder) == ""
    return {
        name: BeautifulSoup((folder / "html" / f"{name}.html").read_text("utf-8"), "html.parser")
        for name in "ab"
    }


def test_the_picture_is_the_chapter_s_own(built):
    there, here = (built[name].select(".hs-explore") for name in "ab")
    assert [figure["id"] for figure in here] == ["explore-mau", "explore-dem"]
    assert [str(figure) for figure in here] == [str(figure) for figure in there]


def test_the_section_that_explains_it_stands_below(built):
    first, second = built["b"].select("p.toy-where")
    assert first.find_previous(class_="hs-explore")["id"] == "explore-mau"
    for where in (first, second):
        assert where.text == "Trong sách: Mục 1.1, Ánh sáng" and where.a["href"] == "a.html#s-a-1"


def test_the_page_loads_what_moves_them(built):
    scripts = [tag["src"] for tag in built["b"].select("script[src]")]
    places = (re.compile(name) for name in (r"live/parts\.js", r"live/mixer\.js", r"/explore\.js"))
    (parts,), (live,), (explore,) = (
        [k for k, src in enumerate(scripts) if place.search(src)] for place in places
    )
    assert parts < live < explore
    assert any("explore.css" in tag["href"] for tag in built["b"].select("link[rel=stylesheet]"))


def test_epub_has_the_still_and_its_reading(tmp_path, sphinx_build):
    words = {"epub_show_urls": "no", "version": "1", "epub_copyright": "Nhóm", "project": "Sách"}
    make(sphinx_build, tmp_path, builder="epub", **words)
    page = BeautifulSoup((tmp_path / "epub/b.xhtml").read_text("utf-8"), "html.parser")
    assert mixer.reading(*mixer.FIRST) in page.text and page.select_one("svg.hs-mixer")
    assert not page.select("input, button") and page.select_one('p.toy-where a[href^="a.xhtml"]')


@pytest.mark.parametrize(
    ("toys", "words"),
    [
        ("# B\n\n```{toy} a khong-co\n```\n", 'trang a không có hình tương tác name="khong-co"'),
        ("# B\n\n```{toy} khong_co mau\n```\n", "sách không có trang khong_co"),
    ],
)
def test_a_toy_that_is_not_there_is_said(tmp_path, sphinx_build, toys, words):
    try:
        said = make(sphinx_build, tmp_path, toys)
    except Exception as error:
        said = str(error)
    assert words in said
