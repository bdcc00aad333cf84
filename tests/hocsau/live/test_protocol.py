"""Every module of hocsau.live has its script, and what explore and the page need."""

import inspect
import json
import pkgutil
from importlib import import_module
from pathlib import Path

import pytest

from hocsau import live
from hocsau.live.protocol import LivePicture

# What all share, the networks that plate_finder, diacritics, verse run, what the playground is made of.
PARTS_OF_OTHERS = {"parts", "darknet", "plate_reader", "text_nets", "playground_net", "playground_draw"}
SCRIPTS = {
    path.stem for path in (Path(__file__).resolve().parents[3] / "book" / "live").glob("*.js")
} - PARTS_OF_OTHERS
NAMES = sorted(module.name for module in pkgutil.iter_modules(live.__path__) if module.name != "protocol")
PARTS = [name for name in vars(LivePicture) if not name.startswith("_")]


def test_one_module_a_script():
    assert set(NAMES) == SCRIPTS
    assert sorted(PARTS) == ["controls", "draw", "page_data"]


@pytest.mark.parametrize("name", NAMES)
def test_it_follows_the_protocol(name):
    module = import_module(f"hocsau.live.{name}")
    controls = module.controls()
    parameters = inspect.signature(module.draw).parameters.values()
    assert [p.name for p in parameters if p.default is p.empty] == list(controls)  # a page may ask for more
    json.dumps(module.page_data(), allow_nan=False)
    shown, words = module.draw(**{key: control.default for key, control in controls.items()})
    assert words and words == words.strip() and "\n" not in words and shown is not None
