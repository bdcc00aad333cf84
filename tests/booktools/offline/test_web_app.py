"""The files of the installable book: relative addresses, a version that follows every published byte."""

import json
from pathlib import Path

import pytest
from PIL import Image

from booktools.offline import web_app

STATIC = Path(__file__).resolve().parents[3] / "book" / "_static"


@pytest.fixture
def html(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "index.html").write_text("a", encoding="utf-8")
    (tmp_path / "book" / "chương 1.html").write_text("b", encoding="utf-8")
    return tmp_path


def test_the_version_follows_the_content_and_nothing_else(html):
    first = web_app.write(html)
    times = {name: (html / name).stat().st_mtime_ns for name in web_app.FILES}
    assert web_app.write(html) == first
    assert {name: (html / name).stat().st_mtime_ns for name in web_app.FILES} == times, "written for nothing"
    (html / "book" / "chương 1.html").write_text("c", encoding="utf-8")
    assert web_app.write(html) != first


def test_the_worker_knows_every_file_but_itself(html):
    version = web_app.write(html)
    worker = (html / "sw.js").read_text("utf-8")
    assert f'const VERSION = "{version}";' in worker and '"FILES"' not in worker
    line = next(line for line in worker.splitlines() if line.startswith("const FILES = "))
    listed = json.loads(line.removeprefix("const FILES = ").rstrip(";"))
    assert set(listed) == {"index.html", "book/chương 1.html", "offline.html", "manifest.webmanifest"}


def test_every_address_is_relative_and_every_icon_is_what_it_says():
    manifest = web_app.manifest()
    addresses = [manifest[key] for key in ("id", "start_url", "scope")] + [
        i["src"] for i in manifest["icons"]
    ]
    assert not [address for address in addresses if address.startswith("/") or "://" in address]
    for icon in manifest["icons"]:
        with Image.open(STATIC / Path(icon["src"]).name) as picture:
            assert "x".join(map(str, picture.size)) == icon["sizes"]
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}
    assert manifest["lang"] == "vi" and manifest["display"] == "standalone"
