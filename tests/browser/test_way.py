"""Where the reader is: the entry that the contents light up, and the line that fills as a chapter is read."""

from pathlib import Path

import pytest
from small_book import Book

BOOK = Book(
    extensions=("progress", "station", "page", "weight"),
    more={
        "html_theme_options": {"article_footer_items": ["book-done.html"], "show_toc_level": 2},
        "project": "Sách",
        "author": "Nhóm",
    },
)
QUESTION = ":::{question} choice\n:id: %s\n\nHỏi?\n\n- [x] Có. => Vì.\n- [ ] Không. => Vì.\n:::\n\n"
STATION = (
    "::::{station} Xong %s\n:label: station-5-%s\n\nLần sau.\n\n"
    + QUESTION % "a"
    + QUESTION % "b"
    + "::::\n\n"
)
TEXT = "Một câu dài vừa phải để đọc, rồi một câu nữa. " * 12 + "\n\n"


def section(number: int, body: str) -> str:
    return f"(s-5-{number})=\n## Mục thứ {number}\n\n{body}"


PAGE = "# Thử\n\nMở đầu.\n\n" + "".join(
    [
        section(1, TEXT * 4 + STATION % ("phần một", 1) + TEXT * 4),
        section(2, "### Nhỏ a\n\n" + TEXT * 3 + "### Nhỏ b\n\n" + TEXT * 12),
        section(3, TEXT * 5 + STATION % ("phần hai", 2)),
        section(4, TEXT),
        section(5, "Hết.\n"),
    ]
)


@pytest.fixture(scope="module")
def book(small_book) -> Path:
    listed = "# Sách\n\n```{toctree}\nbook/ch05_a\n```\n"
    return small_book(BOOK, {"index.md": listed, "book/ch05_a.md": PAGE})


@pytest.fixture
def page(open_page, book):
    return open_page(book / "book" / "ch05_a.html")


LIT = """() => [...document.querySelectorAll("#pst-page-toc-nav a.active")].map((a) => a.hash)"""
# What stands in the middle of the text, a hand below the bar: the section that the reader sees.
SEEN = """() => {
  const links = document.querySelectorAll("#pst-page-toc-nav a");
  const parts = [...links].map((a) => document.querySelector(a.hash));
  return "#" + parts.filter((part) => part.getBoundingClientRect().top < 112).pop()?.id;
}"""
FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def lit(page) -> str:
    page.evaluate(FRAMES)
    found = page.evaluate(LIT)
    assert len(found) == 1, found
    return found[0]


def stops(page) -> int:
    return page.evaluate("Math.ceil((document.documentElement.scrollHeight - innerHeight) / 400)")


def test_the_contents_light_up_the_section_on_the_screen(page):
    page.evaluate("scrollTo(0, document.getElementById('muc-thu-1').offsetTop)")
    wrong = []
    for way in ("down", "up"):
        for stop in sorted(range(1, stops(page)), reverse=way == "up"):
            page.evaluate("y => scrollTo(0, y)", 400 * stop)
            if lit(page) != (seen := page.evaluate(SEEN)) and seen != "#undefined":
                wrong.append((way, stop, lit(page), seen))
    assert wrong == []


def test_after_a_jump_they_light_up_where_it_went(page):
    links = page.locator("#pst-page-toc-nav a")
    for place in [*range(links.count()), 0]:  # the last sections are short: they cannot come to the top
        links.nth(place).click()
        assert lit(page) == links.nth(place).get_attribute("href")
        assert links.nth(place).get_attribute("aria-current") == "true"
    page.goto(page.url.partition("#")[0] + "#s-5-5")
    page.reload()
    assert lit(page) == "#muc-thu-5"


def test_in_a_long_chapter_of_the_book_too(open_page, site):
    page = open_page(site / "book" / "ch04_logistic_regression.html")
    page.evaluate("document.documentElement.classList.add('whole')")
    wrong = []
    for stop in range(1, 29):
        page.evaluate("part => scrollTo(0, part * document.documentElement.scrollHeight)", stop / 29)
        if lit(page) != (seen := page.evaluate(SEEN)) and seen != "#undefined":
            wrong.append((stop, lit(page), seen))
    assert wrong == []


FILLED = """() => [...document.querySelectorAll(".book-way b")].map(
  (b) => +new DOMMatrix(getComputedStyle(b).transform).a.toFixed(2))"""


