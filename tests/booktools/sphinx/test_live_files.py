"""The scripts of live pictures in real builds: which page loads which, and in which order."""

import json
import re

import tinycss2
from explore_build import LR, ROOT, build_error, bundle, grey, make, notebook

from booktools.sphinx import live_files


def test_scripts_only_where_they_are_used(tmp_path, sphinx_build):
    pages = {
        "index.md": "# Không có hình\n\n```{toctree}\na\nb\n```\n",
        "a.ipynb": notebook(bundle(grey, lr=LR)),
        "b.ipynb": notebook(bundle(grey, page="outlier", data={}, lr=LR)),
    }
    assert make(sphinx_build, tmp_path, pages) == ""
    html = {name: (tmp_path / "html" / f"{name}.html").read_text("utf-8") for name in ("index", "a", "b")}
    used = {
        name: re.findall(r'(?:src|href)="_static/((?:live/)?\w*(?:explore|parts|outlier)\.\w+)', html[name])
        for name in html
    }
    assert used["index"] == []
    assert sorted(used["a"]) == ["explore.css", "explore.js"]
    # deferred scripts run in this order
    assert used["b"] == ["explore.css", "live/parts.js", "live/outlier.js", "explore.js"]
    for script in ("parts.js", "outlier.js"):
        written = (tmp_path / "html/_static/live" / script).read_bytes()
        assert written == (ROOT / "book/live" / script).read_bytes()
    for name in ("a", "b"):
        tags = re.findall(r"<script[^>]*(?:explore|parts|outlier)\.js[^>]*>", html[name])
        assert all("defer" in tag for tag in tags)


def test_what_pictures_share_comes_first_and_what_one_is_made_of_before_it():
    assert live_files.in_order([]) == []
    assert live_files.in_order(["mixer", "kernel", "mixer"]) == ["parts", "kernel", "mixer"]
    order = live_files.in_order(["playground", "anchors"])
    assert order == ["parts", "playground_net", "playground_draw", "anchors", "playground"]


def test_every_script_that_a_page_may_load_is_there():
    scripts = {path.stem for path in (ROOT / live_files.LIVE).glob("*.js")}
    made_of = {part for parts in live_files.MADE_OF.values() for part in parts}
    assert {live_files.PARTS, *live_files.MADE_OF, *made_of} <= scripts


def test_a_page_script_that_does_not_exist_stops_the_build(tmp_path, sphinx_build):
    lost = bundle(grey, lr=LR, page="khong-co", data={})
    assert "không có book/live/khong-co.js" in build_error(sphinx_build, tmp_path, lost)


def test_what_comes_at_the_first_touch_lies_in_a_script_of_its_own(tmp_path, monkeypatch):
    from hocsau.live import plate_finder

    monkeypatch.setattr(plate_finder, "lazy_data", lambda: {"chữ": [1, 2]})
    # the second is no picture, the third has nothing heavy
    for stem in ("plate_finder", "darknet", "augment"):
        live_files.write_data(stem, tmp_path / f"{stem}.js")
    assert [path.name for path in tmp_path.iterdir()] == ["plate_finder.data.js"]
    text = (tmp_path / "plate_finder.data.js").read_text(encoding="utf-8")
    start, _, rest = text.partition(".plate_finder = ")
    assert start == "(window.hocsauLiveData = window.hocsauLiveData || {})"
    assert json.loads(rest.rstrip().removesuffix(";")) == {"chữ": [1, 2]}


def test_one_sheet_holds_the_style_of_all_pictures_the_common_part_first(tmp_path):
    for name, text in {
        "b": ".b { top: 0 } /* why */\n",
        "explore": ".hs { top: 1px }\n",
        "a": ".a {}\n",
    }.items():
        (tmp_path / f"{name}.css").write_text(text)
    assert live_files.style(tmp_path).split() == ".hs { top: 1px } .a {} .b { top: 0 }".split()


def test_the_book_s_own_sheets_are_whole(tmp_path):
    live_files.publish(ROOT, tmp_path)
    sheet = (tmp_path / "explore.css").read_text("utf-8")
    rules = tinycss2.parse_stylesheet(sheet, skip_whitespace=True)
    assert len(rules) > 150 and not [rule for rule in rules if rule.type in ("error", "comment")]
    for name in live_files.APART:
        own = (tmp_path / "live" / f"{name}.css").read_text("utf-8")
        assert ".hs-" in own and own not in sheet
    scripts = (ROOT / live_files.LIVE).glob("*.js")
    assert {path.name for path in (tmp_path / "live").glob("*.js")} >= {path.name for path in scripts}
