"""The dragged point in Chromium: the same lines as Python's, by mouse, keys and finger."""

import numpy as np
import pytest
from explore_page import reading, with_point

from hocsau.live import outlier
from hocsau.models.robust_line import l1_line, l2_line


def test_the_page_and_python_compute_the_same_lines(page):
    rng = np.random.default_rng(3)
    sets = []
    for _ in range(50):
        n = int(rng.integers(3, 14))
        x, y = rng.normal(size=n) * 5, rng.normal(size=n) * 20
        sets.append((np.round(x), np.round(y)) if rng.random() < 0.3 else (x, y))
    sets = [(x.tolist(), y.tolist()) for x, y in sets if len(set(x.tolist())) > 1]
    found = page.evaluate("sets => sets.map(([x, y]) => hocsauLive.outlier.lines(x, y))", sets)
    assert len(found) >= 45
    for (x, y), lines in zip(sets, found, strict=True):
        a, b = l2_line(x, y), l1_line(x, y)
        np.testing.assert_allclose([lines["l2"], lines["l1"]], [a, b], rtol=1e-9, atol=1e-9)
        x, y = np.array(x), np.array(y)
        losses = [np.mean((y - a[0] - a[1] * x) ** 2), np.mean(abs(y - b[0] - b[1] * x))]
        np.testing.assert_allclose([lines["mse"], lines["mae"]], losses, rtol=1e-9, atol=1e-9)


def values(page):
    return [float(text) for text in page.locator("#explore-cham .hs-explore-value").all_inner_texts()]


def test_the_point_follows_the_mouse_and_python_reads_the_same(page):
    assert reading(page, "cham") == outlier.reading(*with_point(9, 9))
    knob = page.locator("#explore-cham .hs-knob")
    knob.scroll_into_view_if_needed()
    box = knob.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    slope = "() => +document.querySelector('line.hs-l2').getAttribute('y2')"
    before = page.evaluate(slope)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y - 90, steps=6)
    page.mouse.up()
    moved = knob.bounding_box()
    assert (moved["x"] - box["x"], moved["y"] - box["y"]) == pytest.approx(
        (-60, -90), abs=4
    )  # 0.1 of the axes is 3 to 5 px
    x, y = values(page)
    assert x < 9 and y > 14
    assert reading(page, "cham") == outlier.reading(*with_point(x, y))
    assert page.evaluate(slope) != before
    assert page.get_by_label("chấm cam: y").get_attribute("aria-valuetext") == f"{y:g}"
    page.mouse.move(10, 10)  # let go: it stays
    assert values(page) == [x, y]


def test_the_point_follows_arrow_keys_and_the_sliders(page):
    knob = page.locator("#explore-cham .hs-knob")
    knob.focus()
    for _ in range(20):
        knob.press("ArrowUp")
    knob.press("ArrowLeft")
    assert values(page) == [8.5, 25] and reading(page, "cham") == outlier.reading(*with_point(8.5, 25))
    assert knob.get_attribute("aria-valuetext") == "x = 8.5, y = 25"
    page.get_by_label("chấm cam: y").focus()
    page.keyboard.press("Home")
    assert values(page) == [8.5, -5] and reading(page, "cham") == outlier.reading(*with_point(8.5, -5))


def test_a_finger_drags_the_point_and_the_page_stays(open_page, book):
    page = open_page(book / "index.html", width=360)
    knob = page.locator("#explore-cham .hs-knob")
    knob.scroll_into_view_if_needed()
    page.wait_for_timeout(200)
    assert min(knob.bounding_box()[side] for side in ("width", "height")) >= 44
    box, top = knob.bounding_box(), page.evaluate("scrollY")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = page.context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 7):
        points = [{"x": x - step * 4, "y": y - step * 12}]
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert values(page)[1] > 14 and page.evaluate("scrollY") == top


def test_turning_the_phone_draws_the_point_picture_anew(open_page, book):
    page = open_page(book / "index.html", width=360)
    page.set_viewport_size({"width": 740, "height": 360})
    page.wait_for_timeout(300)
    svg = page.locator("#explore-cham svg").bounding_box()
    room = page.locator("#explore-cham .hs-explore-picture").bounding_box()
    assert svg["width"] == pytest.approx(room["width"], abs=1)
    assert (
        page.locator("#explore-cham svg text").first.evaluate("e => getComputedStyle(e).fontSize") == "13px"
    )
