"""The playground in Chromium: the same numbers as hocsau.nn, fast on a slow phone, for every reader."""

import re

import numpy as np
import pytest

from hocsau.live import playground
from hocsau.live.playground import Playground, Settings

FRAME = 5 / 60  # seconds of work a frame, on the slow machine: a touch is answered within a twelfth of one
SETTINGS = {
    "xor": Settings(),
    "no hidden layer": Settings(data="moons", hidden=(), learning_rate=0.3, batch=25),
    "circles, sigmoid, L2": Settings("circles", hidden=(6,), activation="sigmoid", learning_rate=1, l2=0.001),
    "moons, ReLU, one by one": Settings("moons", noise=30, hidden=(8, 8), activation="relu", batch=1),
    "spirals, deep": Settings("spirals", noise=0, hidden=(8, 8, 8), learning_rate=0.3, batch=100, sample=7),
    "linear, L2, uneven batch": Settings(hidden=(5, 2), activation="linear", l2=0.1, batch=30, start=9),
    "spirals, ReLU, L2": Settings("spirals", hidden=(8, 3, 2), activation="relu", l2=0.01, batch=5),
}


@pytest.fixture(scope="module")
def book(live_book):
    return live_book(playground, alt="Mạng nhỏ", page="playground", name="choi")


@pytest.fixture
def page(open_page, book):
    return open_page(book / "index.html")


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def choose(page, name, text):
    """In a list by its words; numbers in order stand on a slider."""
    field = page.get_by_label(name, exact=True)
    if field.evaluate("e => e.tagName") == "SELECT":
        field.select_option(text)
        return
    (control,) = [c for c in playground.controls().values() if c.label == name]
    field.evaluate(
        "(e, place) => { e.value = place; e.dispatchEvent(new Event('input', { bubbles: true })); }",
        control.texts.index(text),
    )


def reading(page):
    return page.locator(".hs-explore-reading").inner_text()


def numbers(page):
    """Step, epoch, training loss, test loss, share of right answers, as shown."""
    return page.locator(".hs-play-stats b").all_inner_texts()


def said(**changed):
    """What Python says, with the page's own start: step 0 of the default settings."""
    values = {name: control.default for name, control in playground.controls().items()}
    return playground.draw(**(values | {"step": 0} | changed))[1]


def run_until(page, step):
    press(page, "Chạy")
    page.wait_for_function("n => +document.querySelector('.hs-play-stats b').textContent >= n", arg=step)
    assert "Đang học, lúc bước " in reading(page)
    press(page, "Dừng")


# --- the same numbers -------------------------------------------------------------------------------------


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
def test_the_page_and_hocsau_nn_learn_the_same_numbers(page, settings):
    asked = {
        "data": settings.data,
        "noise": settings.noise,
        "hidden": settings.hidden,
        "activation": settings.activation,
        "rate": settings.learning_rate,
        "batch": settings.batch,
        "l2": settings.l2,
        "sample": settings.sample,
        "start": settings.start,
    }
    for steps in (0, 1, 200):
        found = page.evaluate("([s, n]) => hocsauLive.playground.train(s, n)", [asked, steps])
        game = Playground(settings)
        for _ in range(steps):
            game.step()
        x, y = np.vstack([game.x, game.x_test]), np.concatenate([game.y, game.y_test])
        np.testing.assert_allclose(found["x"], x.ravel(), rtol=0, atol=1e-12)
        np.testing.assert_array_equal(found["y"], y)
        for layer, weights, biases in zip(game.linears, found["weights"], found["biases"], strict=True):
            np.testing.assert_allclose(weights, layer.weight.data.ravel(), rtol=0, atol=1e-6)
            np.testing.assert_allclose(biases, layer.bias.data, rtol=0, atol=1e-6)
        np.testing.assert_allclose([found["train"], found["test"]], game.losses(), rtol=0, atol=1e-6)
        assert found["accuracy"] == game.accuracy() and found["epoch"] == game.epoch
    assert found["train"] < Playground(settings).losses()[0] or settings.activation == "linear"


