"""Regions merged in Chromium: the same pieces, boxes and words as Python."""

import numpy as np
import pytest
from live_shapes import drawn, fits, move, said, same_strokes

from hocsau.live import regions
from hocsau.live.regions import controls, reading

START = {name: control.default for name, control in controls().items()}


@pytest.fixture(scope="module")
def book(live_book):
    return live_book(regions, alt="Gộp dần các mảng", page="regions", name="gop-mang")


@pytest.fixture
def page(open_page, book):
    return open_page(book / "index.html")


def test_every_stroke_and_word_is_pythons(page):
    rng = np.random.default_rng(0)
    same_strokes(page, "regions", regions, [START, *(drawn(controls(), rng) for _ in range(20))])


def test_the_controls_move_the_picture(page):
    before = page.locator(".hs-det").inner_html()
    chosen = {"step": 6, "by": "chỉ màu"}
    move(page, controls(), **chosen)
    assert said(page) == reading(**START | chosen) and page.locator(".hs-det").inner_html() != before


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_fits(open_page, book, sideways, width, theme):
    fits(open_page(book / "index.html", width=width, theme=theme), sideways, width)


def test_without_javascript_the_still_and_its_reading(open_page, book):
    page = open_page(book / "index.html", java_script_enabled=False, expect_errors=True)
    assert page.locator(".hs-det").first.is_visible() and said(page) == reading(**START)


def test_a_strict_content_security_policy_is_kept(open_strictly, book):
    page = open_strictly(book)
    move(page, controls(), **{"step": 6, "by": "chỉ màu"})
    assert said(page) == reading(**START | {"step": 6, "by": "chỉ màu"})
