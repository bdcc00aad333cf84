"""Terms, formulas and sources beside the text: by mouse, keyboard and finger, on a laptop and a phone."""

import pytest
from small_book import Book

BOOK = Book(
    extensions=("references", "glossary", "maths", "previews"),
    others=("sphinxcontrib.bibtex",),
    css=("book.css",),
    js=("words.js", "search-plain.js"),
    more={
        "html_math_renderer": "hocsau",
        "html_context": {"default_mode": "light"},
        "bibtex_bibfiles": ["a.bib"],
        "bibtex_reference_style": "vietnamese",
        "bibtex_default_style": "vietnamese",
    },
)
GLOSSARY = (
    "# Thuật ngữ\n\n```{glossary}\nđạo hàm\nderivative\n"
    "  Độ dốc. Gặp lần đầu ở {ref}`đây <here>`.\n\nlayer\n  Tầng.\n```\n"
)
PAGE = (
    "# Một trang\n\n(here)=\n## Mục\n\nNói về {term}`đạo hàm` và {term}`layer`, rồi về công thức {eq}`eq-a` "
    "và sách {cite}`one`.\n\n```{math}\n:label: eq-a\nx = y + z\n```\n\n"
    + "Chữ dài.\n\n" * 60
    + "Cuối trang: {term}`layer`.\n"
)
BIB = "@book{one, author={Lê, An}, title={Một cuốn sách}, year={2001}, publisher={Nhà in}}\n"


@pytest.fixture(scope="module")
def book(small_book):
    pages = {
        "index.md": "# Sách\n\n```{toctree}\nbook/page\nbook/terms\nbook/list\n```\n",
        "book/page.md": PAGE,
        "book/terms.md": GLOSSARY,
        "book/list.md": "# Nguồn\n\n```{bibliography}\n```\n",
        "a.bib": BIB,
    }
    return small_book(BOOK, pages)


@pytest.fixture
def laptop(open_page, book):
    return open_page(book / "book/page.html")


@pytest.fixture
def phone(open_page, book):
    return open_page(book / "book/page.html", width=360)


def link(page, text: str, nth: int = 0):
    return page.locator("article").get_by_role("link", name=text, exact=True).nth(nth)


def card(page):
    return page.locator("#preview")


def test_nothing_is_loaded_before_it_is_asked_for(open_page, book, serve):
    server = serve(book)
    page = open_page(server.url("book/page.html"))
    assert not [path for path in server.paths if "previews" in path]
    link(page, "layer").hover()
    card(page).wait_for()
    assert [path for path in server.paths if "previews" in path]


def test_a_mouse_shows_the_meaning_in_the_margin(laptop):
    link(laptop, "đạo hàm").hover()
    card(laptop).wait_for()
    assert card(laptop).locator(".preview-name").inner_text() == "đạo hàm · derivative"
    assert "Độ dốc" in card(laptop).inner_text()
    text = link(laptop, "đạo hàm").locator("xpath=ancestor::p").bounding_box()
    shown = card(laptop).bounding_box()
    assert shown["x"] >= text["x"] + text["width"], "over the text"
    assert shown["x"] + shown["width"] <= 1440
    inner = card(laptop).get_by_role("link", name="đây")
    assert inner.get_attribute("href").endswith("book/page.html#here")
    # the way from the link to the card is long enough, and it stays while the mouse is on it
    inner.hover()
    laptop.wait_for_timeout(700)
    assert card(laptop).is_visible()
    laptop.mouse.move(400, 850)
    card(laptop).wait_for(state="hidden")


def test_a_formula_and_a_source(laptop):
    link(laptop, "(1)").hover()
    card(laptop).locator(".katex").wait_for()
    assert card(laptop).locator(".preview-name").inner_text() == "(1)"
    source = laptop.locator(".bibtex-citation a").first
    assert source.get_attribute("title")
    source.hover()
    card(laptop).get_by_text("Một cuốn sách").wait_for()
    assert source.get_attribute("title") is None, "said twice"
    laptop.keyboard.press("Escape")
    assert "Một cuốn sách" in source.get_attribute("title")