def test_the_page_begins_at_step_0_and_says_what_python_says(page):
    assert reading(page) == said()
    assert numbers(page)[:2] == ["0", "0"]
    choose(page, "Dữ liệu", "Xoắn ốc")
    choose(page, "Nhiễu", "30 %")
    choose(page, "Activation", "ReLU")
    choose(page, "Learning rate", "0.3")
    choose(page, "Batch", "25")
    choose(page, "Phạt L2", "0.01")
    press(page, "Dữ liệu mới")
    press(page, "Trọng số mới")
    changed = {"shape": "Xoắn ốc", "noise": "30 %", "activation": "ReLU", "rate": 0.3, "batch": 25}
    changed |= {"l2": 0.01}
    assert reading(page) == said(**changed, sample=2, start=2)
    for _ in range(50):
        press(page, "Một bước")
    assert reading(page) == said(**changed, sample=2, start=2, step=50)
    assert numbers(page)[:2] == ["50", "12"]
    press(page, "Làm lại")
    assert reading(page) == said(**changed, sample=2, start=2)


# --- by hand ----------------------------------------------------------------------------------------------


def test_run_stop_and_start_again(page):
    run_until(page, 20)
    stopped = numbers(page)
    assert float(stopped[2]) < 0.72 and f"Sau {stopped[0]} bước ({stopped[1]} epoch)" in reading(page)
    page.wait_for_timeout(300)
    assert numbers(page) == stopped
    press(page, "Làm lại")
    assert numbers(page)[0] == "0"


def test_the_sentence_keeps_pace_with_the_numbers(page):
    run_until(page, 30)
    press(page, "Chạy")
    for _ in range(4):
        page.wait_for_timeout(400)
        step, said_now = page.evaluate(
            "['.hs-play-stats b', '.hs-explore-reading'].map(s => document.querySelector(s).textContent)"
        )
        step = int(step)
        assert step - int(re.search(r"lúc bước (\d+)", said_now)[1]) <= 60, said_now  # a second at ×1
    press(page, "Dừng")


def test_on_a_phone_the_region_stands_under_its_button_and_the_settings_fold(open_page, book):
    page = open_page(book / "index.html", width=360)
    run, region, net, settings = (
        page.locator(f".hs-play-{part}").bounding_box() for part in ("run", "region", "net", "settings")
    )
    assert run["y"] < region["y"] < net["y"] < settings["y"]
    assert region["y"] + region["height"] - run["y"] < 740 - 56  # both at once, under the bar on top
    rate = page.get_by_label("Learning rate", exact=True)
    assert not rate.is_visible()
    page.get_by_text("Cài đặt").tap()
    assert rate.is_visible()


def test_a_changed_setting_starts_again_and_keeps_running(page):
    press(page, "Chạy")
    choose(page, "Activation", "sigmoid")
    page.wait_for_function("() => +document.querySelector('.hs-play-stats b').textContent > 3")
    press(page, "Dừng")
    assert "sigmoid" in reading(page)


def test_layers_and_neurons_by_their_buttons(page):
    def shown():
        return page.locator(".hs-play-node").filter(visible=True).count()

    assert shown() == 2 + 4 + 3 + 1
    press(page, "Thêm một tầng ẩn")
    press(page, "Thêm một nơ-ron ở tầng ẩn 3")
    press(page, "Bớt một nơ-ron ở tầng ẩn 1")
    assert shown() == 2 + 3 + 3 + 3 + 1 and "mạng 2-3-3-3-1" in reading(page)
    more = page.get_by_role("button", name="Thêm một tầng ẩn")
    assert more.get_attribute("aria-disabled") == "true"
    more.focus()
    page.keyboard.press("Enter")  # nothing more to add, and the focus stays
    assert "mạng 2-3-3-3-1" in reading(page) and more.evaluate("e => e === document.activeElement")
    for _ in range(3):
        press(page, "Bớt một tầng ẩn")
    assert shown() == 3 and "mạng 2-1" in reading(page)
    run_until(page, 5)


def colour(page, selector, x, y):
    """The pixel of a canvas at (x, y), from 0 to 1 across and down."""
    script = """(e, [x, y]) => [...e.getContext('2d').getImageData(
        Math.floor(x * e.width), Math.floor(y * e.height), 1, 1).data]"""
    return page.locator(selector).first.evaluate(script, [x, y])


