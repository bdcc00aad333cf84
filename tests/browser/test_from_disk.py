"""The zip, unpacked and opened as files with the network off: search, moving pictures, no complaint."""

import re
import unicodedata
import zipfile

import pytest

from booktools.offline import archive

CHAPTER = "book/ch03_linear_regression.html"
BOX = "dialog.book-search"


@pytest.fixture(scope="module")
def unpacked(site, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sách tải về")  # as readers' folders are called
    with zipfile.ZipFile(archive.make(site, folder / archive.NAME)) as made:
        made.extractall(folder)
    return folder / archive.FOLDER


def ask(page, words: str) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type(words)


@pytest.mark.parametrize("words", ["dao ham", "đạo hàm", "DAO HAM", unicodedata.normalize("NFD", "đạo hàm")])
def test_search_finds_words_without_their_marks(open_page, unpacked, words):
    page = open_page(unpacked / CHAPTER)
    ask(page, words)
    page.locator(f"{BOX} .search-results a[href*='ch03_linear_regression.html']").first.wait_for()
    assert re.match(r"\d+ trang có “.+”", page.locator(f"{BOX} .search-status").inner_text())
    marked = " ".join(page.locator(f"{BOX} .search-results mark").all_inner_texts()).lower()
    assert "đạo" in marked and "hàm" in marked
    assert len(page.locator(f"{BOX} .search-part p").first.inner_text()) > 40


def test_a_result_leads_to_its_section_on_another_page(open_page, unpacked):
    page = open_page(unpacked / "index.html")
    page.wait_for_url(re.compile(r"book/index\.html$"))
    ask(page, "gradient descent")
    section = page.locator(f"{BOX} .search-section[href*='ch03'][href*='#']").first
    section.wait_for()
    title = section.inner_text()
    section.click()
    page.wait_for_url(re.compile(r"ch03_linear_regression\.html#."))
    heading = page.locator(":target").first
    assert heading.is_visible() and title in " ".join(heading.inner_text().split())


def test_words_that_the_book_does_not_have_are_not_found(open_page, unpacked):
    page = open_page(unpacked / CHAPTER)
    ask(page, "zzzkhôngcó")
    page.locator(f"{BOX} .search-status", has_text="Không thấy trang nào có “zzzkhôngcó”").wait_for()


def test_the_search_page_takes_the_question_from_its_address(open_page, unpacked):
    page = open_page(unpacked / "search.html", width=360)
    page.goto((unpacked / "search.html").as_uri() + "?q=dao%20ham")
    page.locator(".search-results a[href*='ch03']").first.wait_for()


def test_a_slider_moves_its_picture(open_page, unpacked, pass_guesses):
    page = open_page(unpacked / CHAPTER)
    pass_guesses(page)
    figure = page.locator(".hs-explore:has(input[type=range])").first
    figure.scroll_into_view_if_needed()
    reading = figure.locator(".hs-explore-reading")
    before = reading.inner_text()
    slider = figure.locator("input[type=range]").first
    slider.focus()
    for key in ("End", "Home"):
        slider.press(key)
        page.wait_for_timeout(300)
        if reading.inner_text() != before:
            return
    pytest.fail(f"the reading stayed {before!r}")


def test_every_page_opens_without_a_complaint(open_page, unpacked):
    page = open_page(unpacked / "book/index.html")
    for path in sorted((unpacked / "book").glob("*.html")):
        page.goto(path.as_uri())
    assert page.title()
