"""Fixtures for every test that drives the built book in a real browser.

    def test_something(open_page, site, serve):
        server = serve(site)                              # gzip, loopback, counts what it sends
        page = open_page(server.url("book/index.html"))   # or open_page(site / "book/index.html"): file://
        page.get_by_role("button", name="…").click()      # a plain playwright Page

At the end of the test `open_page` fails it if any page logged a console error, threw, or asked another host
for anything. `HOCSAU_SITE` points the tests at another build than `_build/html`.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import nbformat.v4 as v4
import pytest
from loopback import Server
from small_book import Book

from booktools.chromium import launch
from hocsau.doctor.browser import find_chromium
from hocsau.interactive import static
from hocsau.interactive.drawing import checked_draw

ROOT = Path(__file__).resolve().parents[2]
NO_BROWSER = (
    "Không tìm thấy Chromium để chạy test trình duyệt. Hãy cài một trong các trình duyệt Chromium, "
    "Google Chrome, Microsoft Edge (Ubuntu/Debian: sudo apt install chromium), "
    "hoặc đặt biến HOCSAU_CHROMIUM là đường dẫn tới nó."
)
NO_SITE = "Chưa có sách ở {}. Hãy chạy `make book` trước (hoặc: python -m booktools build)."
# Chromium is to be silent on the network by itself, so that what a test sees is the page's doing.
ARGS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent) and "browser" in item.fixturenames:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator:
    executable = find_chromium()
    if executable is None:
        required = os.environ.get("HOCSAU_REQUIRE_BROWSER") == "1"
        (pytest.fail if required else pytest.skip)(NO_BROWSER)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = launch(playwright, executable, ARGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site() -> Path:
    """Folder of the built book."""
    folder = Path(os.environ.get("HOCSAU_SITE", ROOT / "_build" / "html")).resolve()
    if not (folder / "index.html").is_file():
        pytest.fail(NO_SITE.format(folder))
    return folder


# --- a small book of explore() pictures -------------------------------------------------------------------

EXPLORE = Book(extensions=("explore",), css=("book.css",))


@pytest.fixture(scope="session")
def small_book(tmp_path_factory) -> Callable[..., Path]:
    """small_book(Book(...), {"index.md": text, ...}) -> folder of its HTML."""
    return lambda book, pages: book.build(tmp_path_factory.mktemp("small"), pages)


@pytest.fixture(scope="session")
def explore_book(small_book) -> Callable[..., Path]:
    """explore_book(bundles) -> folder of HTML: one page, each `static.bundle` in a cell.

    `photos` are the names of the pictures whose cell says `classes: photo`.
    """

    def build(bundles: Iterable[dict], photos: Iterable[str] = ()) -> Path:
        cells = [v4.new_markdown_cell("# Thử"), v4.new_markdown_cell("Dòng chữ.\n\n" * 30)]
        photos = set(photos)
        for data in bundles:
            output = v4.new_output("display_data", data=json.loads(json.dumps(data)))
            metadata = (
                {"mystnb": {"image": {"classes": "photo"}}} if data[static.MIME]["name"] in photos else {}
            )
            cells.append(v4.new_code_cell("explore(...)", outputs=[output], metadata=metadata))
        return small_book(EXPLORE, {"index.ipynb": cells})

    return build


@pytest.fixture(scope="session")
def live_book(explore_book) -> Callable[..., Path]:
    """live_book(picture, **words) -> folder of HTML with one picture that the page computes itself.

    `picture` has draw, controls() and page_data(); the words are alt, page and name, as explore takes them.
    """

    def build(picture, **words) -> Path:
        controls = picture.controls()
        run = checked_draw(picture.draw, controls)
        return explore_book([static.bundle(run, controls, data=picture.page_data(), **words)])

    return build


# --- a loopback web server --------------------------------------------------------------------------------


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """serve(folder) -> Server: `.url(path)`, `.log`, `.paths`, `.bytes` (compressed), `.reset()`.

    `serve(folder, "/h%E1%BB%8Dc%20s%C3%A2u/")` puts it under another path, written as browsers send it.
    """
    running = []

    def start(folder: Path, prefix: str = "/hocsau/") -> Server:
        running.append(Server(Path(folder), prefix).start())
        return running[-1]

    yield start
    for server in running:
        server.stop()


# --- pages ------------------------------------------------------------------------------------------------


@pytest.fixture
def open_page(browser) -> Iterator[Callable]:
    """open_page(target, width=1440, theme="light", **context) -> playwright Page.

    `target` is a URL or a Path (opened as file://, with the network off). Under 600 px it is a phone (touch).
    `expect_errors=True` leaves the verdict on console errors and foreign requests to the test:
    `page.errors` and `page.foreign` are lists. Further words go to `browser.new_context`, e.g.
    `java_script_enabled=False` or `reduced_motion="reduce"`. The book's service worker, which would keep
    files and ask for more, stays out unless a test says `service_workers="allow"`.
    """
    opened = []

    def open_(
        target: str | Path, width: int = 1440, theme: str = "light", expect_errors: bool = False, **words
    ):
        phone = width < 600
        is_file = isinstance(target, Path)
        words = {"service_workers": "block"} | words
        context = browser.new_context(
            viewport={"width": width, "height": 740 if phone else 900},
            color_scheme=theme,
            has_touch=phone,
            is_mobile=phone,
            locale="vi-VN",
            offline=is_file,
            **words,
        )
        page = context.new_page()
        url = target.resolve().as_uri() if is_file else target
        host = urlsplit(url).netloc
        page.errors, page.foreign = [], []
        page.on("console", lambda m: page.errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        # A page that is left drops what it was loading.
        page.on(
            "requestfailed",
            lambda r: (
                None if r.failure == "net::ERR_ABORTED" else page.errors.append(f"{r.url}: {r.failure}")
            ),
        )

        def record(request) -> None:
            parts = urlsplit(request.url)
            if parts.scheme not in ("data", "blob", "about") and parts.netloc != host:
                page.foreign.append(request.url)

        context.on("request", record)
        opened.append((context, page, expect_errors))
        page.goto(url, wait_until="load")
        return page

    yield open_
    complaints = []
    for context, page, expect_errors in opened:
        if not expect_errors:
            complaints += [f"lỗi trong console: {text}" for text in page.errors]
            complaints += [f"gọi sang máy chủ khác: {url}" for url in page.foreign]
        context.close()
    if complaints:
        pytest.fail("\n".join(complaints))


@pytest.fixture(scope="session")
def unfold() -> Callable:
    """unfold(page) opens every fold of it."""
    script = "document.querySelectorAll('details').forEach(fold => (fold.open = true))"
    return lambda page: page.evaluate(script)


@pytest.fixture(scope="session")
def pass_guesses() -> Callable:
    """pass_guesses(page) says "Xem luôn" to every guess of it, so that what waits behind them is there."""
    return lambda page: page.evaluate("document.querySelectorAll('.guess-pass').forEach(b => b.click())")


@pytest.fixture(scope="session")
def sideways() -> Callable:
    """sideways(page) -> names of the elements that stick out ([] when the page does not move)."""
    script = """() => {
      const width = screen.width < innerWidth ? screen.width : document.documentElement.clientWidth;
      const moved = document.documentElement.scrollWidth > width + 1;
      if (!moved) return [];
      return [...document.querySelectorAll('body *')]
        .filter(e => e.getBoundingClientRect().right > width + 1)
        .slice(0, 8)
        .map(e => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + '.' + [...e.classList].join('.'));
    }"""
    return lambda page: page.evaluate(script)


@pytest.fixture
def open_strictly(open_page, serve, tmp_path) -> Callable:
    """open_strictly(book) -> its page where only the site's own files may give scripts and styles.

    No inline handler, no eval, no inline style; the theme's own inline parts are errors of the page.
    """

    def open_(book: Path):
        shutil.copytree(book, tmp_path / "site")
        path = tmp_path / "site" / "index.html"
        rule = "script-src 'self'; img-src 'self'; connect-src 'none'; style-src 'self'"
        head = f'<head><meta http-equiv="Content-Security-Policy" content="{rule}">'
        path.write_text(path.read_text(encoding="utf-8").replace("<head>", head, 1), encoding="utf-8")
        assert head in path.read_text(encoding="utf-8")
        return open_page(serve(tmp_path / "site").url("index.html"), expect_errors=True)

    return open_