def test_the_line_fills_as_one_reads(page):
    assert page.evaluate(FILLED) == [0] * 7  # five sections, two of them with a resting place
    page.evaluate("document.getElementById('muc-thu-1').scrollIntoView()")
    page.evaluate(FRAMES)
    assert 0 < page.evaluate(FILLED)[0] < 1
    page.evaluate("scrollBy(0, document.querySelector('.station').getBoundingClientRect().bottom - 300)")
    page.evaluate(FRAMES)
    filled = page.evaluate(FILLED)
    assert filled[0] == 1 and 0 < filled[1] and filled[2:] == [0] * 5
    page.evaluate("scrollTo(0, 0)")
    page.evaluate(FRAMES)
    assert page.evaluate(FILLED) == filled


def test_a_section_that_was_read_is_kept_and_one_that_flew_by_is_not(page):
    for part in ("#muc-thu-1", "#muc-thu-2", "#muc-thu-3"):
        page.evaluate("part => document.querySelector(part).scrollIntoView()", part)
        page.evaluate(FRAMES)
    page.wait_for_timeout(4300)
    page.evaluate("document.querySelector('#muc-thu-3').scrollIntoView({block: 'end'})")
    page.wait_for_function("hocsauMemory.load().read.ch05_a")
    assert page.evaluate("hocsauMemory.load().read") == {"ch05_a": ["s-5-3"]}
    page.reload()
    page.evaluate(FRAMES)
    assert page.evaluate(FILLED)[4] == 1


def test_sections_read_are_merged_and_what_is_none_is_left_out(page):
    merged = page.evaluate("""() => hocsauMemory.merge(
      {chapters: {}, quizzes: {}, guesses: {}, read: {a: ["1", "2"]}},
      {chapters: {}, quizzes: {}, guesses: {}, read: {a: ["2", "3"], b: ["4"]}})""")
    assert merged["sections"] == 2 and merged["data"]["read"] == {"a": ["1", "2", "3"], "b": ["4"]}
    text = '{"version": 1, "chapters": {}, "quizzes": {}, "read": {"a": ["1"], "b": [2], "c": "d"}}'
    read = page.evaluate("text => hocsauMemory.read(text)", text)
    assert (read["data"]["read"], read["dropped"]) == ({"a": ["1"]}, 2)


def test_a_station_that_was_answered_is_marked_on_the_line(page):
    rings = page.locator(".book-way .to-station")
    assert rings.count() == 2 and page.locator(".book-way .is-done").count() == 0
    for question in page.locator(".station").first.locator(".quiz-question").all():
        question.locator("label").first.click()
        question.get_by_role("button", name="Kiểm tra").click()
    page.evaluate(FRAMES)
    assert page.locator(".book-way .is-done").count() == 1


def test_it_is_quiet(open_page, book):
    page = open_page(book / "book" / "ch05_a.html", reduced_motion="reduce", forced_colors="active")
    line = page.locator(".book-way")
    box = line.bounding_box()
    assert (box["x"], box["y"], box["width"]) == (0, 0, 1440) and box["height"] <= 4
    assert line.get_attribute("aria-hidden") == "true"
    colour = "e => getComputedStyle(e).backgroundColor"
    colours = [line.locator(name).first.evaluate(colour) for name in ("i", "b")]
    assert colours[0] != colours[1]
    page.add_init_script(
        """window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(e => {
           window.shift += e.value; })).observe({type: "layout-shift", buffered: true});"""
    )
    page.reload()
    page.wait_for_timeout(300)
    assert page.evaluate("window.shift") <= 0.05
    page.emulate_media(media="print")
    assert not line.is_visible()


def test_without_javascript_there_is_none(open_page, book):
    page = open_page(book / "book" / "ch05_a.html", java_script_enabled=False, expect_errors=True)
    assert page.locator(".book-way").count() == 0


def test_the_line_of_stations_leads_to_each(page):
    first, second = page.locator("ol.station-way").all()
    second.get_by_role("link", name="Chỗ nghỉ 1: Xong phần một").click()
    assert page.url.endswith("#station-5-1")
    title = page.locator("#station-5-1")
    assert 0 <= title.bounding_box()["y"] <= 160


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_a_station_fits_every_screen(open_page, book, sideways, width, theme):
    page = open_page(book / "book" / "ch05_a.html", width=width, theme=theme)
    assert sideways(page) == []
    for link in page.locator(".station-way a").all():
        box = link.bounding_box()
        assert box["width"] >= 44 and box["height"] >= 44
