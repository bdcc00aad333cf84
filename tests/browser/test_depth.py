"""Gradients by depth in Chromium: the page's own forward and backward against the layers of hocsau.nn."""

from itertools import product

import numpy as np
import pytest

from hocsau.live import depth
from hocsau.live.depth import ACTIVATIONS, NORMS, SPREADS, controls, draw, measure, page_data, reading


@pytest.fixture(scope="module")
def book(live_book):
    return live_book(depth, alt="Gradient theo độ sâu", page="depth", name="do-sau")


@pytest.fixture
def page(open_page, book):
    return open_page(book / "index.html")


def said(page):
    return page.locator(".hs-explore-reading").text_content()


def values(**changed):
    return {name: control.default for name, control in controls().items()} | changed


def test_every_network_has_pythons_numbers_and_words(page):
    asked = [
        dict(zip(controls(), (layers, *kind), strict=True))
        for layers, kind in product((2, 13, 30), product(ACTIVATIONS, SPREADS, NORMS, ("không", "có")))
    ]
    script = """([asked, data]) => asked.map(v => {
      const { slope, spread } = hocsauLive.depth.measure(v, data);
      return { slope, spread, words: hocsauLive.depth.reading(v, data) }; })"""
    for v, found in zip(asked, page.evaluate(script, [asked, page_data()]), strict=True):
        slope, spread = measure(**v)
        np.testing.assert_allclose(found["slope"], slope, rtol=1e-7, err_msg=str(v))
        np.testing.assert_allclose(found["spread"], spread, rtol=1e-7, err_msg=str(v))
        assert found["words"] == reading(slope)


def test_the_controls_redraw_it(page):
    assert said(page) == draw(**values())[1]
    page.get_by_label("activation", exact=True).select_option("ReLU")
    page.get_by_label("khởi tạo", exact=True).select_option("He")
    page.get_by_label("đường nối tắt", exact=True).select_option("có")
    page.get_by_label("chuẩn hoá", exact=True).select_option("layer norm")
    v = values(activation="ReLU", init="He", norm="layer norm", residual="có")
    assert said(page) == reading(measure(**v)[0])
    assert page.locator(".hs-depth-slope-dot").count() == v["layers"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_fits(open_page, book, sideways, width, theme):
    page = open_page(book / "index.html", width=width, theme=theme)
    assert sideways(page) == []
    box, svg = (page.locator(what).bounding_box() for what in (".hs-explore", ".hs-depth"))
    assert box["x"] <= svg["x"] and svg["x"] + svg["width"] <= box["x"] + box["width"]


def test_without_javascript_the_still_and_its_reading(open_page, book):
    page = open_page(book / "index.html", java_script_enabled=False, expect_errors=True)
    page.locator(".hs-explore img").scroll_into_view_if_needed()
    assert page.locator(".hs-explore img").is_visible() and said(page) == draw(**values())[1]


def test_a_strict_content_security_policy_is_kept(open_strictly, book):
    page = open_strictly(book)
    page.get_by_label("activation", exact=True).select_option("tanh")
    assert said(page) == reading(measure(**values(activation="tanh"))[0])
