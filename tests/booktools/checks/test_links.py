"""Dead links, missing pictures and whatever a page would fetch from elsewhere are found in built pages."""

from pathlib import Path

import pytest

from booktools.checks.links import check_site

GOOD = """\
<!doctype html><html><head>
<link rel="canonical" href="https://book.example.org/index.html">
<link rel="stylesheet" href="_static/a.css?v=1"><link rel="next" href="book/hai.html">
<style>.a { background: url("_static/a.png") } /* url(gone.png) */</style>
<meta property="og:image" content="https://book.example.org/a.png">
<script>const url = "src='gone.js'";</script>
</head><body id="than">
<a href="#">lên đầu</a> <a href="#top">lên đầu</a> <a href="#than">thân</a>
<a href="book/hai.html#mục">hai</a> <a href="book/hai.html#m%E1%BB%A5c">hai</a> <a href="book/">thư mục</a>
<a href="https://example.org/x">ra ngoài</a> <a href="mailto:a@example.org">thư</a>
<img src="_static/a.png" srcset="_static/a.png 1x, _static/a.png 2x" alt="a">
<img src="data:image/png;base64,AAAA" alt="b"><br/><svg><use href="#than"/></svg>
</body></html>
"""


@pytest.fixture
def site(tmp_path) -> Path:
    (tmp_path / "_static").mkdir()
    (tmp_path / "book").mkdir()
    (tmp_path / "index.html").write_text(GOOD, encoding="utf-8")
    two = '<h1 id="mục">Hai</h1><a href="../index.html#than">về</a>'
    for name in ("hai.html", "index.html"):
        (tmp_path / "book" / name).write_text(two, encoding="utf-8")
    (tmp_path / "_static" / "a.css").write_text("@font-face { src: url(a.woff2?x#y) }", encoding="utf-8")
    for name in ("a.png", "a.woff2"):
        (tmp_path / "_static" / name).write_bytes(b"")
    return tmp_path


def messages(site: Path) -> list[str]:
    return [str(problem) for problem in check_site(site)]


def test_a_sound_site_passes(site):
    assert messages(site) == []


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ('<a href="ba.html">', "không có tệp này: ba.html"),
        ('<a href="Book/hai.html">', "không có tệp này: Book/hai.html"),
        ('<a href="../hai.html">', "không có tệp này: ../hai.html"),
        ('<a href="book/hai.html#không">', "trang book/hai.html không có chỗ #không"),
        ('<a href="#gone">', "trang index.html không có chỗ #gone"),
        ('<a href="_static/">', "không có tệp này: _static/"),
        ('<a href="/book/hai.html">', "địa chỉ bắt đầu bằng /"),
        ('<a href="">', "địa chỉ để trống"),
        ('<a href="javascript:go()">', "địa chỉ lạ: javascript:go()"),
        ('<a href="file:///home/a.html">', "địa chỉ lạ: file:///home/a.html"),
        ('<img src="gone.png">', "không có tệp này: gone.png"),
        ('<img src="_static/a.png" srcset="gone.png 2x">', "không có tệp này: gone.png"),
        ('<img src="https://cdn.example.org/a.png">', "trang tải từ nơi khác: https://cdn.example.org/a.png"),
        ('<script src="//cdn.example.org/a.js"></script>', "trang tải từ nơi khác: //cdn.example.org/a.js"),
        ('<script src="gone.js"></script>', "không có tệp này: gone.js"),
        ('<link rel="stylesheet" href="https://cdn.example.org/a.css">', "trang tải từ nơi khác"),
        ('<link rel="preconnect" href="https://fonts.example.org">', "trang tải từ nơi khác"),
        ('<link rel="shortcut icon" href="gone.ico">', "không có tệp này: gone.ico"),
        ('<iframe src="https://example.org"></iframe>', "trang tải từ nơi khác"),
        ('<div style="background: url(https://example.org/a.png)">', "trang tải từ nơi khác"),
        ("<style>\n@import 'https://example.org/a.css';</style>", "trang tải từ nơi khác"),
        ('<meta http-equiv="refresh" content="0; url=gone.html">', "không có tệp này: gone.html"),
        ('<form action="search.html">', "không có tệp này: search.html"),
    ],
)
def test_what_is_wrong_is_found_with_its_line(site, html, message):
    page = site / "index.html"
    page.write_text(GOOD.replace("</body>", f"{html}\n</body>"), encoding="utf-8")
    (found,) = messages(site)
    line = 14 if "\n@import" in html else 13
    assert found.startswith(f"index.html:{line}: ") and message in found


@pytest.mark.parametrize(
    ("css", "message"),
    [
        ("a {}\n@font-face { src: url('gone.woff2') }", "_static/a.css:2: không có tệp này: gone.woff2"),
        ('@import url("https://example.org/a.css");', "_static/a.css:1: trang tải từ nơi khác"),
    ],
)
def test_style_sheets_are_read_too(site, css, message):
    (site / "_static" / "a.css").write_text(css, encoding="utf-8")
    (found,) = messages(site)
    assert found.startswith(message)


def test_a_folder_without_a_book_does_not_pass(tmp_path):
    assert "không thấy index.html" in messages(tmp_path)[0]
