"""The EPUB: valid for epubcheck, the same bytes twice, links that hold, formulas that read."""

import os
import re
import zipfile

import pytest

from booktools.paper import epub, xhtml


@pytest.fixture
def book(root):
    return epub.make(root, root / "html", root / "out" / epub.NAME)


def needs_checker() -> None:
    if epub.checker() is None:
        required = os.environ.get("HOCSAU_REQUIRE_EPUBCHECK") == "1"
        (pytest.fail if required else pytest.skip)(epub.NO_CHECKER)


def test_epubcheck_finds_nothing(book):
    needs_checker()
    assert epub.check(book) == []


def test_epubcheck_finds_what_is_wrong(book, tmp_path):
    needs_checker()
    broken = tmp_path / "hỏng.epub"
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(b"</section>", b"", 1) if "ch01" in name else old.read(name)
            new.writestr(name, content)
    assert any(line.startswith(("ERROR", "FATAL")) for line in epub.check(broken))


def test_it_is_in_vietnamese_with_cover_contents_and_reading_order(book):
    with zipfile.ZipFile(book) as made:
        first = made.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        opf, nav = (made.read(f"OEBPS/{name}").decode() for name in ("content.opf", "nav.xhtml"))
        assert "<dc:language>vi</dc:language>" in opf and "Học sâu" in opf
        spine = re.findall('idref="([^"]+)"', opf)
        assert spine == ["p-cover", "nav", "p-index", "p-ch01_mot", "p-ch02_lab_hai"]
        assert made.read("OEBPS/cover.png").startswith(b"\x89PNG")
        for words in ("Phần I · Đầu", "1. Một", "1.1. Đầu", "Lời giải và đáp án", "Thực hành: hai"):
            assert words in nav
        # The lab stands inside its chapter.
        assert nav.index("ch02_lab_hai") > nav.index("ch01_mot") and nav.count("<ol>") == 3


def test_formulas_are_mathml_with_their_latex_and_pictures_are_png(book):
    with zipfile.ZipFile(book) as made:
        text = made.read("OEBPS/ch01_mot.xhtml").decode()
        assert text.count("<math") == 2 and 'display="block"' in text and "alttext=" in text
        assert "katex" not in text and "<semantics" not in text and "columnspacing" not in text
        assert 'src="images/a.png"' in text and made.read("OEBPS/images/a.png").startswith(b"\x89PNG")
        assert "Bằng 2." in text and text.index("Bằng 2.") > text.index("Đố vui")


def test_links_stay_in_the_book_or_go_to_the_web(book):
    with zipfile.ZipFile(book) as made:
        hrefs = re.findall('<a[^>]* href="([^"]+)"', made.read("OEBPS/ch01_mot.xhtml").decode())
        assert "ch02_lab_hai.xhtml#hai" in hrefs and "#sol-1" in hrefs and "https://x.vn/" in hrefs
        web = [href for href in hrefs if href.endswith(("book/progress.html", "notebooks/a.ipynb"))]
        assert len(web) == 2 and all(href.startswith("https://") for href in web)


def test_twice_gives_the_same_bytes(book, root):
    assert epub.make(root, root / "html", root / "other.epub").read_bytes() == book.read_bytes()


def test_a_missing_picture_fails_and_leaves_the_old_file(book, root):
    before = book.read_bytes()
    (root / "html" / "_images" / "explore" / "a.webp").unlink()
    with pytest.raises(FileNotFoundError, match="thiếu hình .*a.webp"):
        epub.make(root, root / "html", book)
    assert book.read_bytes() == before


def test_without_java_it_says_what_to_install(monkeypatch, root):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(FileNotFoundError, match="sudo apt install epubcheck"):
        epub.check(root / "a.epub")
    monkeypatch.setenv("HOCSAU_REQUIRE_EPUBCHECK", "1")
    with pytest.raises(FileNotFoundError, match="không tìm thấy epubcheck"):
        epub.run(root)


def test_svg_drops_ids_that_are_no_xml_names():
    svg = '<svg><g id="∂L/∂w"/><g id="a:b"/><g id="1a"/><g id="a-1.b_ê"/></svg>'
    assert xhtml._clean_svg(svg.encode()) == '<svg><g/><g/><g/><g id="a-1.b_ê"/></svg>'.encode()


def test_svg_keeps_the_first_of_ids_that_stand_twice():
    svg = '<!DOCTYPE svg><svg><metadata>x</metadata><g id="a"/><path id="b" style="s"/><g id="a"/></svg>'
    assert xhtml._clean_svg(svg.encode()) == b'<svg><g id="a"/><path d="M0 0" id="b" style="s"/><g/></svg>'
