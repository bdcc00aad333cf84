"""The threshold along the precision–recall curve in Chromium: the same numbers as Python."""

import numpy as np
import pytest
from live_shapes import drawn, fits, move, said, same_strokes

from hocsau.live import pr_curve
from hocsau.live.pr_curve import controls, reading

START = {name: control.default for name, control in controls().items()}


@pytest.fixture(scope="module")
def book(live_book):
    return live_book(pr_curve, alt="Đường precision–recall", page="pr_curve", name="duong-pr")


@pytest.fixture
def page(open_page, book):
    return open_page(book / "index.html")


def test_every_stroke_and_word_is_pythons(page):
    rng = np.random.default_rng(0)
    same_strokes(page, "pr_curve", pr_curve, [START, *(drawn(controls(), rng) for _ in range(40))])


def test_the_controls_move_the_picture(page):
    before = page.locator(".hs-det").inner_html()
    chosen = {"threshold": 0.3, "area": "11 chỗ (VOC 2007)"}
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
    move(page, controls(), **{"threshold": 0.3, "area": "11 chỗ (VOC 2007)"})
    assert said(page) == reading(**START | {"threshold": 0.3, "area": "11 chỗ (VOC 2007)"})


def test_the_curve_is_dragged(page):
    svg = page.locator(".hs-det")
    svg.scroll_into_view_if_needed()
    frame = svg.bounding_box()
    zoom = frame["width"] / pr_curve.WIDTH

    def click(x, y):
        page.mouse.click(frame["x"] + x * zoom, frame["y"] + y * zoom)

    click(pr_curve.across(0.5), 12)  # in the row of dots: a score
    assert said(page) == reading(**START | {"threshold": 0.5})
    # on the curve: the corner of five boxes kept, four of them right
    click(pr_curve.across(0.4), pr_curve.up(4 / 5))
    assert said(page) == reading(**START | {"threshold": 0.82})
