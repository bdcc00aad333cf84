"""Pictures that move, in Chromium for every reader: in the dark, on paper, without JavaScript, strictly."""

import pytest
from explore_page import greys, reading, settled, with_point

from hocsau.live import outlier


def test_dark_mode_turns_pictures_once(open_page, book):
    page = open_page(book / "index.html", theme="dark")
    page.get_by_label("độ sáng bên trái").scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    inverted = [255 * (0.92 - 0.84 * value) for value in (0.5, 0.2)]
    assert greys(page) == pytest.approx(inverted, abs=8)  # the still
    page.get_by_label("độ sáng bên trái").fill("20")
    settled(page, "xam", "a = 20, tối")
    assert greys(page) == pytest.approx([255 * 0.08, 255 * (0.92 - 0.84 * 0.2)], abs=8)  # a frame
    colour = page.locator("#explore-cham svg text").first.evaluate("e => getComputedStyle(e).fill")
    assert min(int(part) for part in colour[4:-1].split(",")[:3]) > 150


def test_a_photograph_keeps_its_colours_in_the_dark(open_page, book):
    page = open_page(book / "index.html", theme="dark")
    page.get_by_label("độ sáng của ảnh").scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    assert greys(page, "chup") == pytest.approx([127, 51], abs=4)  # the still
    page.get_by_label("độ sáng của ảnh").fill("20")
    settled(page, "chup", "a = 20, tối")
    assert greys(page, "chup") == pytest.approx([255, 51], abs=4)  # a frame
    page.get_by_label("độ sáng của ảnh").fill("3")
    settled(page, "chup", "a = 3, tối")
    assert greys(page, "chup") == pytest.approx([255 * 3 / 20, 51], abs=4)


def test_without_javascript_still_and_reading_show_and_no_dead_control(open_page, book):
    page = open_page(book / "index.html", java_script_enabled=False, expect_errors=True)
    images = page.locator(".hs-explore img")
    assert [image.get_attribute("alt") for image in images.all()] == [
        "Hai mảng xám",
        "Một ảnh chụp",
        "Kéo một chấm",
        "Cột cao",
        "Hai dáng",
    ]
    for image in images.all():
        image.scroll_into_view_if_needed()
        assert image.is_visible() and image.bounding_box()["height"] > 50
    page.wait_for_timeout(300)
    images.first.scroll_into_view_if_needed()
    assert greys(page) == pytest.approx([127, 51], abs=4)
    assert reading(page, "xam") == "a = 10, tối" and reading(page, "cham") == outlier.reading(
        *with_point(9, 9)
    )
    assert page.locator(".hs-explore :is(input, select)").filter(visible=True).count() == 0


def test_paper_has_the_picture_and_its_reading_without_controls(open_page, book):
    page = open_page(book / "index.html")
    page.emulate_media(media="print")
    assert page.locator(".hs-explore :is(input, select)").filter(visible=True).count() == 0
    assert page.locator("#explore-xam img").first.is_visible()
    assert page.locator("#explore-xam .hs-explore-reading").is_visible()


def test_a_strict_content_security_policy_is_kept(open_strictly, book):
    page = open_strictly(book)
    page.get_by_label("độ sáng bên trái").fill("20")
    settled(page, "xam", "a = 20, tối")
    assert greys(page)[0] == pytest.approx(255, abs=4)
    assert reading(page, "cham") == outlier.reading(*with_point(9, 9))
    assert not [text for text in page.errors if "explore" in text or "outlier" in text]
