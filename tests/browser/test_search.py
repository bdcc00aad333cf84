"""Search by Pagefind: without diacritics, to the section, by keyboard; and what it says when it cannot."""

import re
import unicodedata

import pytest

CHAPTER = "book/ch03_linear_regression.html"
BOX = "dialog.book-search"


@pytest.fixture
def home(open_page, site, serve):
    server = serve(site)
    page = open_page(server.url("book/index.html"))
    page.server = server
    return page


def ask(page, words: str) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type(words)


NFD = unicodedata.normalize("NFD", "đạo hàm")


@pytest.mark.parametrize("words", ["dao ham", "đạo hàm", "gradient", "DAO HAM", "đao hàm", NFD])
def test_chapter_3_is_found_with_and_without_marks(home, words):
    ask(home, words)
    result = home.locator(f"{BOX} .search-results a[href*='ch03_linear_regression.html']").first
    result.wait_for()
    assert re.match(r"\d+ trang có “.+”", home.locator(f"{BOX} .search-status").inner_text())
    marked = " ".join(home.locator(f"{BOX} .search-results mark").all_inner_texts()).lower()
    assert "gradient" in marked if words == "gradient" else "đạo" in marked and "hàm" in marked
    excerpt = home.locator(f"{BOX} .search-part p").first.inner_text()
    assert len(excerpt) > 40


def test_nothing_of_it_is_loaded_before_the_first_letter(home):
    home.keyboard.press("Control+k")
    assert home.locator(f"{BOX} input").evaluate("e => e === document.activeElement")
    assert not any("pagefind" in path for path in home.server.paths)
    home.server.reset()
    home.keyboard.type("epoch")
    home.locator(f"{BOX} .search-status", has_text="epoch").wait_for()
    assert any("pagefind" in path for path in home.server.paths)
    # Once: Pagefind itself, 160 kB, and the map of the book with its glossary, which grows with the book
    # (75 kB at ten chapters). Then one piece of the index (70 kB at most) and the four best pages.
    assert home.server.bytes < 450_000


def test_results_lead_to_the_section_and_close_the_box(home):
    ask(home, "gradient descent")
    section = home.locator(f"{BOX} .search-section[href*='ch03'][href*='#']").first
    section.wait_for()
    title = section.inner_text()
    assert re.match(r"3\.\d", title) and "#" not in title
    section.press("Enter")
    home.wait_for_url(re.compile(r"ch03_linear_regression\.html#."))
    heading = home.locator(":target").first
    assert heading.is_visible() and title in " ".join(heading.inner_text().split())
    # On this very page too: only the part after # changes, and the box must not stay in the way.
    home.server.reset()
    ask(home, "ma trận")
    home.locator(f"{BOX} .search-section[href*='#']").first.click()
    assert not home.locator(BOX).is_visible()


def test_esc_and_the_button_close_it_and_the_focus_stays_inside(home):
    button = home.locator(".search-button-field:visible").first
    button.click()
    box = home.locator(BOX)
    assert box.is_visible()
    assert box.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
    for _ in range(6):
        home.keyboard.press("Tab")
        inside = home.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
        assert inside
    home.keyboard.press("Escape")
    assert not box.is_visible()
    button.click()
    home.get_by_role("button", name="Đóng ô tìm kiếm").click()
    assert not box.is_visible()


def test_words_that_the_book_does_not_have_are_not_found(home):
    # Pagefind by itself would show pages with a word that begins with z.
    ask(home, "zzzkhôngcó")
    home.locator(f"{BOX} .search-status", has_text="Không thấy trang nào có “zzzkhôngcó”").wait_for()
    assert home.locator(f"{BOX} .search-results li").count() == 0


def test_what_the_reader_types_is_never_markup(home):
    ask(home, "<img src=x onerror=alert(1)>")
    home.locator(f"{BOX} .search-status", has_text="<img src=x").wait_for()
    assert home.locator(f"{BOX} .search-status img").count() == 0


def test_search_page_takes_the_question_from_its_address(open_page, site, serve):
    page = open_page(serve(site).url("search.html?q=dao%20ham"), width=360)
    page.locator(".search-results a[href*='ch03']").first.wait_for()
    assert page.locator(".book-search input").input_value() == "dao ham"


def test_the_chapter_comes_before_pages_that_only_use_the_words(home):
    ask(home, "dao ham la gi")
    first = home.locator(f"{BOX} .search-title").first
    first.wait_for()
    assert "ch03_linear_regression" in first.get_attribute("href")


def test_without_pagefind_the_plain_index_answers(open_page, site, serve):
    page = open_page(serve(site).url(CHAPTER), expect_errors=True)
    page.route("**/pagefind/**", lambda route: route.abort())
    ask(page, "dao ham")
    page.locator(f"{BOX} .search-results a[href*='ch03_linear_regression.html']").first.wait_for()


def test_a_lost_index_is_said_in_words(open_page, site, serve):
    page = open_page(serve(site).url(CHAPTER), expect_errors=True)
    page.route("**/pagefind/**", lambda route: route.abort())
    page.route("**/search-index.js", lambda route: route.abort())
    ask(page, "đạo hàm")
    page.locator(f"{BOX} .search-status", has_text="Không tải được").wait_for()


def test_the_question_survives_back(open_page, site, serve):
    page = open_page(serve(site).url("search.html"))
    page.locator(".book-search input").fill("gradient")
    page.locator(".search-title").first.click()
    page.wait_for_url(re.compile(r"/book/"))
    page.go_back()
    page.locator(".search-title").first.wait_for()
    assert page.locator(".book-search input").input_value() == "gradient"
    assert page.url.endswith("search.html?q=gradient")
    page.locator(".book-search input").fill("")
    page.wait_for_url(re.compile(r"search\.html$"))


def test_every_page_that_is_counted_is_listed(home):
    """Only the first pages have excerpts; the others are named, so that the number is true."""
    ask(home, "đạo hàm")
    status = home.locator(f"{BOX} .search-status")
    home.locator(f"{BOX} .search-status", has_text="đạo hàm").wait_for()
    counted = int(re.match(r"\d+", status.inner_text())[0])
    assert counted > 12 and home.locator(f"{BOX} .search-results > li").count() == counted
    assert home.locator(f"{BOX} .search-results > li:has(p)").count() == 4


def test_what_the_book_calls_otherwise_is_said(home):
    ask(home, "hàm mất mát")
    home.locator(f"{BOX} .search-status", has_text="“hàm mất mát” hoặc “loss function”").wait_for()
    marked = home.locator(f"{BOX} .search-results mark").all_inner_texts()
    assert "loss" in {word.lower() for word in marked}


def test_words_that_the_book_lacks_are_left_out_and_that_is_said(home):
    ask(home, "zzzkhông đạo hàm")
    home.locator(f"{BOX} .search-status", has_text="Không trang nào có đủ “zzzkhông đạo hàm”").wait_for()
    assert "ch03" in home.locator(f"{BOX} .search-title").first.get_attribute("href")
