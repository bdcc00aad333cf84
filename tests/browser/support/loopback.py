"""A loopback web server that compresses as a web host does, and counts what it sends."""

import gzip
import io
import mimetypes
import os
import sys
import threading
from dataclasses import dataclass, field
from functools import lru_cache
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

TEXT_TYPES = ("text/", "application/javascript", "application/json", "image/svg+xml", "application/xml")


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
    http: ThreadingHTTPServer | None = None

    def url(self, path: str = "") -> str:
        return self.base + path.lstrip("/")

    def start(self) -> "Server":
        handler = _handler(self)
        self.http = _QuietServer(
            ("127.0.0.1", 0), lambda *args: handler(*args, directory=os.fspath(self.folder))
        )
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        self.base = f"http://127.0.0.1:{self.http.server_port}{self.prefix}"
        return self

    def stop(self) -> None:
        self.http.shutdown()
        self.http.server_close()

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
