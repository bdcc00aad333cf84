"""Red, green and blue light in Chromium: the colours that the reader sees are the numbers of the sliders."""

import io

import pytest
from PIL import Image

from hocsau.live import mixer
from hocsau.live.mixer import FIRST, draw, reading


@pytest.fixture(scope="module")
def book(live_book):
    return live_book(mixer, alt="Trộn màu", page="mixer", name="rgb")


def seen(page):
    """The colours in the middle of the four patches, as they are on the screen."""
    found = []
    for patch in page.locator(".hs-mixer rect").all():
        patch.scroll_into_view_if_needed()
        image = Image.open(io.BytesIO(patch.screenshot())).convert("RGB")
        found.append(image.getpixel((image.width // 2, image.height // 2)))
    return found


def move(page, colour):
    for label, value in zip(mixer.NAMES, colour, strict=True):
        page.get_by_label(label, exact=True).fill(str(value))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_screen_shows_exactly_these_colours(open_page, book, theme):
    page = open_page(book / "index.html", theme=theme)
    for colour in [FIRST, (255, 255, 0), (1, 2, 3), (0, 0, 0), (255, 255, 255)]:
        move(page, colour)
        r, g, b = colour
        assert seen(page) == [(r, 0, 0), (0, g, 0), (0, 0, b), colour]
        assert page.locator(".hs-explore-reading").text_content() == reading(*colour)


def test_the_page_draws_what_python_draws(open_page, book):
    page = open_page(book / "index.html")
    places = """e => [...e.querySelectorAll('rect, text')].map(n =>
      ['x', 'y', 'width', 'height', 'fill', 'rx'].map(a => n.getAttribute(a)).concat(n.textContent))"""
    move(page, (9, 80, 250))
    made = page.locator(".hs-mixer").evaluate(places)
    page.set_content(draw(9, 80, 250)[0])
    assert page.locator(".hs-mixer").evaluate(places) == made


@pytest.mark.parametrize("width", [360, 1280])
def test_it_fits(open_page, book, sideways, width):
    assert sideways(open_page(book / "index.html", width=width)) == []


def test_without_javascript_the_first_colour(open_page, book):
    page = open_page(book / "index.html", java_script_enabled=False, expect_errors=True)
    assert seen(page)[3] == FIRST
    assert page.locator(".hs-explore-reading").text_content() == reading(*FIRST)


def test_a_strict_content_security_policy_is_kept(open_strictly, book):
    page = open_strictly(book)
    move(page, (200, 100, 50))
    assert seen(page)[3] == (200, 100, 50)
