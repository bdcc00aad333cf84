"""The book as an installable web app: manifest, service worker, and the page for what was not kept.

All three stand at the root of the site and know each other by relative addresses: GitHub Pages serves the
book under a path. The service worker holds the hash of every published file, so that any change of the book
is a new worker.
"""

import hashlib
import json
from pathlib import Path

from booktools.plain_page import dressed
from hocsau.files import write_atomically

HERE = Path(__file__).parent
WORKER, MANIFEST, OFFLINE = "sw.js", "manifest.webmanifest", "offline.html"
FILES = (WORKER, MANIFEST, OFFLINE)
ICONS = (("icon-192.png", "192x192", "any"), ("icon-512.png", "512x512", "any"),
         ("icon-maskable.png", "512x512", "maskable"))  # fmt: skip
COLOUR = "#0b3c6f"


def manifest() -> dict:
    return {
        "id": "./",
        "name": "Học sâu — sách tương tác",
        "short_name": "Học sâu",
        "description": "Sách deep learning tiếng Việt: hình kéo được, công thức có máy kiểm, mã chạy được.",
        "lang": "vi",
        "dir": "ltr",
        "start_url": "./book/index.html",
        "scope": "./",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": COLOUR,
        "categories": ["education", "books"],
        "icons": [
            {"src": f"_static/{name}", "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in ICONS
        ],
    }


def hashes(html: Path) -> dict[str, str]:
    """A short hash of every published file but the worker, by address."""
    return {
        path.relative_to(html).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        for path in sorted(html.rglob("*"))
        if path.is_file() and path.name != WORKER
    }


def write(html: Path) -> str:
    """Write the three files into the built book; return the version that the worker carries."""
    _write(html / MANIFEST, json.dumps(manifest(), ensure_ascii=False, indent=1) + "\n")
    _write(html / OFFLINE, dressed((HERE / OFFLINE).read_text("utf-8")))
    listed = json.dumps(hashes(html), ensure_ascii=False, separators=(",", ":"))
    template = (HERE / WORKER).read_text("utf-8")
    version = hashlib.sha256(f"{listed}{template}".encode()).hexdigest()[:16]
    _write(html / WORKER, template.replace('"VERSION"', f'"{version}"').replace('"FILES"', listed))
    return version


def _write(path: Path, text: str) -> None:
    """Replace the file only when it differs, and at once."""
    if path.is_file() and path.read_text("utf-8") == text:
        return
    with write_atomically(path) as draft:
        draft.write_text(text, encoding="utf-8")
