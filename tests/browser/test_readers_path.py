"""A reader who never programmed starts on page one and is carried to chapter 3, on a phone and a laptop."""

import pytest

# Title of each page on the way, in order; each is reached by the "next" link of the one before.
WAY = ("1. Cài đặt môi trường", "2. Python cơ bản", "2.10. Ôn toán", "3. Linear regression")
END = ".prev-next-footer a.right-next"


def move_first_control(page) -> tuple[str, str]:
    """The reading below the first picture of the page before and after its control is moved by a key."""
    control = page.locator(".hs-explore-controls :is(input, select)").first
    control.scroll_into_view_if_needed()
    reading = page.locator(".hs-explore").first.locator(".hs-explore-reading")
    before = reading.text_content()
    control.focus()
    control.press("ArrowDown" if control.evaluate("e => e.tagName") == "SELECT" else "ArrowRight")
    page.wait_for_function(
        "before => document.querySelector('.hs-explore .hs-explore-reading').textContent !== before",
        arg=before,
    )
    return before, reading.text_content()


def answer_first_question(page) -> str:
    """What the page's first question with choices says to its first answer."""
    question = page.locator(".quiz-question:has(.quiz-options)").first
    question.scroll_into_view_if_needed()
    question.locator(".quiz-options label").first.click()
    question.get_by_role("button", name="Kiểm tra").click()
    return question.get_by_role("status").text_content()


@pytest.mark.parametrize("width", [360, 1440])
def test_from_the_first_page_to_chapter_3(open_page, site, serve, sideways, pass_guesses, width):
    page = open_page(serve(site).url("book/index.html"), width=width)
    before, after = move_first_control(page)
    assert "sau 0 bước" in before and "sau 3 bước" in after
    start = page.locator("article").get_by_role("link", name="chương 1", exact=True).first
    start.scroll_into_view_if_needed()
    start.click()
    for title in WAY:
        heading = page.locator("h1").first
        heading.wait_for()
        assert heading.text_content().strip().startswith(title)
        assert page.locator(".admonition").filter(has_text="bạn làm được").first.is_visible()
        pass_guesses(page)
        move_first_control(page)
        assert answer_first_question(page).startswith(("✓ Đúng.", "✗ Chưa đúng"))
        assert not sideways(page)
        if title != WAY[-1]:
            page.locator(END).scroll_into_view_if_needed()
            page.locator(END).click()
            page.wait_for_load_state()
