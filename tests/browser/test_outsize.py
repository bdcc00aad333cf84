"""The calculator of output sizes in Chromium: the same windows and words as Python."""

from itertools import product

import pytest

from hocsau.live import outsize
from hocsau.live.outsize import controls, draw, reading, unused, windows


@pytest.fixture(scope="module")
def book(live_book):
    return live_book(outsize, alt="Cỡ đầu ra", page="outsize", name="co")


@pytest.fixture
def page(open_page, book):
    return open_page(book / "index.html")


def move(page, values):
    for (_, control), value in zip(controls().items(), values, strict=True):
        place = control.values.index(value)
        page.get_by_label(control.label, exact=True).fill(str(place))


def test_every_setting_has_pythons_windows(page):
    asked = list(product(*(control.values for control in controls().values())))
    for name, twin in (("windows", windows), ("unused", unused)):
        script = f"asked => asked.map(([m, k, p, s]) => hocsauLive.outsize.{name}({{ m, k, p, s }}))"
        assert page.evaluate(script, asked) == [twin(*values) for values in asked]


@pytest.mark.parametrize(
    "values", [(6, 3, 0, 2), (5, 3, 1, 2), (12, 1, 3, 1), (1, 7, 0, 4), (9, 5, 2, 3), (7, 1, 0, 2)]
)
def test_the_page_draws_and_says_what_python_does(page, values):
    places = """e => [...e.querySelectorAll('rect')].map(n => ['class', 'x', 'y', 'width', 'height']
      .map(a => n.getAttribute(a)))"""
    move(page, values)
    assert page.locator(".hs-explore-reading").text_content() == reading(*values)
    made = page.locator(".hs-size").evaluate(places)
    page.set_content(draw(*values)[0])
    assert page.locator(".hs-size").evaluate(places) == made


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_fits(open_page, book, sideways, width, theme):
    page = open_page(book / "index.html", width=width, theme=theme)
    assert sideways(page) == []
    box, svg = (page.locator(what).bounding_box() for what in (".hs-explore", ".hs-size"))
    assert box["x"] <= svg["x"] and svg["x"] + svg["width"] <= box["x"] + box["width"]


def test_without_javascript_the_first_setting(open_page, book):
    page = open_page(book / "index.html", java_script_enabled=False, expect_errors=True)
    assert page.locator(".hs-size-window").count() == 2
    first = [control.default for control in controls().values()]
    assert page.locator(".hs-explore-reading").text_content() == reading(*first)


def test_a_strict_content_security_policy_is_kept(open_strictly, book):
    page = open_strictly(book)
    move(page, (8, 3, 1, 2))
    assert page.locator(".hs-explore-reading").text_content() == reading(8, 3, 1, 2)
