"""Pictures that move, in Chromium: within the window, narrow on a phone, the controls in view."""

import pytest
from explore_page import greys, settled


def test_a_tall_picture_stays_within_the_window_and_keeps_its_shape(open_page, book):
    for height in (900, 500):
        page = open_page(book / "index.html", width=1366)
        page.set_viewport_size({"width": 1366, "height": height})
        picture = page.locator("#explore-cao .hs-explore-picture")
        picture.scroll_into_view_if_needed()
        page.wait_for_timeout(200)
        rem = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
        limit = min(0.6 * height, 30 * rem)
        box = picture.bounding_box()
        assert box["height"] == pytest.approx(limit, abs=1)
        assert box["width"] / box["height"] == pytest.approx(0.4, abs=0.01)
        assert greys(page, "cao") == pytest.approx([127, 51], abs=4)  # the still
        page.get_by_label("độ sáng của cột").fill("20")
        settled(page, "cao", "a = 20, tối")
        assert greys(page, "cao") == pytest.approx([255, 51], abs=4)  # a frame, in the same window
        after = picture.bounding_box()
        assert (after["width"], after["height"]) == (box["width"], box["height"])


def test_a_phone_has_the_narrow_drawings(open_page, book):
    for width, shape in ((1366, 2), (360, 0.5)):
        page = open_page(book / "index.html", width=width)
        picture = page.locator("#explore-hep .hs-explore-picture")
        picture.scroll_into_view_if_needed()
        page.wait_for_timeout(200)
        for value in (10, 20):
            page.get_by_label("độ sáng hai dáng").fill(str(value // 10))  # which of its three places
            settled(page, "hep", f"a = {value}")
            box = picture.bounding_box()
            assert box["width"] / box["height"] == pytest.approx(shape, abs=0.02)
            assert greys(page, "hep") == pytest.approx([255 * value / 20] * 2, abs=4)
    page.set_viewport_size({"width": 740, "height": 360})  # turned: the other drawing, at the same place
    page.wait_for_timeout(300)
    box = picture.bounding_box()
    assert box["width"] / box["height"] == pytest.approx(2, abs=0.02)
    assert greys(page, "hep") == pytest.approx([255, 255], abs=4)


def test_a_phone_keeps_the_controls_in_view_over_a_long_picture(open_page, book):
    page = open_page(book / "index.html", width=360)
    figure = page.locator("#explore-cao")
    figure.scroll_into_view_if_needed()
    figure.evaluate("e => window.scrollTo(0, e.getBoundingClientRect().top + scrollY + 150)")
    page.wait_for_timeout(100)
    assert figure.bounding_box()["y"] < -100
    head = figure.locator(".hs-explore-head").bounding_box()
    assert 0 <= head["y"] <= 60


def test_phone_has_room_for_fingers_and_does_not_move_sideways(open_page, book, sideways):
    page = open_page(book / "index.html", width=360)
    assert sideways(page) == []
    for field in page.locator(".hs-explore :is(input, select, button)").all():
        assert field.bounding_box()["height"] >= 44
    for picture in page.locator(".hs-explore-picture").all():
        assert picture.bounding_box()["width"] <= 360
    page.get_by_label("độ sáng bên trái").fill("20")
    settled(page, "xam", "a = 20, tối")
    assert greys(page) == pytest.approx([255, 51], abs=4)
    assert sideways(page) == []