def test_regions_show_what_the_neurons_compute(page):
    field = ".hs-play-region canvas"
    press(page, "Đầu vào x1")  # orange on the left (negative), blue on the right
    red, _, blue, _ = colour(page, field, 0.02, 0.5)
    assert red > blue + 40
    red, _, blue, _ = colour(page, field, 0.98, 0.5)
    assert blue > red + 40
    title = page.locator(".hs-play-title")
    assert title.inner_text() == "Miền riêng của đầu vào x₁"
    press(page, "Nơ-ron 2 của tầng ẩn 1")
    assert title.inner_text() == "Miền riêng của nơ-ron 2, tầng ẩn 1"
    game = Playground(Settings(hidden=(4, 3)))
    weight, bias = game.linears[0].weight.data[:, 1], game.linears[0].bias.data[1]
    text = page.locator(".hs-play-formula").inner_text().replace("−", "-").replace(" ", "")
    assert text == f"a₂⁽¹⁾=tanh({weight[0]:.2f}·x₁{weight[1]:+.2f}·x₂{bias:+.2f})"
    values = game.neurons(np.array([[-2.9, 2.9], [2.9, -2.9]]))[0][:, 1]
    for value, place in zip(values, [(0.02, 0.02), (0.98, 0.98)], strict=True):
        red, _, blue, _ = colour(page, field, *place)
        assert (blue > red) == (value > 0)
    press(page, "Đầu ra")
    assert title.inner_text() == "Miền quyết định của cả mạng"


def test_after_learning_xor_the_corners_have_their_colours(page):
    choose(page, "Learning rate", "0.3")
    choose(page, "Tốc độ", "Tốc độ ×25")
    run_until(page, 800)
    for x, y, label in [(0.2, 0.2, 1), (0.8, 0.2, 0), (0.2, 0.8, 0), (0.8, 0.8, 1)]:
        red, _, blue, _ = colour(page, ".hs-play-region canvas", x, y)
        assert (blue > red) == bool(label)


def test_divergence_is_said_and_stops(page):
    choose(page, "Learning rate", "3")
    choose(page, "Activation", "không có")
    choose(page, "Phạt L2", "0.1")
    page.evaluate("() => { const f = Math.log1p; let n = 0; Math.log1p = x => (n++ > 3000 ? NaN : f(x)); }")
    press(page, "Chạy")
    page.get_by_text("learning rate quá lớn").wait_for()
    assert page.get_by_role("button", name="Chạy").is_visible()


def test_keyboard_alone(page):
    page.get_by_role("button", name="Chạy", exact=True).focus()
    page.keyboard.press("Space")
    page.wait_for_function("() => +document.querySelector('.hs-play-stats b').textContent > 2")
    page.keyboard.press("Enter")  # Dừng
    page.keyboard.press("Tab")
    before = int(numbers(page)[0])
    page.keyboard.press("Enter")  # Một bước
    assert int(numbers(page)[0]) == before + 1


def test_a_screen_reader_is_not_told_every_frame(page):
    page.evaluate("""() => {
      const said = document.querySelector('.hs-explore-reading');
      window.told = window.changed = 0;
      new MutationObserver(() => { window.changed++; if (said.ariaLive === 'polite') window.told++; })
        .observe(said, { childList: true, subtree: true });
    }""")  # fmt: skip
    run_until(page, 90)
    assert page.evaluate("told") <= 2 < page.evaluate("changed")
    assert page.locator("[aria-live]").count() == 1
    assert page.locator(".hs-play-region").get_attribute("aria-label").endswith(reading(page))


# --- every reader -----------------------------------------------------------------------------------------


def test_thirty_steps_a_second_on_a_machine_four_times_slower(open_page, book):
    """In processor time of the page's own thread: what else the machine does then does not count."""
    page = open_page(book / "index.html", width=360)
    processor = page.context.new_cdp_session(page)
    processor.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.evaluate("""() => {
      window.frames = 0;
      const next = () => { frames++; requestAnimationFrame(next); };
      requestAnimationFrame(next);
    }""")

    def counted() -> tuple[float, int, float]:
        metrics = processor.send("Performance.getMetrics")["metrics"]
        (seconds,) = [each["value"] for each in metrics if each["name"] == "TaskDuration"]
        steps, frames = page.evaluate(
            "[+document.querySelector('.hs-play-stats b').textContent, window.frames]"
        )
        return steps, frames, seconds

    page.locator(".hs-play-main").scroll_into_view_if_needed()
    processor.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    # A busy machine also slows the processor's memory: the best of a few tries counts.
    best_step, best_frame = float("inf"), float("inf")
    for until in range(100, 700, 100):
        before = counted()
        run_until(page, until)
        steps, frames, seconds = np.subtract(counted(), before)
        best_step, best_frame = min(best_step, seconds / steps), min(best_frame, seconds / frames)
        if 0 < best_step <= 1 / 30 and best_frame <= FRAME:
            break
    processor.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    assert 0 < best_step <= 1 / 30
    assert best_frame <= FRAME


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_fits_and_can_be_touched(open_page, book, sideways, width, theme):
    page = open_page(book / "index.html", width=width, theme=theme)
    press(page, "Thêm một tầng ẩn")
    for _ in range(5):
        press(page, "Thêm một nơ-ron ở tầng ẩn 2")
    assert sideways(page) == []
    box = page.locator(".hs-explore").bounding_box()
    for part in page.locator(".hs-explore :is(button, select, canvas)").filter(visible=True).all():
        inside = part.bounding_box()
        assert inside["x"] >= box["x"] - 1 and inside["x"] + inside["width"] <= box["x"] + box["width"] + 1
    for part in page.locator(".hs-explore :is(button:not(.hs-play-node), select)").filter(visible=True).all():
        assert part.bounding_box()["height"] >= 44 and part.bounding_box()["width"] >= 40
    nodes = [node.bounding_box() for node in page.locator(".hs-play-node").filter(visible=True).all()]
    for i, a in enumerate(nodes):
        assert min(a["width"], a["height"]) >= 24
        for b in nodes[:i]:
            apart = abs(a["x"] - b["x"]) >= a["width"] or abs(a["y"] - b["y"]) >= a["height"]
            assert apart, "hai nơ-ron đè lên nhau"


