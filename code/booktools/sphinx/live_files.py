"""The scripts and the style of the pictures that move (book/live): published with the book, loaded in order.

A page loads, deferred and each once, what all pictures share (`PARTS`), then what a picture of it is made of
(`MADE_OF`), then the picture's own script. What a picture fetches at its first touch is its own affair.
The style is a file a picture for whoever writes one; the reader waits for one sheet (and those `APART`).
"""

import importlib
import importlib.util
import json
import shutil
from collections.abc import Iterable
from pathlib import Path

from booktools.sphinx.styles import joined

LIVE = "book/live"
PARTS = "parts"
STYLE = "explore.css"
MADE_OF = {"playground": ("playground_net", "playground_draw")}
# Their style is long, and few pages show them: a sheet of its own.
APART = ("canvas", "kernel", "neighbours", "playground")


def in_order(pages: Iterable[str]) -> list[str]:
    """The scripts that these pictures need, each after those it calls."""
    wanted = sorted(set(pages))
    made_of = [part for page in wanted for part in MADE_OF.get(page, ())]
    return [PARTS, *made_of, *wanted] if wanted else []


def publish(source: Path, static: Path) -> None:
    """Copy every script, with what its picture loads when it is first touched; write the style sheets."""
    (static / "live").mkdir(parents=True, exist_ok=True)
    (static / STYLE).write_text(style(source / LIVE), encoding="utf-8", newline="\n")
    for path in (source / LIVE).glob("*.css"):
        if path.stem in APART:
            (static / "live" / path.name).write_text(joined([path]), encoding="utf-8", newline="\n")
    for script in sorted((source / LIVE).glob("*.js")):
        copy = static / "live" / script.name
        shutil.copyfile(script, copy)
        write_data(script.stem, copy)


def style(live: Path) -> str:
    """What every picture has, then each one's own (but of those apart), without comments."""
    shared = (path for path in live.glob("*.css") if path.stem not in APART)
    sheets = sorted(shared, key=lambda path: (path.name != STYLE, path.name))
    return joined(sheets)


def write_data(stem: str, script: Path) -> None:
    """What a picture loads when it is first touched lies in a script of its own: fetch fails from file://."""
    if importlib.util.find_spec(f"hocsau.live.{stem}") is None:
        return  # a script that another one calls
    lazy = getattr(importlib.import_module(f"hocsau.live.{stem}"), "lazy_data", None)
    if lazy is not None:
        content = json.dumps(lazy(), ensure_ascii=False, separators=(",", ":"))
        text = f"(window.hocsauLiveData = window.hocsauLiveData || {{}}).{stem} = {content};\n"
        script.with_name(f"{stem}.data.js").write_text(text, encoding="utf-8", newline="\n")
