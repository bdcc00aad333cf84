"""`make audit`: all pages of the built book, one after another."""

import gzip
import io
import sys
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from booktools.audit.page import Audit, audit
from booktools.audit.table import line, over, table
from booktools.chromium import launch
from booktools.serve import HOST, Handler
from hocsau.doctor.browser import find_chromium

ARGS = ["--disable-gpu", "--disable-background-networking", "--no-first-run"]
PACKED = (".html", ".css", ".js", ".json", ".svg")


class PackingHandler(Handler):
    """Compresses texts, as every web host does."""

    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        if Path(self.translate_path(self.path)).suffix in PACKED:
            self.send_header("Content-Encoding", "gzip")
        super().end_headers()

    def send_head(self) -> io.BytesIO | None:
        path = Path(self.translate_path(self.path))
        if path.suffix not in PACKED or not path.is_file():
            return super().send_head()
        body = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)


class QuietServer(ThreadingHTTPServer):
    """A browser that leaves a page drops its connections; anything else is worth seeing."""

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def pages(html: Path) -> list[str]:
    """The pages that readers open."""
    return [path.relative_to(html).as_posix() for path in sorted((html / "book").rglob("*.html"))]


def run(html: Path, names: list[str] | None = None, tries: int = 3) -> int:
    """Print the table, write it to _build/audit.md, name what is over a limit; 1 if anything is."""
    if not (html / "index.html").is_file():
        raise FileNotFoundError(f"Chưa có sách trong {html}: hãy chạy `make book` trước")
    known = pages(html)
    if unknown := sorted(set(names or []) - set(known)):
        raise FileNotFoundError(
            f"Sách không có trang {', '.join(unknown)}; tên trang viết như {known[0]}; "
            "trang mới viết thì hãy chạy `make book` trước"
        )
    executable = find_chromium()
    if executable is None:
        raise FileNotFoundError(
            "Không tìm thấy Chromium, Chrome hay Edge (Ubuntu/Debian: sudo apt install chromium)"
        )
    from playwright.sync_api import sync_playwright

    rows: list[Audit] = []
    with (
        QuietServer((HOST, 0), partial(PackingHandler, directory=str(html))) as http,
        sync_playwright() as playwright,
    ):
        threading.Thread(target=http.serve_forever, daemon=True).start()
        browser = launch(playwright, executable, ARGS)
        for name in names or known:
            rows.append(audit(browser, f"http://{HOST}:{http.server_port}/{name}", name, tries))
            print(line(rows[-1]), flush=True)
        browser.close()
        http.shutdown()
    text = table(rows)
    (html.parent / "audit.md").write_text(text, encoding="utf-8")
    print(f"\n{text}")
    wrong = [line for row in rows for line in over(row)]
    print("\n".join(wrong) or "Trang nào cũng trong giới hạn.")
    return 1 if wrong else 0
