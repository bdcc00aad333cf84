"""Show the built book at http://127.0.0.1: as readers on the web see it (the pages also open as files)."""

import os
import webbrowser
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HOST = "127.0.0.1"  # this machine only


class Handler(SimpleHTTPRequestHandler):
    """Serves files with the types that browsers insist on, whatever Windows' registry says, and quietly."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".json": "application/json",
        ".svg": "image/svg+xml",
        ".webp": "image/webp",
        ".wasm": "application/wasm",
        ".webmanifest": "application/manifest+json",
        ".woff2": "font/woff2",
    }

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")  # a rebuilt page shows at once
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """On Windows, reusing an address would take a port away from the program that listens on it."""

    allow_reuse_address = os.name != "nt"


def server(html: Path, port: int = 0) -> Server:
    """Listen on `port`, or on a free one when it is 0 or taken."""
    handler = partial(Handler, directory=str(html))
    try:
        return Server((HOST, port), handler)
    except OSError:
        return Server((HOST, 0), handler)


def serve(html: Path, port: int = 8000, browser: bool = True) -> int:
    if not (html / "index.html").is_file():
        raise FileNotFoundError(f"Chưa có sách trong {html}: hãy chạy `make book` trước")
    with server(html, port) as http:
        address = f"http://{HOST}:{http.server_port}/"
        print(f"Sách đang mở ở {address} (Ctrl+C để dừng)", flush=True)
        if browser:
            webbrowser.open(address)
        try:
            http.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0
