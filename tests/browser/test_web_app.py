"""The installed book: read pages come back without a network, a new build replaces the old one wholly."""

import json
import re
import shutil

import pytest

from booktools.offline import web_app

FIRST, OTHER = "book/ch03_linear_regression.html", "book/ch04_logistic_regression.html"
KEYS = "async () => (await caches.keys()).filter((key) => key.startsWith('hoc-sau '))"
KEPT = """async (part) => {
  for (const key of await caches.keys())
    for (const { url } of await (await caches.open(key)).keys()) if (url.includes(part)) return true;
  return false;
}"""
LAST_STRIP = """() => {
  const scripts = [...document.querySelectorAll('.hs-explore script')];
  const specs = scripts.map((script) => JSON.parse(script.textContent));
  return specs.findLast((spec) => spec.strips).strips.at(-1);
}"""
REPLACED = f"""async (before) => {{
  const keys = await ({KEYS})();
  return keys.length === 1 && keys[0] !== before;
}}"""


@pytest.fixture
def book(site, tmp_path):
    return shutil.copytree(site, tmp_path / "html")


@pytest.fixture
def reader(open_page, book, serve):
    """A reader who has opened chapter 3 over http and waited until it is kept."""
    server = serve(book)
    page = open_page(server.url(FIRST), expect_errors=True, service_workers="allow")
    page.server = server
    kept(page, "ch03_linear_regression.html")
    return page


def until(page, script: str, argument: str) -> None:
    """Wait for a promise of true (wait_for_function takes any promise for true)."""
    for _ in range(100):
        if page.evaluate(script, argument):
            return
        page.wait_for_timeout(200)
    pytest.fail(f"never true of {argument!r}: {script}")


def kept(page, part: str) -> None:
    until(page, KEPT, part)


def change(page) -> None:
    page.write_text(page.read_text("utf-8").replace("<h1>", "<h1>Bản mới: ", 1), encoding="utf-8")


def test_it_can_be_installed(reader):
    href = reader.locator("link[rel=manifest]").get_attribute("href")
    for icon in json.loads(reader.request.get(href).text())["icons"]:
        assert reader.request.get(reader.server.url(icon["src"])).ok
    client = reader.context.new_cdp_session(reader)
    found = client.send("Page.getAppManifest")
    assert not found["errors"] and found["url"] == href
    errors = client.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [error["errorId"] for error in errors if error["errorId"] != "in-incognito"] == []


def test_a_chapter_that_was_read_opens_offline_with_its_pictures(reader):
    kept(reader, reader.evaluate(LAST_STRIP))
    kept(reader, "search-index.js")
    reader.context.set_offline(True)
    reader.reload()
    assert reader.locator("h1").first.inner_text().startswith("3.")
    assert reader.evaluate("document.styleSheets.length") > 3
    figure = reader.locator(".hs-explore:has(input[type=range])").first
    figure.scroll_into_view_if_needed()
    reader.wait_for_function(
        "(e) => [...e.querySelectorAll('img')].every((image) => image.complete && image.naturalWidth)",
        arg=figure.element_handle(),
    )
    reader.keyboard.press("Control+k")
    reader.keyboard.type("dao ham")
    reader.locator("dialog.book-search .search-title").first.wait_for()


def test_a_chapter_that_was_not_read_says_so_in_vietnamese(reader):
    reader.context.set_offline(True)
    reader.goto(reader.server.url(OTHER))
    assert reader.locator("h1").inner_text() == "Chưa có mạng"
    link = reader.locator("ul a", has_text="Linear regression")
    link.wait_for()
    link.click()
    reader.wait_for_url(re.compile("ch03_linear_regression"))
    reader.context.set_offline(False)
    reader.goto(reader.server.url(OTHER))
    assert reader.locator("h1").first.inner_text().startswith("4.")


def test_a_new_build_shows_after_reload_and_takes_the_old_one_s_place(reader, book):
    kept(reader, reader.evaluate(LAST_STRIP))
    (before,) = reader.evaluate(KEYS)
    change(book / FIRST)
    web_app.write(book)
    reader.server.reset()
    reader.reload()
    assert reader.locator("h1").first.inner_text().startswith("Bản mới: ")
    until(reader, REPLACED, before)
    # Unchanged pictures were taken over without being asked for again.
    assert not [path for path in reader.server.paths if path.endswith(".webp")]
    reader.context.set_offline(True)
    reader.reload()
    assert reader.locator("h1").first.inner_text().startswith("Bản mới: ")