def test_the_theme_turns_the_picture_too(open_page, book):
    page = open_page(book / "index.html", theme="dark")
    press(page, "Đầu vào x1")
    middle = colour(page, ".hs-play-region canvas", 0.5, 0.5)
    assert max(middle[:3]) < 60
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    page.wait_for_timeout(200)
    assert min(colour(page, ".hs-play-region canvas", 0.5, 0.5)[:3]) > 230


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_two_classes_wear_the_books_two_colours(open_page, book, theme):
    page = open_page(book / "index.html", theme=theme)
    one, zero, given, moves = page.evaluate(
        """() => {
          const style = getComputedStyle(document.querySelector('.hs-play-root'));
          return ['--one', '--zero', '--book-given', '--book-moves-ground']
            .map((name) => style.getPropertyValue(name).trim());
        }"""
    )
    assert (one, zero) == (given, moves) and len(one) == len(zero) == len("#0b5394")


def test_touch_on_a_phone_and_turning_it(open_page, book):
    page = open_page(book / "index.html", width=360)
    page.get_by_role("button", name="Một bước").tap()
    assert numbers(page)[0] == "1"
    page.get_by_role("button", name="Nơ-ron 1 của tầng ẩn 2").tap()
    page.set_viewport_size({"width": 740, "height": 360})
    page.wait_for_timeout(300)
    assert numbers(page)[0] == "1"  # a new size is not a new start
    room, net = page.locator(".hs-play-net"), page.locator(".hs-play-net > canvas")
    assert net.bounding_box()["width"] == pytest.approx(room.bounding_box()["width"], abs=1)


def test_reduced_motion_draws_once_a_second(open_page, book):
    page = open_page(book / "index.html", reduced_motion="reduce")
    page.evaluate("""() => {
      window.drawn = 0;
      new MutationObserver(() => { window.drawn++; })
        .observe(document.querySelector('.hs-play-stats b'), { childList: true });
    }""")  # fmt: skip
    press(page, "Chạy")
    page.wait_for_timeout(2500)
    assert 1 <= page.evaluate("drawn") <= 4
    press(page, "Dừng")
    assert int(numbers(page)[0]) > 30


def test_out_of_sight_it_rests(open_page, book):
    page = open_page(book / "index.html", width=360)
    press(page, "Chạy")
    page.wait_for_function("() => +document.querySelector('.hs-play-stats b').textContent > 2")
    page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_timeout(300)
    before = numbers(page)[0]
    page.wait_for_timeout(400)
    assert numbers(page)[0] == before
    page.locator(".hs-explore").scroll_into_view_if_needed()
    page.wait_for_function(
        "n => +document.querySelector('.hs-play-stats b').textContent > n", arg=int(before)
    )


def test_without_javascript_the_still_and_its_reading(open_page, book):
    page = open_page(book / "index.html", java_script_enabled=False, expect_errors=True)
    image = page.locator(".hs-explore img")
    image.scroll_into_view_if_needed()
    assert image.is_visible() and image.get_attribute("alt") == "Mạng nhỏ"
    default = {name: control.default for name, control in playground.controls().items()}
    assert reading(page) == playground.draw(**default)[1]
    assert page.locator(".hs-explore :is(button, select, input)").filter(visible=True).count() == 0


def test_a_strict_content_security_policy_is_kept(open_strictly, book):
    page = open_strictly(book)
    run_until(page, 3)
    width = page.locator(".hs-play-region").bounding_box()["width"]
    assert width > 200 and not [text for text in page.errors if "playground" in text or "explore" in text]
