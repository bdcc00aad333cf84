"""Two dragged boxes in Chromium: the same cells counted and the same words as Python."""

import numpy as np
import pytest
from live_shapes import drawn, fits, move, said, same_strokes

from hocsau.live import boxes
from hocsau.live.boxes import controls, reading

START = {name: control.default for name, control in controls().items()}


@pytest.fixture(scope="module")
def book(live_book):
    return live_book(boxes, alt="Hai khung trên lưới ô", page="boxes", name="hai-khung")


@pytest.fixture
def page(open_page, book):
    return open_page(book / "index.html")


def test_every_stroke_and_word_is_pythons(page):
    rng = np.random.default_rng(0)
    same_strokes(page, "boxes", boxes, [START, *(drawn(controls(), rng) for _ in range(60))])


def test_the_controls_move_the_picture(page):
    before = page.locator(".hs-det").inner_html()
    chosen = {"ax": 0, "bw": 11}
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
    move(page, controls(), **{"ax": 0, "bw": 11})
    assert said(page) == reading(**START | {"ax": 0, "bw": 11})


def test_every_setting_gives_pythons_numbers(page):
    rng = np.random.default_rng(1)
    asked = [drawn(controls(), rng) for _ in range(300)]
    script = "([d, asked]) => asked.map(v => hocsauLive.boxes.measure(v, d))"
    for values, made in zip(asked, page.evaluate(script, [boxes.page_data(), asked]), strict=True):
        assert made == pytest.approx(boxes.measure(**values), abs=1e-15)


def test_a_box_is_dragged_and_its_corner_too(page):
    knobs = page.locator(".hs-det-knob")
    cell = page.locator(".hs-det").bounding_box()["width"] / boxes.COLUMNS

    def drag(knob, across, down):
        knob.scroll_into_view_if_needed()
        place = knob.bounding_box()
        x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + across * cell, y + down * cell, steps=4)
        page.mouse.up()

    drag(knobs.nth(0), 2, 1)
    assert said(page) == reading(**START | {"ax": 5, "ay": 3})
    drag(knobs.nth(3), -3, 1)
    assert said(page) == reading(**START | {"ax": 5, "ay": 3, "bw": 3, "bh": 6})
    drag(knobs.nth(0), -90, -90)  # stays on the grid
    assert said(page) == reading(**START | {"ax": 0, "ay": 0, "bw": 3, "bh": 6})


def test_the_keyboard_moves_them(page):
    knobs = page.locator(".hs-det-knob")
    knobs.nth(2).focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
    assert said(page) == reading(**START | {"bx": 8, "by": 3})
    assert knobs.nth(2).get_attribute("aria-valuetext") == "trái 8, trên 3"
    knobs.nth(1).focus()
    page.keyboard.press("ArrowLeft")
    assert said(page) == reading(**START | {"bx": 8, "by": 3, "aw": 5})
    assert knobs.nth(1).get_attribute("aria-valuetext") == "rộng 5, cao 5"
