"""What every script of book/live must be: a plain, small classic script."""

import re
from pathlib import Path

import pytest

SCRIPTS = sorted((Path(__file__).resolve().parents[2] / "book" / "live").glob("*.js"))
FORBIDDEN = r"\bimport\b|\bexport\b|\bfetch\(|XMLHttpRequest|innerHTML|\beval\(|new Function|localStorage|https?://(?!www\.w3\.org)"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_it_is_plain_and_small(script):
    content = script.read_text(encoding="utf-8")
    assert script.stat().st_size < 27_000
    assert re.findall(FORBIDDEN, content) == []
    assert f"hocsauLive = window.hocsauLive || {{}}).{script.stem} = " in content
