"""The small parts of a page: weight, words, pictures, the book's own drawings."""

import gettext
import re
from pathlib import Path

import pydata_sphinx_theme
import pytest
from PIL import Image

from booktools import art
from booktools.sphinx import page, pictures, vietnamese, weight

STATIC = Path(__file__).resolve().parents[3] / "book" / "_static"
THEME = Path(pydata_sphinx_theme.__file__).parent / "theme" / "pydata_sphinx_theme" / "static"


def test_the_theme_s_icon_font_goes_and_nothing_else():
    sheet = (THEME / "styles" / "pydata-sphinx-theme.css").read_text("utf-8")
    lighter = weight.ICON_FONT.sub("", sheet)
    assert "Awesome" in sheet and len(lighter) < 0.8 * len(sheet)
    assert not re.search(r"url\([^)]*fontawesome", lighter)
    gone = [match[0] for match in weight.ICON_FONT.finditer(sheet)]
    assert all(re.match(r"@font-face|@keyframes fa-|\.fa(\b|[brs]\b|-)", rule) for rule in gone)
    assert lighter.count("{") == lighter.count("}") or sheet.count("{") != sheet.count("}")
    assert ".fade{" in lighter and ".bd-sidebar-secondary" in lighter


@pytest.mark.parametrize(
    ("name", "body", "used"),
    [
        ("_static/searchtools.js", "", False),
        ("_static/katex/katex.min.css?v=1", "<p>chữ</p>", False),
        ("_static/katex/katex.min.css?v=1", '<span class="katex">', True),
        ("_static/sphinx-design.min.css", '<div class="docutils sd-card">', True),
        ("_static/sphinx-design.min.css", "<p>sd-card</p>", False),
        ("_static/book.css", "", True),
    ],
)
def test_a_page_loads_what_it_uses(name, body, used):
    assert weight._is_used(name, body) is used


def test_our_words_come_before_the_catalogue_and_leave_the_rest():
    class Below(gettext.NullTranslations):
        def gettext(self, message):
            return f"dưới: {message}"

    words = vietnamese.Vietnamese(Below())
    assert words.gettext("Search") == "Tìm kiếm"
    assert words.gettext("no such message") == "dưới: no such message"


def test_the_interface_s_words_are_vietnamese_sentences():
    for english, words in vietnamese.WORDS.items():
        assert words and words != english
        assert re.findall(r"%\(\w+\)s|%s", english) == re.findall(r"%\(\w+\)s|%s", words)


def test_size_of_pictures(tmp_path):
    Image.new("RGB", (30, 20)).save(tmp_path / "a.png")
    (tmp_path / "b.svg").write_text(
        '<?xml version="1.0"?>\n<svg width="72pt" height="36pt" viewBox="0 0 1 1"/>'
    )
    (tmp_path / "c.svg").write_text("<svg viewBox='0 0 1 1'/>")
    (tmp_path / "d.png").write_text("không phải ảnh")
    assert pictures.size(tmp_path / "a.png") == (30, 20)
    assert pictures.size(tmp_path / "b.svg") == (96, 48)
    assert pictures.size(tmp_path / "c.svg") is None
    assert pictures.size(tmp_path / "d.png") is None
    assert pictures.size(tmp_path / "e.png") is None
    for dpi in (96, 100, 192, 200):  # sharp pictures are twice as big as they are to be shown
        Image.new("RGB", (60, 40)).save(tmp_path / f"{dpi}.png", dpi=(dpi, dpi))
        assert pictures.size(tmp_path / f"{dpi}.png") == ((60, 40) if dpi < 150 else (30, 20))


def test_pictures_with_a_size_or_loading_of_their_own_are_left():
    for tag in ('<img loading="eager" src="../_images/a.png" />', '<img src="../_static/a.png" />'):
        assert pictures.TAG.sub("đổi", tag) == tag


def test_the_kept_drawings_are_those_of_the_script(tmp_path):
    for path in art.draw_all(tmp_path):
        kept = STATIC / path.name
        if path.suffix == ".svg":
            assert kept.read_text("utf-8") == path.read_text("utf-8")
        else:
            with Image.open(kept) as ours, Image.open(path) as drawn:
                assert ours.size == drawn.size
    with Image.open(STATIC / "social.png") as card:
        assert card.size == (1200, 630)


def test_icons_credit_their_maker_and_cover_what_the_templates_name():
    sheet = (STATIC / "icons.css").read_text("utf-8")
    assert "CC BY 4.0" in sheet and "@fortawesome/fontawesome-free" in sheet
    named = set()
    for template in Path(weight.__file__).with_name("templates").rglob("*.html"):
        named |= set(re.findall(r"fa-solid fa-([\w-]+)", template.read_text("utf-8")))
    assert len(named) > 8
    for name in named:
        assert f".fa-{name} {{" in sheet


def test_widths_of_windows_are_counted_in_letters():
    text = (
        "@media (min-width:960px) and (max-width: 1199.98px){a{width:960px}} matchMedia('(min-width: 992px)')"
    )
    assert weight.in_letters(text) == (
        "@media (min-width:60em) and (max-width: 74.9988em){a{width:960px}} matchMedia('(min-width: 62em)')"
    )


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Đọc và chạy hết chương mất khoảng ba giờ rưỡi. Bạn nên chia ba lần.", "khoảng ba giờ rưỡi"),
        ("Đọc và chạy mất chừng hai giờ, chia đôi là vừa.", "chừng hai giờ"),
        ("Đọc hết mất khoảng một giờ; nghỉ ở giữa.", "khoảng một giờ"),
        ("Mỗi lượt huấn luyện mất chừng 25 phút, nên ta đọc trước.", ""),
        ("Đọc kĩ.\nMáy chạy mất khoảng một giờ.", ""),
    ],
)
def test_the_time_that_a_page_takes_is_read_in_its_own_words(text, time):
    assert page.reading_time(text) == time
