"""One photo under nine controls in Chromium: the same pixels and words as Python."""

import numpy as np
import pytest

from hocsau.live import augment
from hocsau.live.augment import controls, page_data, reading, result

START = {name: control.default for name, control in controls().items()}


@pytest.fixture(scope="module")
def book(live_book):
    return live_book(augment, alt="Augmentation", page="augment", name="bien-doi")


@pytest.fixture
def page(open_page, book):
    return open_page(book / "index.html")


def move(page, **values):
    for name, value in values.items():
        field = page.get_by_label(controls()[name].label, exact=True)
        if isinstance(value, str):
            field.select_option(value)
        else:
            field.fill(str(controls()[name].values.index(value)))


def drawn(rng):
    return {name: control.values[rng.integers(len(control.values))] for name, control in controls().items()}


def test_every_pixel_and_word_is_pythons(page):
    rng = np.random.default_rng(0)
    asked = [START, *(drawn(rng) for _ in range(20))]
    data = page_data()
    script = """([d, asked]) => asked.map(v =>
      [hocsauLive.augment.result(d.photo, v, d), hocsauLive.augment.reading(v, d)])"""
    for values, (pixels, words) in zip(asked, page.evaluate(script, [data, asked]), strict=True):
        off = np.reshape(pixels, (120, 160, 3)).astype(int) - result(**values)
        # cos and tan may differ in their last bit: at most a pixel that stands on the edge of rounding
        assert np.abs(off).max() <= 1 and np.mean(off != 0) < 1e-3
        assert words == reading(**values)


def test_the_controls_move_the_picture(page):
    chosen = {"angle": -45, "zoom": 1.5, "dx": 0.2, "light": 0.5, "flip": "trái phải", "fill": "soi gương"}
    move(page, **chosen)
    assert page.locator(".hs-explore-reading").text_content() == reading(**START | chosen)
    script = "e => [...e.getContext('2d').getImageData(0, 0, e.width, e.height).data]"
    pixels = np.reshape(page.locator(".hs-augment-screen canvas").nth(1).evaluate(script), (120, 160, 4))
    assert np.abs(pixels[..., :3].astype(int) - result(**START | chosen)).max() <= 1
    assert (pixels[..., 3] == 255).all()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_fits(open_page, book, sideways, width, theme):
    page = open_page(book / "index.html", width=width, theme=theme)
    assert sideways(page) == []
    box = page.locator(".hs-explore").bounding_box()
    assert box["height"] < (0.92 * 740 if width < 600 else 0.8 * 900)
    first, second = (page.locator(".hs-augment-screen canvas").nth(k).bounding_box() for k in (0, 1))
    assert first["y"] == second["y"] and second["x"] + second["width"] <= box["x"] + box["width"]
    for control in page.locator(".hs-explore :is(input, select)").all():
        assert control.bounding_box()["height"] >= 44
    script = """e => { const found = [];
      for (; e; e = e.parentElement) found.push(getComputedStyle(e).filter); return found; }"""
    assert set(page.locator(".hs-augment-screen canvas").first.evaluate(script)) == {"none"}


def test_without_javascript_the_still_and_its_reading(open_page, book):
    page = open_page(book / "index.html", java_script_enabled=False, expect_errors=True)
    image = page.locator(".hs-explore img")
    image.scroll_into_view_if_needed()
    assert image.is_visible()
    assert page.locator(".hs-explore-reading").text_content() == reading(**START)


def test_a_strict_content_security_policy_is_kept(open_strictly, book):
    page = open_strictly(book)
    move(page, angle=90)
    assert page.locator(".hs-explore-reading").text_content() == reading(**START | {"angle": 90})
