"""Two dragged boxes in Chromium: the same cells counted and the same words as Python."""

import numpy as np
import pytest
from live_shapes import LivePicture, drawn, said

from hocsau.live import boxes


class TestPicture(LivePicture):
    module, alt, name = boxes, "Hai khung trên lưới ô", "hai-khung"
    chosen = {"ax": 0, "bw": 11}

    def test_every_setting_gives_pythons_numbers(self, page):
        rng = np.random.default_rng(1)
        asked = [drawn(boxes.controls(), rng) for _ in range(300)]
        script = "([d, asked]) => asked.map(v => hocsauLive.boxes.measure(v, d))"
        for values, made in zip(asked, page.evaluate(script, [boxes.page_data(), asked]), strict=True):
            assert made == pytest.approx(boxes.measure(**values), abs=1e-15)

    def test_a_box_is_dragged_and_its_corner_too(self, page):
        knobs = page.locator(".hs-det-knob")
        cell = page.locator(".hs-det").bounding_box()["width"] / boxes.COLUMNS

        def drag(knob, across, down):
            knob.scroll_into_view_if_needed()
            place = knob.bounding_box()
            x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
            page.mouse.move(x, y)
            page.mouse.down()
            page.mouse.move(x + across * cell, y + down * cell, steps=4)
            page.mouse.up()

        drag(knobs.nth(0), 2, 1)
        assert said(page) == boxes.reading(**self.start | {"ax": 5, "ay": 3})
        drag(knobs.nth(3), -3, 1)
        assert said(page) == boxes.reading(**self.start | {"ax": 5, "ay": 3, "bw": 3, "bh": 6})
        drag(knobs.nth(0), -90, -90)  # stays on the grid
        assert said(page) == boxes.reading(**self.start | {"ax": 0, "ay": 0, "bw": 3, "bh": 6})

    def test_the_keyboard_moves_them(self, page):
        knobs = page.locator(".hs-det-knob")
        knobs.nth(2).focus()
        for key in ("ArrowRight", "ArrowRight", "ArrowUp"):
            page.keyboard.press(key)
        assert said(page) == boxes.reading(**self.start | {"bx": 8, "by": 3})
        assert knobs.nth(2).get_attribute("aria-valuetext") == "trái 8, trên 3"
        knobs.nth(1).focus()
        page.keyboard.press("ArrowLeft")
        assert said(page) == boxes.reading(**self.start | {"bx": 8, "by": 3, "aw": 5})
        assert knobs.nth(1).get_attribute("aria-valuetext") == "rộng 5, cao 5"
