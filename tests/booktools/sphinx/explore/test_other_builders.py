"""explore() pictures where no script runs: EPUB, text, LaTeX."""

import base64

import pytest
from bs4 import BeautifulSoup
from explore_build import ALT, make, notebook


def test_epub_holds_the_still_as_png_and_the_reading(tmp_path, sphinx_build, outputs):
    settings = {"epub_show_urls": "no", "version": "1", "epub_copyright": "Nhóm", "project": "Sách"}
    make(sphinx_build, tmp_path, {"index.ipynb": notebook(*outputs.values())}, "epub", **settings)
    page = BeautifulSoup((tmp_path / "epub/index.xhtml").read_text("utf-8"), "html.parser")
    images = [image for image in page.select("img") if image.get("alt") == ALT]
    assert len(images) == 2 and all(image["src"].endswith(".png") for image in images)
    assert (tmp_path / "epub" / images[0]["src"]).read_bytes() == base64.b64decode(
        outputs["frames"]["image/png"]
    )
    assert page.text.count("J < 0.2, vuông") == 1 and "n = 2" in page.text and page.select_one("b")
    assert not page.select("input, select, script[src*=explore]")
    assert not list((tmp_path / "epub").rglob("*.webp"))


@pytest.mark.parametrize(("builder", "output"), [("text", "index.txt"), ("latex", "book.tex")])
def test_other_builders_hold_the_reading(tmp_path, sphinx_build, outputs, builder, output):
    documents = [("index", "book.tex", "Sách", "Nhóm", "manual")]
    pages = {"index.ipynb": notebook(outputs["frames"])}
    assert make(sphinx_build, tmp_path, pages, builder, latex_documents=documents) == ""
    text = (tmp_path / builder / output).read_text(encoding="utf-8")
    assert "0.2, vuông" in text
    assert builder == "text" or "includegraphics" in text
