"""The race of optimisers in Chromium: the same paths and words as Python, by hand, finger and keyboard."""

from itertools import product

import numpy as np
import pytest

from hocsau.live import race
from hocsau.live.race import BATCHES, RACERS, SURFACES, controls, draw, page_data, path, reading


@pytest.fixture(scope="module")
def book(live_book):
    return live_book(race, alt="Cuộc đua", page="race", name="dua")


@pytest.fixture
def page(open_page, book):
    return open_page(book / "index.html")


def said(page):
    return page.locator(".hs-explore-reading").text_content()


def values(**changed):
    return {name: control.default for name, control in controls().items()} | changed


def test_every_surface_optimiser_rate_and_batch_goes_pythons_way(page):
    asked = [
        (racer, values(surface=surface, rate=rate, batch=batch, x=-1.3, y=0.9, steps=60))
        for racer, surface, rate, batch in product(RACERS, SURFACES, (0.003, 0.03, 0.1), ("cả tập", "16"))
    ]
    script = "([asked, data]) => asked.map(([racer, v]) => hocsauLive.race.path(racer, v, data))"
    for (racer, v), found in zip(asked, page.evaluate(script, [asked, page_data()]), strict=True):
        ours = path(racer, v["surface"], v["rate"], v["batch"], (v["x"], v["y"]), v["steps"])
        assert len(found) == len(ours)
        np.testing.assert_allclose(found, ours, rtol=1e-6, atol=1e-9)


def test_the_page_says_what_python_does(page):
    asked = [
        values(surface=surface, rate=rate, batch=batch, x=x, y=1.2, steps=steps)
        for surface, rate, batch, x, steps in product(SURFACES, (0.01, 1), BATCHES, (-0.7, 2), (0, 14))
    ]
    script = "([asked, data]) => asked.map(v => hocsauLive.race.reading(v, data))"
    assert page.evaluate(script, [asked, page_data()]) == [reading(**v) for v in asked]
    assert said(page) == draw(**values())[1]


def test_a_hand_drags_the_start(page):
    knob = page.locator(".hs-race-knob")
    knob.scroll_into_view_if_needed()
    box = page.locator(".hs-race-frame").bounding_box()
    start = knob.locator("rect").bounding_box()
    page.mouse.move(start["x"] + 6, start["y"] + 6)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.75 * box["width"], box["y"] + 0.25 * box["height"], steps=4)
    page.mouse.up()
    assert said(page) == reading(**values(x=1.0, y=1.0))


def test_a_finger_taps_the_start(open_page, book):
    page = open_page(book / "index.html", width=360)
    page.locator(".hs-race").scroll_into_view_if_needed()
    box = page.locator(".hs-race-frame").bounding_box()
    page.touchscreen.tap(box["x"] + 0.5 * box["width"], box["y"] + 0.5 * box["height"])
    assert said(page) == reading(**values(x=0.0, y=0.0))


def test_arrows_move_the_start_and_stop_at_the_edge(page):
    page.locator(".hs-race-knob").focus()
    for key in ["ArrowLeft"] * 4 + ["ArrowUp"]:
        page.keyboard.press(key)
    assert said(page) == reading(**values(x=-2.0, y=1.2))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_fits(open_page, book, sideways, width, theme):
    page = open_page(book / "index.html", width=width, theme=theme)
    assert sideways(page) == []
    box, svg = (page.locator(what).bounding_box() for what in (".hs-explore", ".hs-race"))
    assert box["x"] <= svg["x"] and svg["x"] + svg["width"] <= box["x"] + box["width"]
    assert page.locator(".hs-race-legend li").all_inner_texts() == list(RACERS)


def test_without_javascript_the_still_and_its_reading(open_page, book):
    page = open_page(book / "index.html", java_script_enabled=False, expect_errors=True)
    page.locator(".hs-explore img").scroll_into_view_if_needed()
    assert page.locator(".hs-explore img").is_visible() and said(page) == draw(**values())[1]


def test_a_strict_content_security_policy_is_kept(open_strictly, book):
    page = open_strictly(book)
    page.get_by_label("mặt loss", exact=True).select_option("cao nguyên")
    assert said(page) == reading(**values(surface="cao nguyên"))
