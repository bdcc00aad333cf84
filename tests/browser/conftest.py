"""Fixtures for every test that drives the built book in a real browser.

    def test_something(open_page, site, serve):
        server = serve(site)                              # gzip, loopback, counts what it sends
        page = open_page(server.url("book/index.html"))   # or open_page(site / "book/index.html"): file://
        page.get_by_role("button", name="…").click()      # a plain playwright Page

At the end of the test `open_page` fails it if any page logged a console error, threw, or asked another host
for anything. `HOCSAU_SITE` points the tests at another build than `_build/html`.
"""

import gzip
import io
import json
import mimetypes
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import nbformat.v4 as v4
import pytest

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
TEXT_TYPES = ("text/", "application/javascript", "application/json", "image/svg+xml", "application/xml")


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

SMALL_CONF = f"""
extensions = ["myst_nb", "booktools.sphinx.explore"]
nb_execution_mode = "off"
html_theme = "sphinx_book_theme"
html_static_path = [{str(ROOT / "book" / "_static")!r}]
html_css_files = ["book.css"]
html_context = {{"default_mode": "auto"}}
html_favicon = "icon.svg"
"""


@pytest.fixture(scope="session")
def explore_book(tmp_path_factory) -> Callable[..., Path]:
    """explore_book(bundles) -> folder of HTML: one page, each `static.bundle` in a cell.

    `photos` are the names of the pictures whose cell says `classes: photo`.
    """

    def build(bundles: Iterable[dict], photos: Iterable[str] = ()) -> Path:
        folder = tmp_path_factory.mktemp("explore")
        cells = [v4.new_markdown_cell("# Thử"), v4.new_markdown_cell("Dòng chữ.\n\n" * 30)]
        photos = set(photos)
        for data in bundles:
            output = v4.new_output("display_data", data=json.loads(json.dumps(data)))
            metadata = (
                {"mystnb": {"image": {"classes": "photo"}}} if data[static.MIME]["name"] in photos else {}
            )
            cells.append(v4.new_code_cell("explore(...)", outputs=[output], metadata=metadata))
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        notebook = nbformat.writes(v4.new_notebook(cells=cells, metadata=kernel))
        (folder / "index.ipynb").write_text(notebook, encoding="utf-8")
        (folder / "conf.py").write_text(SMALL_CONF, encoding="utf-8")
        (folder / "icon.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
        shutil.copytree(ROOT / "book" / "live", folder / "book" / "live")
        command = [
            sys.executable,
            "-m",
            "sphinx",
            "-W",
            "-q",
            "-b",
            "html",
            str(folder),
        ]
        subprocess.run([*command, str(folder / "html")], check=True)
        return folder / "html"

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


# --- a loopback web server that compresses as a web host does, and counts ---------------------------------


@lru_cache(maxsize=512)
def _gzipped(path: str, changed: int) -> bytes:
    return gzip.compress(Path(path).read_bytes(), 6)


@dataclass
class Server:
    """A folder served under a path prefix, as GitHub Pages does: a link that starts with / breaks here."""

    folder: Path
    prefix: str = "/hocsau/"
    base: str = ""
    log: list[tuple[str, int, int]] = field(default_factory=list)  # (path, status, body bytes on the wire)

    def url(self, path: str = "") -> str:
        return self.base + path.lstrip("/")

    def reset(self) -> None:
        self.log.clear()

    @property
    def bytes(self) -> int:
        return sum(size for _, _, size in self.log)

    @property
    def paths(self) -> list[str]:
        return [path for path, _, _ in self.log]


def _handler(server: Server) -> type[SimpleHTTPRequestHandler]:
    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def translate_path(self, path: str) -> str:
            return super().translate_path(path.removeprefix(server.prefix.rstrip("/")))

        def send_head(self):
            path = Path(self.translate_path(self.path))
            if path.is_dir() and urlsplit(self.path).path.endswith("/"):
                path /= "index.html"
            if not self.path.startswith(server.prefix) or not path.is_file():
                missing = server.folder / "404.html"
                return self._send(404, missing.read_bytes() if missing.is_file() else b"404", "text/html")
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            kind = "text/javascript" if path.suffix == ".js" else kind
            packs = "gzip" in self.headers.get("Accept-Encoding", "") and kind.startswith(TEXT_TYPES)
            body = _gzipped(str(path), path.stat().st_mtime_ns) if packs else path.read_bytes()
            return self._send(200, body, kind, gzipped=packs)

        def _send(self, status: int, body: bytes, kind: str, gzipped: bool = False):
            server.log.append((unquote(urlsplit(self.path).path), status, len(body)))
            self.send_response(status)
            self.send_header(
                "Content-Type", f"{kind}; charset=utf-8" if kind.startswith(TEXT_TYPES) else kind
            )
            self.send_header("Content-Length", str(len(body)))
            if gzipped:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            return io.BytesIO(body)

        def log_message(self, *args) -> None:
            pass

    return Handler


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address) -> None:
        # A browser that leaves a page drops its connections; anything else is worth seeing.
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """serve(folder) -> Server: `.url(path)`, `.log`, `.paths`, `.bytes` (compressed), `.reset()`.

    `serve(folder, "/h%E1%BB%8Dc%20s%C3%A2u/")` puts it under another path, written as browsers send it.
    """
    running = []

    def start(folder: Path, prefix: str = "/hocsau/") -> Server:
        server = Server(Path(folder), prefix)
        handler = _handler(server)
        http = _QuietServer(
            ("127.0.0.1", 0), lambda *args: handler(*args, directory=os.fspath(server.folder))
        )
        threading.Thread(target=http.serve_forever, daemon=True).start()
        server.base = f"http://127.0.0.1:{http.server_port}{prefix}"
        running.append(http)
        return server

    yield start
    for http in running:
        http.shutdown()
        http.server_close()


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
