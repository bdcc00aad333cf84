"""The playground in Chromium, by hand: run and stop, layers and neurons, regions."""

import re

import numpy as np
from play_page import choose, colour, numbers, press, reading, run_until

from hocsau.live.playground import Playground, Settings


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
