"""The scripts of the pictures that a page computes itself (book/live): published with it, loaded in order.

A page loads, deferred and each once, what all pictures share (`PARTS`), then what a picture of it is made of
(`MADE_OF`), then the picture's own script. What a picture fetches at its first touch is its own affair.
"""

import importlib
import importlib.util
import json
import shutil
from collections.abc import Iterable
from pathlib import Path

LIVE = "book/live"
PARTS = "parts"
MADE_OF = {"playground": ("playground_net", "playground_draw")}


def in_order(pages: Iterable[str]) -> list[str]:
    """The scripts that these pictures need, each after those it calls."""
    wanted = sorted(set(pages))
    made_of = [part for page in wanted for part in MADE_OF.get(page, ())]
    return [PARTS, *made_of, *wanted] if wanted else []


def publish(source: Path, target: Path) -> None:
    """Copy every script, and write beside it what its picture loads when it is first touched."""
    for script in sorted((source / LIVE).glob("*.js")):
        target.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(script, target / script.name)
        write_data(script.stem, target / script.name)


def write_data(stem: str, script: Path) -> None:
    """What a picture loads when it is first touched lies in a script of its own: fetch fails from file://."""
    if importlib.util.find_spec(f"hocsau.live.{stem}") is None:
        return  # a script that another one calls
    lazy = getattr(importlib.import_module(f"hocsau.live.{stem}"), "lazy_data", None)
    if lazy is not None:
        content = json.dumps(lazy(), ensure_ascii=False, separators=(",", ":"))
        text = f"(window.hocsauLiveData = window.hocsauLiveData || {{}}).{stem} = {content};\n"
        script.with_name(f"{stem}.data.js").write_text(text, encoding="utf-8", newline="\n")
