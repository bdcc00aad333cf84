"""The pictures of chapters 14, 16 and 17 that are lists of shapes, in Chromium: Python's shapes and words."""

import json

import numpy as np
import pytest

from hocsau.interactive import static
from hocsau.interactive.drawing import checked_draw
from hocsau.live import (
    anchor_kmeans,
    counting,
    ctc,
    eigen_gradient,
    grid_cell,
    letterbox,
    lstm_gates,
    rnn_unrolled,
    scale_xy,
)

CHAPTER_14 = (letterbox, scale_xy, anchor_kmeans, grid_cell, ctc)
PICTURES = {
    module.__name__.rsplit(".", 1)[1]: module
    for module in (*CHAPTER_14, eigen_gradient, rnn_unrolled, lstm_gates, counting)
}

WHAT_IS_DRAWN = """svg => [...svg.children].map(e => {
  const { class: kind, ...rest } = Object.fromEntries([...e.attributes].map(a => [a.name, a.value]));
  for (const key in rest) if (key !== "points") rest[key] = Number(rest[key]);
  return [e.tagName, kind, rest, e.textContent];
})"""


def drawn(module, rng):
    picked = {}
    for name, control in module.controls().items():
        picked[name] = control.values[rng.integers(len(control.values))]
    return picked


@pytest.fixture(scope="module")
def book(explore_book):
    bundles = []
    for name, module in PICTURES.items():
        controls = module.controls()
        run = checked_draw(module.draw, controls)
        words = {"alt": name, "page": name, "name": name.replace("_", "-"), "data": module.page_data()}
        bundles.append(static.bundle(run, controls, **words))
    return explore_book(bundles)


@pytest.fixture
def page(open_page, book):
    return open_page(book / "index.html")


def root(page, name):
    return page.locator(f"#explore-{name.replace('_', '-')}")


def same(ours, theirs):
    assert [shape[:2] + [shape[3]] for shape in ours] == [shape[:2] + [shape[3]] for shape in theirs]
    for (_, _, mine, _), (_, _, other, _) in zip(ours, theirs, strict=True):
        assert list(mine) == list(other)
        for key, value in mine.items():
            if key == "points":
                pairs = [np.array([p.split(",") for p in s.split()], float) for s in (value, other[key])]
                np.testing.assert_allclose(*pairs, atol=0.011)
            else:
                assert abs(value - other[key]) < 0.011


@pytest.mark.parametrize("name", PICTURES)
def test_every_shape_and_word_is_pythons(page, name):
    module, rng = PICTURES[name], np.random.default_rng(0)
    asked = [drawn(module, rng) for _ in range(40)]
    script = f"""([d, asked]) => asked.map(v =>
      [hocsauLive.{name}.shapes(v, d), hocsauLive.{name}.reading(v, d)])"""
    data = json.loads(json.dumps(module.page_data()))
    answers = page.evaluate(script, [data, [{k: v for k, v in one.items()} for one in asked]])
    for values, (shapes, words) in zip(asked, answers, strict=True):
        same(json.loads(json.dumps(module.shapes(**values))), shapes)
        assert words == module.reading(**values)


@pytest.mark.parametrize("name", PICTURES)
def test_the_controls_move_what_is_drawn(page, name):
    module, rng = PICTURES[name], np.random.default_rng(3)
    controls, box = module.controls(), root(page, name)
    values = drawn(module, rng)
    for key, value in values.items():
        field = box.get_by_label(controls[key].label, exact=True)
        place = controls[key].values.index(value)
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(controls[key].texts[place])
        else:
            field.fill(str(place))
    assert box.locator(".hs-explore-reading").text_content() == module.reading(**values)
    same(json.loads(json.dumps(module.shapes(**values))), box.locator(".hs-shapes").evaluate(WHAT_IS_DRAWN))


def test_a_press_moves_the_plate(page):
    box = root(page, "grid_cell")
    frame = box.locator(".hs-shapes").bounding_box()
    box.locator(".hs-shapes").click(position={"x": 0.25 * frame["width"], "y": 0.75 * frame["height"]})
    assert box.locator(".hs-explore-reading").text_content() == grid_cell.reading(104, 312, 96)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_they_fit(open_page, book, sideways, width, theme):
    page = open_page(book / "index.html", width=width, theme=theme)
    assert sideways(page) == []
    for name in PICTURES:
        box, svg = root(page, name).bounding_box(), root(page, name).locator(".hs-shapes").bounding_box()
        assert box["x"] <= svg["x"] and svg["x"] + svg["width"] <= box["x"] + box["width"]
        assert svg["height"] < (0.6 * 740 if width < 600 else 0.62 * 900)


def test_without_javascript_the_first_setting(open_page, book):
    page = open_page(book / "index.html", java_script_enabled=False, expect_errors=True)
    for name, module in PICTURES.items():
        first = {key: control.default for key, control in module.controls().items()}
        assert root(page, name).locator(".hs-explore-reading").text_content() == module.reading(**first)
        assert root(page, name).locator(".hs-shapes > *").count() == len(module.shapes(**first))


def test_a_strict_content_security_policy_is_kept(open_strictly, book):
    page = open_strictly(book)
    assert root(page, "ctc").locator(".hs-shapes > *").count() == len(ctc.shapes("AB", ctc.LEARNT, 5, 7))