def test_a_page_read_before_the_new_build_is_brought_up_to_date(reader, book):
    (before,) = reader.evaluate(KEYS)
    change(book / FIRST)
    web_app.write(book)
    reader.goto(reader.server.url(OTHER))  # not the page that changed
    until(reader, REPLACED, before)
    reader.context.set_offline(True)
    reader.goto(reader.server.url(FIRST))
    assert reader.locator("h1").first.inner_text().startswith("Bản mới: ")


def test_a_new_style_comes_along_with_the_pages_that_name_it(reader, book):
    """Each build names its styles anew (?v=…): offline the new page must not stand there without them."""
    kept(reader, "book.css")
    (before,) = reader.evaluate(KEYS)
    sheet = book / "_static" / "book.css"
    sheet.write_text(sheet.read_text("utf-8") + "\nh1 { outline: 7px solid red; }\n", encoding="utf-8")
    for page in book.rglob("*.html"):
        text = re.sub(r"book\.css\?v=\w+", "book.css?v=moi", page.read_text("utf-8"))
        page.write_text(text, encoding="utf-8")
    web_app.write(book)
    reader.goto(reader.server.url(OTHER))
    style = "getComputedStyle(document.querySelector('h1')).outlineWidth"
    assert reader.evaluate(style) == "7px", "the new page came with the old style"
    until(reader, REPLACED, before)
    reader.context.set_offline(True)
    reader.goto(reader.server.url(FIRST))
    assert reader.evaluate(style) == "7px"


def test_the_site_s_own_address_opens_offline(reader):
    kept(reader, "book/index.html")
    reader.context.set_offline(True)
    reader.goto(reader.server.url(""))
    reader.wait_for_url(re.compile(r"book/index\.html$"))


def test_a_page_that_the_new_build_dropped_is_not_kept(reader, book):
    reader.goto(reader.server.url(OTHER))
    kept(reader, "ch04_logistic_regression.html")
    (before,) = reader.evaluate(KEYS)
    (book / OTHER).unlink()
    web_app.write(book)
    reader.goto(reader.server.url(FIRST))
    until(reader, REPLACED, before)
    assert not reader.evaluate(KEPT, "ch04_logistic_regression.html")
    assert reader.evaluate(KEPT, "ch03_linear_regression.html")


def test_other_caches_of_the_host_are_left_alone(reader, book):
    reader.evaluate("caches.open('của trang khác')")
    (before,) = reader.evaluate(KEYS)
    change(book / OTHER)
    web_app.write(book)
    reader.reload()
    until(reader, REPLACED, before)
    assert reader.evaluate("caches.has('của trang khác')")


def test_from_disk_there_is_neither(open_page, site):
    page = open_page(site / FIRST)
    assert page.locator("link[rel=manifest]").count() == 0


@pytest.mark.parametrize("prefix", ["/h%E1%BB%8Dc%20s%C3%A2u/", "/100%/", "/a&amp%20$&/"])
def test_under_a_folder_with_other_letters_too(open_page, book, serve, prefix):
    """Folders called "học sâu", "100%": pictures and sliders are kept there, after a new build too."""
    server = serve(book, prefix)
    page = open_page(server.url(FIRST), expect_errors=True, service_workers="allow")
    strip = page.evaluate(LAST_STRIP)
    kept(page, "ch03_linear_regression.html")
    kept(page, strip)
    (before,) = page.evaluate(KEYS)
    change(book / OTHER)
    web_app.write(book)
    page.goto(server.url(OTHER))
    until(page, REPLACED, before)
    page.context.set_offline(True)
    page.goto(server.url(FIRST))
    assert page.locator("h1").first.inner_text().startswith("3.")
    assert page.evaluate(KEPT, strip)
    page.goto(server.url("book/ch05_neural_network.html"))
    link = page.locator("ul a", has_text="Linear regression")
    link.wait_for()
    link.click()
    page.wait_for_url(re.compile("ch03_linear_regression"))
