"""The live segmenter in Chromium: the same logits, masks and words as Python; drawing with the pointer."""

import numpy as np
import pytest

from hocsau.live import unet


@pytest.fixture(scope="module")
def book(live_book):
    return live_book(unet, alt="U-Net tô ảnh", page="unet", name="unet")


@pytest.fixture
def page(open_page, book):
    return open_page(book / "index.html")


def reading(page):
    return page.locator(".hs-explore-reading").text_content()


def test_every_picture_has_pythons_logits(page):
    data = unet.page_data()
    for image in unet.pictures().values():
        script = """([image, data]) =>
          Array.from(hocsauLive.unet.logits(image, data, hocsauLive.unet.unpack(data)))"""
        theirs = np.array(page.evaluate(script, [image.ravel().tolist(), data]))
        np.testing.assert_allclose(theirs, unet.logits(image).ravel(), atol=1e-9)


def test_dabs_and_words_are_pythons(page):
    data, image = unet.page_data(), unet.pictures()[unet.EMPTY]
    places = [[18.5, 18.25], [20, 25], [45, 44]]
    script = """([image, places, level, data]) => {
      const { dabbed, answer, words, unpack } = hocsauLive.unet;
      return words(answer(dabbed(image, places, data), level, data, unpack(data)));
    }"""
    for level in (0.2, 0.5, 0.8):
        said = page.evaluate(script, [image.ravel().tolist(), places, level, data])
        assert said == unet.answer(unet.dabbed(image, places), level)[1]


def test_the_controls_and_the_buttons(page):
    assert reading(page) == unet.answer(unet.pictures()["ảnh 1"], 0.5)[1]
    page.get_by_label("ảnh", exact=True).select_option(label=unet.EMPTY)
    before = unet.answer(unet.pictures()[unet.EMPTY], 0.5)[1]
    page.wait_for_function(
        "said => document.querySelector('.hs-explore-reading').textContent === said", arg=before
    )
    page.get_by_role("button", name="Thêm một đốm").click()
    page.wait_for_function(
        "said => document.querySelector('.hs-explore-reading').textContent !== said", arg=before
    )
    page.get_by_role("button", name="Xoá nét vẽ").click()
    page.wait_for_function(
        "said => document.querySelector('.hs-explore-reading').textContent === said", arg=before
    )


def test_the_reader_draws_a_cell(page):
    page.get_by_label("ảnh", exact=True).select_option(label=unet.EMPTY)
    before = unet.answer(unet.pictures()[unet.EMPTY], 0.5)[1]
    page.wait_for_function(
        "said => document.querySelector('.hs-explore-reading').textContent === said", arg=before
    )
    page.locator(".hs-unet-sheet").click()
    page.wait_for_function(
        "said => document.querySelector('.hs-explore-reading').textContent !== said", arg=before
    )
    assert "1 mảng" in reading(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_fits(open_page, book, sideways, width, theme):
    page = open_page(book / "index.html", width=width, theme=theme)
    assert sideways(page) == []
    box, sheet = (page.locator(what).bounding_box() for what in (".hs-explore", ".hs-unet-sheet"))
    assert box["x"] <= sheet["x"] and sheet["x"] + sheet["width"] <= box["x"] + box["width"]


def test_a_strict_content_security_policy_is_kept(open_strictly, book):
    page = open_strictly(book)
    assert reading(page) == unet.answer(unet.pictures()["ảnh 1"], 0.5)[1]
