"""A motorbike put into a scene in Chromium: the same pixels, numbers and words as Python, and soon enough."""

import numpy as np
import pytest

from hocsau.live import plate_finder
from hocsau.live.plate_finder import HEIGHT, WIDTH, compose, controls, page_data, reading

START = {name: control.default for name, control in controls().items()}
SCENE = ("place", "x", "y", "size", "turn", "light")


@pytest.fixture(scope="module")
def book(live_book):
    return live_book(plate_finder, alt="Xe máy trong cảnh", page="plate_finder", name="tim-bien")


@pytest.fixture
def page(open_page, book):
    return open_page(book / "index.html")


def label(page, name):
    return page.get_by_label(controls()[name].label, exact=True)


def move(page, **values):
    for name, value in values.items():
        if isinstance(value, str):
            label(page, name).select_option(value)
        else:
            label(page, name).fill(str(controls()[name].values.index(value)))


def wait_for(page, text):
    page.wait_for_function("t => document.querySelector('.hs-explore-reading').textContent === t", arg=text)


def answered(page):
    page.wait_for_function(
        "() => /phần nghìn giây/.test(document.querySelector('.hs-finder-note').textContent)"
    )


def drawn(rng):
    return {name: control.values[rng.integers(len(control.values))] for name, control in controls().items()}


def test_pixels_numbers_and_words_are_pythons(page):
    rng = np.random.default_rng(0)
    asked = [START, *(drawn(rng) for _ in range(12)), *(START | {"place": p} for p in plate_finder.PLACES)]
    script = """async ([d, asked]) => {
      const finder = hocsauLive.plate_finder, loaded = await finder.load();
      return asked.map(v => {
        const image = finder.compose(v, d, loaded);
        return [image, finder.raw(image, d, loaded), finder.reading(v, d, loaded)];
      });
    }"""
    answers = page.evaluate(script, [page_data(), asked])
    for values, (pixels, raw, words) in zip(asked, answers, strict=True):
        theirs = np.reshape(pixels, (HEIGHT, WIDTH, 3)).astype(np.uint8)
        ours = compose(**{name: values[name] for name in SCENE})
        # cos and sin may differ in their last bit: a point that stands on an edge of the motorbike
        assert np.mean(theirs != ours) < 1e-3
        outputs = plate_finder._net()(theirs.transpose(2, 0, 1) / np.float32(255))
        for mine, yours in zip(outputs, raw, strict=True):
            np.testing.assert_allclose(np.ravel(yours), mine.ravel(), atol=1e-3)
        if (theirs == ours).all():
            assert words == reading(**values)
        else:
            assert words.split(".")[0][:20] == reading(**values).split(".")[0][:20]


def test_nothing_heavy_is_loaded_before_the_first_touch(open_page, book, serve):
    server = serve(book)
    page = open_page(server.url("index.html"))
    page.wait_for_timeout(300)
    assert not any("darknet" in path or "finder.data" in path for path in server.paths)
    assert page.locator(".hs-explore-reading").text_content() == reading(**START)
    before = server.bytes
    label(page, "size").focus()
    answered(page)
    assert page.locator(".hs-explore-reading").text_content() == reading(**START)
    assert 200_000 < server.bytes - before < 680_000  # two networks, and the scene


def test_the_controls_and_the_hand_move_the_motorbike(page):
    chosen = {"x": 80, "y": 120, "size": 60, "turn": 9, "light": 0.8, "place": "vỉa hè gạch", "threshold": 40}
    move(page, **chosen)
    wait_for(page, reading(**START | chosen))
    move(page, threshold=95, light=0.1)
    wait_for(page, reading(**START | chosen | {"threshold": 95, "light": 0.1}))
    move(page, threshold=25, light=1)
    canvas = page.locator(".hs-finder-canvas")
    canvas.scroll_into_view_if_needed()
    frame = canvas.bounding_box()
    scale = frame["width"] / WIDTH
    page.mouse.move(frame["x"] + 80 * scale, frame["y"] + 120 * scale)
    page.mouse.down()
    page.mouse.move(frame["x"] + 120 * scale, frame["y"] + 100 * scale, steps=4)
    page.mouse.up()
    wait_for(page, reading(**START | chosen | {"x": 120, "y": 100, "threshold": 25, "light": 1}))
    assert label(page, "x").input_value() == str(controls()["x"].values.index(120))


def test_it_answers_in_half_a_second_on_a_processor_four_times_slower(page):
    script = """async ([d, v]) => {
      const finder = hocsauLive.plate_finder, loaded = await finder.load();
      const image = finder.compose(v, d, loaded);
      window.again = () => finder.answer(image, v, d, loaded).length;
      return again();
    }"""
    page.evaluate(script, [page_data(), START])
    processor = page.context.new_cdp_session(page)
    processor.send("Performance.enable", {"timeDomain": "threadTicks"})
    processor.send("Emulation.setCPUThrottlingRate", {"rate": 4})

    def seconds() -> float:
        metrics = processor.send("Performance.getMetrics")["metrics"]
        return next(each["value"] for each in metrics if each["name"] == "TaskDuration")

    spent = []
    for _ in range(6):  # a busy machine also slows the processor's memory: the best of a few counts
        start = seconds()
        page.evaluate("again()")
        spent.append(seconds() - start)
        if 0 < min(spent) < 0.5:
            break
    assert 0 < min(spent) < 0.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_fits(open_page, book, sideways, width, theme):
    page = open_page(book / "index.html", width=width, theme=theme)
    assert sideways(page) == []
    box = page.locator(".hs-explore").bounding_box()
    label(page, "size").focus()
    answered(page)
    assert abs(page.locator(".hs-explore").bounding_box()["height"] - box["height"]) < 2  # nothing jumps
    assert box["height"] < (0.92 * 740 if width < 600 else 0.8 * 900)
    for control in page.locator(".hs-explore :is(input, select)").all():
        assert control.bounding_box()["height"] >= 44
    script = """e => { const found = [];
      for (; e; e = e.parentElement) found.push(getComputedStyle(e).filter); return found; }"""
    assert set(page.locator(".hs-finder-canvas").evaluate(script)) == {"none"}


def test_without_javascript_the_still_and_its_reading(open_page, book):
    page = open_page(book / "index.html", java_script_enabled=False, expect_errors=True)
    image = page.locator(".hs-explore img")
    image.scroll_into_view_if_needed()
    assert image.is_visible()
    assert page.locator(".hs-explore-reading").text_content() == reading(**START)


def test_a_strict_content_security_policy_is_kept(open_strictly, book):
    page = open_strictly(book)
    move(page, x=100)
    wait_for(page, reading(**START | {"x": 100}))
