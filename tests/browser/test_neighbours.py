"""Sixty garments and their neighbours in Chromium: the same order and words as Python."""

import pytest

from hocsau.live import neighbours
from hocsau.live.neighbours import FEATURES, PIXELS, controls, nearest, page_data, reading

START = {name: control.default for name, control in controls().items()}


@pytest.fixture(scope="module")
def book(live_book):
    return live_book(neighbours, alt="Hàng xóm", page="neighbours", name="hang-xom")


@pytest.fixture
def page(open_page, book):
    return open_page(book / "index.html")


def said(page):
    return page.locator(".hs-explore-reading").text_content()


def test_every_garment_has_pythons_neighbours_and_words(page):
    asked = [
        {"picture": n, "k": k, "space": space}
        for n in range(1, 61)
        for k in (1, 3, 5)
        for space in (PIXELS, FEATURES)
    ]
    script = """([data, asked]) => asked.map(v =>
      [hocsauLive.neighbours.nearest(v, data), hocsauLive.neighbours.reading(v, data)])"""
    answers = page.evaluate(script, [page_data(), asked])
    assert answers == [[nearest(**values), reading(**values)] for values in asked]


def test_a_click_chooses_a_garment_and_marks_its_neighbours(page):
    page.locator(".hs-near-cell").nth(11).click()
    assert said(page) == reading(**START | {"picture": 12})
    marked = page.locator(".hs-near-cell:is(.is-same, .is-other)")
    numbers = {int(cell.inner_text()): cell for cell in marked.all()}
    assert sorted(numbers) == [1, 2, 3, 4, 5]
    places = [page.locator(".hs-near-cell b").nth(n - 1).inner_text() for n in nearest(12, 5, PIXELS)]
    assert places == ["1", "2", "3", "4", "5"]
    assert page.get_by_label("món số", exact=True).input_value() == "11"  # the slider follows


def test_the_controls_do_the_same_by_keyboard(page):
    page.get_by_label("so bằng", exact=True).select_option(FEATURES)
    page.get_by_label("k: số hàng xóm", exact=True).fill("1")
    page.get_by_label("món số", exact=True).press("ArrowRight")
    assert said(page) == reading(38, 2, FEATURES)
    assert page.locator(".hs-near-item").filter(visible=True).count() == 3


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_fits(open_page, book, sideways, width, theme):
    page = open_page(book / "index.html", width=width, theme=theme)
    assert sideways(page) == []
    box = page.locator(".hs-explore").bounding_box()
    assert box["height"] < (0.92 * 740 if width < 600 else 0.8 * 900)
    for part in page.locator(".hs-near-root canvas").all():
        inside = part.bounding_box()
        assert inside["x"] >= box["x"] and inside["x"] + inside["width"] <= box["x"] + box["width"]


def test_without_javascript_the_still_and_its_reading(open_page, book):
    page = open_page(book / "index.html", java_script_enabled=False, expect_errors=True)
    image = page.locator(".hs-explore img")
    image.scroll_into_view_if_needed()
    assert image.is_visible() and said(page) == reading(**START)


def test_a_strict_content_security_policy_is_kept(open_strictly, book):
    page = open_strictly(book)
    page.locator(".hs-near-cell").nth(0).click()
    assert said(page) == reading(**START | {"picture": 1})