def test_the_keyboard_shows_it_and_escape_closes_it(laptop):
    for _ in range(80):
        laptop.keyboard.press("Tab")
        if laptop.evaluate("document.activeElement.textContent") == "đạo hàm":
            break
    card(laptop).wait_for()
    focused = link(laptop, "đạo hàm")
    assert focused.get_attribute("aria-describedby") == "preview"
    assert card(laptop).get_attribute("role") == "tooltip"
    laptop.keyboard.press("Escape")
    assert card(laptop).is_hidden() and focused.get_attribute("aria-describedby") is None
    assert laptop.evaluate("document.activeElement.textContent") == "đạo hàm"
    laptop.keyboard.press("Tab")
    card(laptop).get_by_text("Tầng.").wait_for()
    laptop.keyboard.press("Enter")
    laptop.wait_for_url("**/terms.html#term-layer")


def test_a_click_follows_the_link(laptop):
    link(laptop, "layer").click()
    laptop.wait_for_url("**/terms.html#term-layer")


def test_it_stands_under_the_link_where_the_margin_is_narrow(open_page, book):
    page = open_page(book / "book/page.html", width=900)
    link(page, "layer").hover()
    card(page).wait_for()
    at, shown = link(page, "layer").bounding_box(), card(page).bounding_box()
    assert shown["y"] >= at["y"] + at["height"] and shown["x"] + shown["width"] <= 900
    page.keyboard.press("Escape")
    link(page, "layer", 1).scroll_into_view_if_needed()
    page.mouse.wheel(0, -340)
    last = link(page, "layer", 1)
    last.hover()
    card(page).wait_for()
    assert card(page).bounding_box()["y"] + card(page).bounding_box()["height"] <= 900


def test_a_finger_opens_a_sheet_and_follows_at_the_second_tap(phone):
    link(phone, "layer").tap()
    card(phone).wait_for()
    shown = card(phone).bounding_box()
    assert (shown["x"], shown["width"]) == (0, 360) and round(shown["y"] + shown["height"]) == 740
    assert (
        card(phone).get_attribute("role") == "dialog" and card(phone).get_attribute("aria-label") == "layer"
    )
    assert phone.evaluate("document.activeElement.id") == "preview"
    for button in card(phone).locator("button, .preview-go").all():
        assert button.bounding_box()["height"] >= 44
    link(phone, "layer").tap()
    phone.wait_for_url("**/terms.html#term-layer")


def test_the_sheet_closes_by_its_button_beside_it_and_by_escape(phone):
    for way in ("button", "beside", "escape"):
        link(phone, "layer").tap()
        card(phone).wait_for()
        if way == "button":
            card(phone).get_by_role("button", name="Đóng").tap()
        elif way == "beside":
            phone.touchscreen.tap(20, 200)
        else:
            phone.keyboard.press("Escape")
        card(phone).wait_for(state="hidden")
        assert phone.url.endswith("page.html")
    assert phone.evaluate("document.activeElement.textContent") == "layer"


def test_the_sheet_leads_on_and_does_not_hide_the_link(phone):
    last = link(phone, "layer", 1)
    last.evaluate("link => link.scrollIntoView({ block: 'end' })")
    last.tap()
    card(phone).wait_for()
    at = last.bounding_box()
    assert at["y"] + at["height"] <= card(phone).bounding_box()["y"]
    card(phone).get_by_role("link", name="Mở bảng thuật ngữ").tap()
    phone.wait_for_url("**/terms.html#term-layer")


def test_without_the_data_a_tap_follows_the_link(open_page, book):
    page = open_page(book / "book/page.html", width=360)
    page.evaluate("() => { HOCSAU_PLAIN.script = async () => { throw new Error('no network'); }; }")
    link(page, "layer").tap()
    page.wait_for_url("**/terms.html#term-layer")


def test_without_javascript_links_are_links(open_page, book):
    page = open_page(book / "book/page.html", java_script_enabled=False, expect_errors=True)
    link(page, "layer").click()
    page.wait_for_url("**/terms.html#term-layer")
