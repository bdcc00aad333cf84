"""The playground in Chromium for every reader: on a slow phone, by keys, to the ear, in the dark, at rest."""

import numpy as np
import pytest
from play_page import colour, numbers, press, reading, run_until

from hocsau.live import playground

FRAME = 5 / 60  # seconds of work a frame, on the slow machine: a touch is answered within a twelfth of one


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
