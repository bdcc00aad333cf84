"""Lines of code that are too long for the screen: the button, what the device keeps, and what is copied."""

import pytest

CHAPTER = "book/ch03_linear_regression.html"
CUT = """() => [...document.querySelectorAll('div.cell_input pre')]
  .filter(code => code.checkVisibility() && code.scrollWidth > code.clientWidth + 1).length"""
TEXTS = "() => [...document.querySelectorAll('div.highlight > pre')].map(code => code.textContent)"


@pytest.fixture
def chapter(open_page, site):
    def open_(width: int):
        page = open_page(site / CHAPTER, width=width)
        page.evaluate("document.documentElement.classList.add('whole')")
        return page

    return open_


def button(page):
    return page.get_by_role("button", name="Ngắt dòng code")


def test_a_phone_breaks_lines_until_the_reader_says_otherwise(chapter):
    page = chapter(360)
    assert button(page).get_attribute("aria-pressed") == "true" and page.evaluate(CUT) == 0
    box = button(page).bounding_box()
    assert min(box["width"], box["height"]) >= 44
    button(page).click()
    assert button(page).get_attribute("aria-pressed") == "false" and page.evaluate(CUT) > 20
    page.reload()
    page.evaluate("document.documentElement.classList.add('whole')")
    assert button(page).get_attribute("aria-pressed") == "false" and page.evaluate(CUT) > 20


def test_a_laptop_leaves_lines_whole_until_the_reader_says_otherwise(chapter):
    page = chapter(1440)
    assert button(page).get_attribute("aria-pressed") == "false"
    assert page.locator(".code-row").count() == 0
    before = page.evaluate(TEXTS)
    button(page).focus()
    page.keyboard.press("Enter")
    assert button(page).get_attribute("aria-pressed") == "true"
    assert page.locator("div.highlight > pre").first.evaluate("e => getComputedStyle(e).whiteSpace") == (
        "pre-wrap"
    )
    assert page.evaluate(TEXTS) == before
    page.reload()
    assert page.locator("html").get_attribute("data-code") == "wrapped"


def test_what_goes_on_below_begins_deeper_than_its_line(chapter):
    page = chapter(360)
    lefts = page.evaluate("""() => [...document.querySelectorAll('.code-row')].map(row => {
      const range = document.createRange();
      range.selectNodeContents(row);
      return [...range.getClientRects()].filter(r => r.width > 1).map(r => [r.top, r.left]);
    }).filter(rects => rects.length && Math.max(...rects.map(r => r[0])) > rects[0][0] + 10)""")
    assert len(lefts) > 20
    for rects in lefts:
        first, last = rects[0][0], max(top for top, _ in rects)
        assert min(x for top, x in rects if top == last) > min(x for top, x in rects if top == first)


def test_outputs_keep_their_columns(chapter):
    page = chapter(360)
    spaces = page.evaluate("""() => [...new Set([...document.querySelectorAll('.cell_output .highlight pre')]
      .map(e => getComputedStyle(e).whiteSpace))]""")
    assert spaces == ["pre"]


def test_without_a_script_a_phone_breaks_lines_too(open_page, site):
    page = open_page(site / CHAPTER, width=360, java_script_enabled=False)
    code = page.locator("div.cell_input pre").first
    assert code.evaluate("e => getComputedStyle(e).whiteSpace") == "pre-wrap"
    assert not button(page).is_visible()
