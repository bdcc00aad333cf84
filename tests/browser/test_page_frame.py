"""What stands around the text: the way on at its foot, boxes and buttons on a phone, very big letters."""

import re

import pytest

from booktools.chromium import arguments
from hocsau.doctor.browser import find_chromium

PAGE = "book/ch01_environment.html"
LEFT = "(e, side) => Math.round(e.getBoundingClientRect()[side])"


@pytest.fixture
def left_and_right():
    return lambda element: [element.evaluate(LEFT, side) for side in ("left", "right")]


@pytest.mark.parametrize("width", [360, 1440])
def test_the_foot_is_one_card_to_the_next_page_and_stands_under_the_text(
    open_page, site, width, left_and_right
):
    page = open_page(site / PAGE, width=width)
    title = page.locator("article h1").first
    card, back = page.locator("a.right-next"), page.locator("a.left-prev")
    assert card.inner_text().startswith("Tiếp theo") and "2. " in card.inner_text()
    assert back.inner_text().strip().startswith("Trang trước: ")
    assert card.bounding_box()["y"] < back.bounding_box()["y"]
    left, right = left_and_right(page.locator(".prev-next-footer"))
    assert left_and_right(card)[0] == left_and_right(title)[0]
    assert card.bounding_box()["width"] > 0.8 * (right - left)
    for below in (back, page.locator(".book-mend a").first, page.locator(".book-footer strong")):
        assert abs(left_and_right(below)[0] - left_and_right(title)[0]) <= 1
    # A matter of those who mend stands behind the way on.
    assert page.locator(".book-mend").bounding_box()["y"] > back.bounding_box()["y"]


def test_boxes_on_a_phone_leave_the_text_its_width(open_page, site):
    page = open_page(site / PAGE, width=360)
    item = page.locator(".admonition:not(details) > ul > li").first
    assert item.evaluate("e => e.getBoundingClientRect().left") <= 52
    assert item.evaluate("e => innerWidth - e.getBoundingClientRect().right") <= 36
    pills = page.locator(".book-actions a")
    assert pills.nth(0).bounding_box()["y"] == pills.nth(1).bounding_box()["y"]
    for name in ("Mở trong Colab", "Tải notebook"):
        assert page.get_by_role("link", name=name, exact=True).count() == 1


def test_the_bar_above_the_text_has_no_shadow_of_its_own(open_page, site):
    page = open_page(site / PAGE)
    page.evaluate("scrollTo(0, 600)")
    page.wait_for_function("document.querySelector('.scrolled') || scrollY > 500")
    bar = page.locator(".bd-header-article")
    assert bar.evaluate("e => getComputedStyle(e).boxShadow") == "none"


def test_the_way_to_the_top_is_offered_to_who_goes_up_two_screens_and_small(open_page, site):
    page = open_page(site / PAGE, width=360)
    page.evaluate("document.documentElement.classList.add('whole')")
    button = page.locator("#pst-back-to-top")

    def scroll(*places: int) -> None:
        for place in places:
            page.evaluate(
                "y => new Promise(done => { addEventListener('scroll', () => requestAnimationFrame(done),"
                " { once: true }); scrollTo({ top: y, behavior: 'instant' }); })",
                place,
            )

    scroll(9000, 8600)
    assert not button.is_visible()  # to read a line again is no wish to leave
    scroll(*range(8400, 6900, -200))
    box = button.bounding_box()
    assert (box["width"], box["height"]) == (44, 44)
    assert 360 - (box["x"] + box["width"]) <= 16 and 740 - (box["y"] + box["height"]) <= 16


def test_signs_of_links_show_only_when_asked_for(open_page, site):
    page = open_page(site / PAGE)
    sign = page.locator("h2 > a.headerlink").first
    opacity = "e => getComputedStyle(e).opacity"
    assert sign.evaluate(opacity) == "0"
    page.locator("h2:has(> a.headerlink)").first.hover()
    page.wait_for_function("getComputedStyle(document.querySelector('h2 > a.headerlink')).opacity === '1'")


def test_code_to_be_put_in_order_is_not_broken_on_a_phone(open_page, site):
    page = open_page(site / "book/ch09_image_classification.html", width=360)
    lines = page.evaluate(
        """() => [...document.querySelectorAll('.quiz-question[data-kind=order] .quiz-options code')]
          .map(code => [code.textContent, new Set([...code.getClientRects()].map(r => r.top)).size])"""
    )
    assert lines and [text for text, rows in lines if rows > 1] == []


@pytest.fixture
def big_letters(browser):
    """big_letters(width) -> a context of a reader who made letters twice as big."""
    args = arguments(["--blink-settings=defaultFontSize=32"])
    with browser.browser_type.launch(executable_path=find_chromium(), args=args) as big:
        yield lambda width: big.new_context(
            viewport={"width": width, "height": 740}, has_touch=width < 600, is_mobile=width < 600
        )


def test_letters_twice_as_big_leave_the_text_its_room(big_letters, site, sideways):
    for width in (360, 1440):
        page = big_letters(width).new_page()
        page.goto((site / PAGE).as_uri())
        assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") >= 32
        assert sideways(page) == [], width
        text = page.locator("article h1").first
        assert text.bounding_box()["width"] > 0.75 * min(width, 32 * 28)
        for name in ("Mục lục sách", "Trong trang này"):
            button = page.locator(f".bd-header-article button[aria-label='{name}']")
            box = button.bounding_box()
            assert 0 <= box["x"] and box["x"] + box["width"] <= width
        page.context.close()


def test_prose_has_curved_quotes_and_code_has_straight_ones(open_page, site):
    page = open_page(site / "book/ch02_python.html")
    prose = page.evaluate(
        """() => [...document.querySelectorAll('article :is(p, li, h2, h3)')].map((e) => {
          e = e.cloneNode(true);
          e.querySelectorAll('code, pre, .katex, .quiz, script, .cell').forEach((code) => code.remove());
          return e.textContent;
        })"""
    )
    assert [text for text in prose if '"' in text] == []
    assert any(re.search("“[^”]+”", text) for text in prose)
    assert '"' in page.locator("article pre").first.inner_text()
