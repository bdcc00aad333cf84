"""Writing a digit in Chromium: the same 784 numbers and answers as Python, by mouse, finger and keyboard."""

import json

import numpy as np
import pytest

from hocsau.live import canvas as handwriting
from hocsau.live.canvas import centre_digit, ink, picture, sample_strokes
from hocsau.models import MLP
from hocsau.models.quantised import QuantisedMLP, quantise


def some_network(activation="relu", seed=0):
    return quantise(MLP([784, 100, 10], activation=activation, rng=np.random.default_rng(seed)))


@pytest.fixture(scope="module")
def network():
    return some_network()


@pytest.fixture(scope="module")
def book(live_book, network):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(picture, "network", lambda: network)
        yield live_book(handwriting, alt="Viết một chữ số", page="canvas", name="viet")


@pytest.fixture
def page(open_page, book):
    return open_page(book / "index.html")


def reading(page):
    return page.locator(".hs-explore-reading").text_content()


def shares(page):
    return page.locator(".hs-canvas-share").all_inner_texts()


def press(page, name):
    page.get_by_role("button", name=name).click()


def random_strokes(rng, count):
    lengths, starts = rng.integers(1, 20, count), rng.uniform(40, 100, (count, 2))
    return [
        start + np.cumsum(rng.normal(0, 9, (n, 2)), axis=0) for n, start in zip(lengths, starts, strict=True)
    ]


# --- the same numbers -------------------------------------------------------------------------------------


def test_strokes_become_the_same_784_numbers(page):
    rng = np.random.default_rng(0)
    drawings = [*sample_strokes().values(), [[(70, 70)]], [[(0, 0), (139, 139)]], [[(-20, 60), (160, 61)]]]
    drawings += [random_strokes(rng, rng.integers(1, 4)) for _ in range(20)]
    drawings = [[np.asarray(stroke, float).round(2).tolist() for stroke in strokes] for strokes in drawings]
    script = """drawings => drawings.map(strokes => {
      const sheet = hocsauLive.canvas.ink(strokes);
      return [[...sheet], [...hocsauLive.canvas.centre(sheet, 140, 140)]];
    })"""
    for strokes, (sheet, seen) in zip(drawings, page.evaluate(script, drawings), strict=True):
        expected = ink(strokes)
        np.testing.assert_allclose(np.reshape(sheet, (140, 140)), expected, rtol=0, atol=1e-9)
        np.testing.assert_allclose(np.reshape(seen, (28, 28)), centre_digit(expected), rtol=0, atol=1e-6)


def test_any_picture_is_centred_alike(page):
    rng = np.random.default_rng(1)
    pictures = []
    for shape in [(28, 28), (140, 140), (50, 90), (3, 1)]:
        pixels = rng.random(shape) * (rng.random(shape) < 0.3)
        pixels[0, 0] = 0.5
        pictures.append(pixels)
    asked = [[pixels.ravel().tolist(), *pixels.shape] for pixels in pictures]
    script = "asked => asked.map(([pixels, h, w]) => [...hocsauLive.canvas.centre(pixels, h, w)])"
    for pixels, found in zip(pictures, page.evaluate(script, asked), strict=True):
        np.testing.assert_allclose(np.reshape(found, (28, 28)), centre_digit(pixels), rtol=0, atol=1e-6)
    assert page.evaluate("hocsauLive.canvas.centre(new Float64Array(9), 3, 3)") is None


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
def test_the_int8_network_answers_alike(page, activation):
    network = some_network(activation, seed=3)
    x = np.stack([centre_digit(ink(strokes)).ravel() for strokes in sample_strokes().values()])
    found = page.evaluate("([n, xs]) => xs.map(x => hocsauLive.canvas.answer(n, x))", [network, x.tolist()])
    hidden, logits = QuantisedMLP(network).activations(x)
    np.testing.assert_allclose([f[0] for f in found], hidden, rtol=0, atol=1e-6)
    np.testing.assert_allclose([f[1] for f in found], logits, rtol=0, atol=1e-6)


def test_samples_are_answered_as_python_answers_them(page):
    sample = page.get_by_label("Chữ viết sẵn", exact=True)
    for name in sample_strokes():
        sample.select_option(name)
        assert reading(page) == handwriting.draw(name)[1]
        assert f"{sum(map(float_of, shares(page))):.0f}" == "100"


def float_of(text):
    return float(text.replace("\u00a0%", ""))


# --- by hand ----------------------------------------------------------------------------------------------


def write(page, points):
    """A stroke by mouse; points are parts of the sheet's side."""
    box = page.locator(".hs-canvas-paper canvas").bounding_box()
    (x, y), *rest = [(box["x"] + a * box["width"], box["y"] + b * box["height"]) for a, b in points]
    page.mouse.move(x, y)
    page.mouse.down()
    for x, y in rest:
        page.mouse.move(x, y, steps=4)
    page.mouse.up()


