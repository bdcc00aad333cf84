"""What every script of book/live must be: a plain, small classic script."""

import re
from pathlib import Path

import pytest

from booktools.sphinx.live_files import PARTS

SCRIPTS = sorted((Path(__file__).resolve().parents[2] / "book" / "live").glob("*.js"))
# The playground's small screens keep their pixels from frame to frame.
OWN = {"playground_draw": {"putImageData"}}
FORBIDDEN = r"\bimport\b|\bexport\b|\bfetch\(|XMLHttpRequest|innerHTML|\beval\(|new Function|localStorage|https?://(?!www\.w3\.org)"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_it_is_plain_and_small(script):
    content = script.read_text(encoding="utf-8")
    assert script.stat().st_size < 27_000
    assert re.findall(FORBIDDEN, content) == []
    if script.stem == PARTS:
        assert "window.hocsauParts = {" in content
    else:
        assert f"hocsauLive = window.hocsauLive || {{}}).{script.stem} = " in content


def test_what_the_scripts_share_is_used_and_not_written_again():
    shared, *others = sorted(SCRIPTS, key=lambda path: path.stem != PARTS)
    names = re.search(r"window\.hocsauParts = \{([^}]*)\}", shared.read_text(encoding="utf-8"))[1]
    offered = set(re.findall(r"\w+", names))
    taken = set()
    for script in others:
        content = script.read_text(encoding="utf-8")
        for asked in re.findall(r"const \{([^}]*)\} = window\.hocsauParts;", content):
            taken |= {name.partition(":")[0].strip() for name in asked.split(",")}
        again = {word for word in ("createElementNS", "putImageData") if word in content}
        assert again <= OWN.get(script.stem, set()), f"{script.name}: parts.js has svg, strokes, paint"
    assert taken == offered
