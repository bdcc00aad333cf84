"""The zip of the book: the same bytes for the same pages, nothing that needs a server, never half a file."""

import os
import zipfile

import pytest

from booktools.offline import archive


@pytest.fixture
def html(tmp_path):
    folder = tmp_path / "html"
    pages = ("index.html", "search-index.js", "book/a.html", "book/B.html", "_static/book.css")
    served = ("pagefind/pagefind.js", "sw.js", "manifest.webmanifest", "offline.html", "404.html")
    for name in pages + served:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"chữ của {name}", encoding="utf-8")
    return folder


def test_it_holds_the_pages_sorted_and_nothing_for_servers(html, tmp_path):
    with zipfile.ZipFile(archive.make(html, tmp_path / "a.zip")) as made:
        assert made.testzip() is None
        assert made.namelist() == [
            f"hoc-sau/{name}"
            for name in (
                "DOC-TRUOC.txt",
                "_static/book.css",
                "book/B.html",
                "book/a.html",
                "index.html",
                "search-index.js",
            )  # fmt: skip
        ]
        assert made.read("hoc-sau/book/a.html").decode() == "chữ của book/a.html"
        assert "index.html" in made.read("hoc-sau/DOC-TRUOC.txt").decode()


def test_another_day_gives_the_same_bytes_and_another_page_does_not(html, tmp_path):
    first = archive.make(html, tmp_path / "a.zip").read_bytes()
    os.utime(html / "index.html", (10**9, 10**9))
    assert archive.make(html, tmp_path / "b.zip").read_bytes() == first
    (html / "book" / "a.html").write_text("khác", encoding="utf-8")
    assert archive.make(html, tmp_path / "b.zip").read_bytes() != first


def test_a_failure_leaves_the_older_zip_whole(html, tmp_path):
    target = archive.make(html, tmp_path / "a.zip")
    before = target.read_bytes()

    def broken():
        yield "a", b"x", True
        raise OSError("đĩa hỏng")

    with pytest.raises(OSError, match="đĩa hỏng"):
        archive.write_entries(target, broken())
    assert target.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "html"]


@pytest.mark.parametrize("missing", ["index.html", "search-index.js"])
def test_a_book_that_is_not_built_is_said_in_words(html, tmp_path, missing):
    (html / missing).unlink()
    with pytest.raises(FileNotFoundError, match="hãy build sách trước"):
        archive.make(html, tmp_path / "a.zip")
    assert not (tmp_path / "a.zip").exists()
