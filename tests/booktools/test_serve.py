"""The local server: loopback only, right types, another port when the first is taken."""

import socket
import threading
from pathlib import Path
from urllib.request import urlopen

import pytest

from booktools import serve
from booktools.__main__ import main


@pytest.fixture
def html(tmp_path: Path) -> Path:
    for name in ("index.html", "a.js", "a.css", "a.webp", "a.wasm"):
        (tmp_path / name).write_text("đ", encoding="utf-8")
    return tmp_path


def test_files_have_the_types_that_browsers_need(html: Path):
    with serve.server(html) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{http.server_port}"
        types = {
            name: urlopen(f"{base}/{name}").headers["Content-Type"] for name in ("a.js", "a.css", "a.wasm")
        }
        page = urlopen(base + "/")
        http.shutdown()
    assert types == {
        "a.js": "text/javascript; charset=utf-8",
        "a.css": "text/css; charset=utf-8",
        "a.wasm": "application/wasm",
    }
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.headers["Cache-Control"] == "no-cache"


def test_listens_on_this_machine_only(html: Path):
    with serve.server(html) as http:
        assert http.server_address[0] == "127.0.0.1"


def test_taken_port_is_replaced(html: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serve.server(html, port) as http:
            assert http.server_port not in (0, port)


@pytest.mark.parametrize("port", ["99999", "65536", "-1", "một", "8000.0", "²"])
def test_a_port_that_cannot_be_is_refused_in_words(port, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["serve", f"--port={port}"])
    assert stop.value.code == 2
    assert f"«{port}» không phải số cổng (0–65535)" in capsys.readouterr().err


def test_unbuilt_book_is_explained(tmp_path: Path):
    with pytest.raises(FileNotFoundError, match="make book"):
        serve.serve(tmp_path)