def test_the_first_stroke_takes_the_samples_place(page):
    page.locator(".hs-explore").scroll_into_view_if_needed()
    assert page.locator(".hs-canvas-hint").inner_text() == "Viết đè lên đây"
    before = shares(page)
    write(page, [(0.3, 0.2), (0.7, 0.2), (0.5, 0.85)])
    assert reading(page).startswith("Chữ bạn viết: mạng đoán ")
    assert shares(page) != before and not page.locator(".hs-canvas-hint").is_visible()
    best = page.locator(".hs-canvas-bars .is-best")
    assert best.count() == 1 and f"mạng đoán {best.locator('b').inner_text()} " in reading(page)


def test_undo_and_clear(page):
    page.locator(".hs-explore").scroll_into_view_if_needed()
    write(page, [(0.3, 0.2), (0.7, 0.2)])
    one = shares(page)
    write(page, [(0.7, 0.2), (0.5, 0.85)])
    assert shares(page) != one
    press(page, "Bỏ nét cuối")
    assert shares(page) == one
    press(page, "Xoá hết")
    assert reading(page) == "Tờ giấy còn trắng. Hãy viết một chữ số, hoặc chọn một chữ viết sẵn."
    assert shares(page) == [""] * 10
    assert page.locator(".hs-canvas-hint").inner_text() == "Viết một chữ số vào đây"
    press(page, "Bỏ nét cuối")  # nothing left to take back
    page.get_by_label("Chữ viết sẵn", exact=True).select_option("3")  # the one that was shown at first, again
    assert reading(page).startswith("Chữ viết sẵn “3”")


def test_the_answer_changes_while_the_pen_is_down_but_is_read_out_after_it(page):
    page.locator(".hs-explore").scroll_into_view_if_needed()
    box = page.locator(".hs-canvas-paper canvas").bounding_box()
    said, before = reading(page), shares(page)
    page.mouse.move(box["x"] + 90, box["y"] + 50)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 200, steps=6)
    page.wait_for_timeout(100)
    assert shares(page) != before and reading(page) == said
    page.mouse.up()
    assert reading(page).startswith("Chữ bạn viết")


def test_a_finger_writes_and_the_page_stays(open_page, book):
    page = open_page(book / "index.html", width=360)
    sheet = page.locator(".hs-canvas-paper canvas")
    sheet.scroll_into_view_if_needed()
    page.wait_for_timeout(200)
    box, top = sheet.bounding_box(), page.evaluate("scrollY")
    x, y = box["x"] + box["width"] / 2, box["y"] + 40
    touch = page.context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 9):
        points = [{"x": x - step, "y": y + step * 20}]
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function(
        "() => document.querySelector('.hs-explore-reading').textContent.startsWith('Chữ bạn viết')"
    )
    assert page.evaluate("scrollY") == top


def test_what_is_written_is_what_is_computed(page):
    """The sheet that the reader sees and the ink that is computed are the same picture."""
    page.get_by_label("Chữ viết sẵn", exact=True).select_option("5")
    script = """e => {
      const { data } = e.getContext('2d').getImageData(0, 0, e.width, e.height);
      return [e.width, Array.from({ length: e.width * e.width }, (_, i) => data[4 * i + 3])];
    }"""
    width, alpha = page.locator(".hs-canvas-paper canvas").evaluate(script)
    shown = np.reshape(alpha, (width, width)) / max(alpha)
    places = ((np.arange(140) + 0.5) * width / 140).astype(int)
    assert np.abs(shown[np.ix_(places, places)] - ink(sample_strokes()["5"])).mean() < 0.02


# --- every reader -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_fits_and_follows_the_theme(open_page, book, sideways, width, theme):
    page = open_page(book / "index.html", width=width, theme=theme)
    assert sideways(page) == []
    box = page.locator(".hs-explore").bounding_box()
    for part in page.locator(".hs-explore :is(button, select, canvas)").all():
        inside = part.bounding_box()
        assert inside["x"] >= box["x"] and inside["x"] + inside["width"] <= box["x"] + box["width"]
    for button in page.locator(".hs-explore :is(button, select)").all():
        assert button.bounding_box()["height"] >= 44
    script = "e => [...e.getContext('2d').getImageData(0, 0, 1, 1).data]"
    corner = page.locator(".hs-canvas-screen canvas").first.evaluate(script)
    assert min(corner[:3]) > 230 if theme == "light" else max(corner[:3]) < 60


def test_without_javascript_the_still_and_its_reading(open_page, book):
    page = open_page(book / "index.html", java_script_enabled=False, expect_errors=True)
    image = page.locator(".hs-explore img")
    image.scroll_into_view_if_needed()
    assert image.is_visible() and reading(page) == handwriting.draw("3")[1]
    assert page.locator(".hs-explore :is(button, select)").filter(visible=True).count() == 0


def test_a_strict_content_security_policy_is_kept(open_strictly, book):
    page = open_strictly(book)
    page.get_by_label("Chữ viết sẵn", exact=True).select_option("8")
    assert reading(page) == handwriting.draw("8")[1]
    assert page.locator(".is-best .hs-canvas-fill").bounding_box()["width"] > 0
    assert not [text for text in page.errors if "canvas" in text or "explore" in text]


def test_network_and_samples_cost_the_page_no_more_than_120_kb(book, network):
    html = (book / "index.html").read_text(encoding="utf-8")
    assert len(json.dumps(network)) < 120_000 and html.count('"weight"') == 2
