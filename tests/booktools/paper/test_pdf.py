"""The PDF of a small book, printed by Chromium: numbers, outline, words; what is said without Chromium."""

import os
import unicodedata

import pytest

from booktools import __main__ as cli
from booktools.paper import pdf
from hocsau.doctor.browser import find_chromium


@pytest.fixture
def chromium():
    if find_chromium() is None:
        required = os.environ.get("HOCSAU_REQUIRE_BROWSER") == "1"
        (pytest.fail if required else pytest.skip)(pdf.NO_BROWSER.format(where=""))


@pytest.mark.browser
def test_the_book_has_contents_outline_and_readable_words(chromium, root):
    from pypdf import PdfReader

    target = pdf.make(root, root / "html", root / "out" / "sách.pdf")
    reader = PdfReader(target)
    texts = [page.extract_text() for page in reader.pages]
    # A font without "ẩ" draws it of two parts, and so it stands in the PDF.
    whole = unicodedata.normalize("NFC", " ".join(" ".join(texts).split()))
    for words in ("Mục lục", "1.1. Đầu", "x = 1", "mã ẩn", "Bằng 2.", "A đúng"):
        assert words in whole
    titles = [item.title for item in reader.outline if not isinstance(item, list)]
    assert titles[:3] == ["Mục lục", "Sách", "1. Một"]
    assert reader.trailer["/Root"]["/Lang"] == "vi"
    at = next(k for k, text in enumerate(texts) if "về chương một" in " ".join(text.split()))
    line = next(line for line in texts[1].splitlines() if "Thực hành: hai" in line)
    assert str(at + 1) in line.split() or str(at + 1) in texts[1].split()
    assert sorted(path.name for path in (root / "out").iterdir()) == ["sách.pdf"]


@pytest.mark.browser
def test_what_is_wider_than_the_paper_fails_and_leaves_the_old_file(chromium, root):
    page = root / "html" / "book" / "ch01_mot.html"
    wide = '<img src="../_images/explore/a.webp" style="max-width: none; width: 4000px" alt="">'
    page.write_text(page.read_text("utf-8").replace("<p>Tính.</p>", wide), encoding="utf-8")
    target = root / "a.pdf"
    target.write_bytes(b"old")
    with pytest.raises(ValueError, match="rộng hơn trang giấy: img"):
        pdf.make(root, root / "html", target)
    assert target.read_bytes() == b"old"


@pytest.mark.browser
def test_a_missing_picture_fails(chromium, root):
    (root / "html" / "_images" / "explore" / "a.webp").unlink()
    with pytest.raises(ValueError, match="không đọc được hình: .*a.webp"):
        pdf.make(root, root / "html", root / "a.pdf", "ch01_mot")


@pytest.mark.parametrize("name, value", [("HOCSAU_CHROMIUM", "/không/có"), ("PATH", "")])
def test_without_chromium_it_says_what_to_install(monkeypatch, capsys, name, value):
    monkeypatch.delenv("HOCSAU_CHROMIUM", raising=False)
    monkeypatch.setattr("hocsau.doctor.browser.USUAL_PATHS", ())
    monkeypatch.setenv(name, value)
    assert cli.main(["pdf"]) == 1
    message = capsys.readouterr().err
    assert "không tìm thấy Chromium" in message and "sudo apt install chromium" in message
    assert value in message


def test_an_unknown_chapter_is_said_before_anything_is_built(monkeypatch, capsys):
    monkeypatch.setattr(pdf, "browser_path", lambda: "chromium")
    assert cli.main(["pdf", "ch99_khong_co"]) == 1
    assert "không có chương tên 'ch99_khong_co'" in capsys.readouterr().err
