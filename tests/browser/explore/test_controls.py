"""Pictures that move, in Chromium: keys, buttons and the mouse change value, picture and words together."""

import json

import pytest
from explore_page import greys, reading, settled


def test_keys_change_value_picture_and_reading_together(page):
    a = page.get_by_label("độ sáng bên trái")
    a.scroll_into_view_if_needed()
    assert greys(page) == pytest.approx([127, 51], abs=4)
    a.focus()
    for key, value in [("ArrowRight", 11), ("Home", 0), ("End", 20), ("ArrowLeft", 19), ("PageDown", None)]:
        a.press(key)
        value = int(a.input_value()) if value is None else value
        settled(page, "xam", f"a = {value}, tối")
        assert a.get_attribute("aria-valuetext") == str(value)
        assert page.locator("#explore-xam .hs-explore-value").inner_text() == str(value)
        assert greys(page) == pytest.approx([255 * value / 20, 51], abs=4)
    page.get_by_label("bên phải").select_option("sáng")
    value = int(a.input_value())
    settled(page, "xam", f"a = {value}, sáng")
    assert greys(page) == pytest.approx([255 * value / 20, 204], abs=4)


def test_every_frame_stands_where_its_reading_says(page):
    for b, right in (("tối", 51), ("sáng", 204)):
        page.get_by_label("bên phải").select_option(b)
        for value in range(0, 21, 3):
            page.get_by_label("độ sáng bên trái").fill(str(value))
            settled(page, "xam", f"a = {value}, {b}")
            assert greys(page) == pytest.approx([255 * value / 20, right], abs=4)


def test_the_buttons_go_one_step_and_stop_at_the_ends(page):
    a, row = page.get_by_label("độ sáng bên trái"), page.locator("#explore-xam .hs-explore-row")
    less, more = row.get_by_role("button", name="Giảm"), row.get_by_role("button", name="Tăng")
    for button, value in ((more, 11), (more, 12), (less, 11)):
        button.click()
        settled(page, "xam", f"a = {value}, tối")
        assert greys(page) == pytest.approx([255 * value / 20, 51], abs=4)
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 44
    assert more.get_attribute("aria-disabled") == "false"
    a.fill("19")
    more.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Space")  # nothing more, and the focus stays
    settled(page, "xam", "a = 20, tối")
    assert more.get_attribute("aria-disabled") == "true"
    assert more.evaluate("e => e === document.activeElement")


def test_numbers_in_order_are_a_slider_and_steps_play(page):
    figure = page.locator("#explore-buoc")
    assert figure.locator("select").count() == 0
    rate = page.get_by_label("tỉ lệ", exact=True)
    rate.focus()
    rate.press("ArrowRight")
    settled(page, "buoc", "tỉ lệ 10, bước 0")
    assert rate.get_attribute("aria-valuetext") == "10"
    play, reading = figure.get_by_role("button", name="Chạy từng bước"), figure.locator(".hs-explore-reading")
    play.click()
    assert figure.get_by_role("button", name="Dừng").is_visible()
    assert reading.get_attribute("aria-live") == "off"
    settled(page, "buoc", "tỉ lệ 10, bước 4")  # to the end, and there it stops
    play.wait_for()
    assert reading.get_attribute("aria-live") == "polite"
    play.click()  # from the end it begins anew
    settled(page, "buoc", "tỉ lệ 10, bước 1")
    figure.get_by_role("button", name="Giảm").first.click()  # a hand at the controls stops it
    play.wait_for()
    settled(page, "buoc", "tỉ lệ 1, bước 1")
    page.wait_for_timeout(1200)
    settled(page, "buoc", "tỉ lệ 1, bước 1")


def test_playing_is_slow_for_those_who_asked_for_little_motion(open_page, book):
    page = open_page(book / "index.html", reduced_motion="reduce")
    page.locator("#explore-buoc").get_by_role("button", name="Chạy từng bước").click()
    settled(page, "buoc", "tỉ lệ 1, bước 1")
    page.wait_for_timeout(800)
    assert reading(page, "buoc") == "tỉ lệ 1, bước 1"
    settled(page, "buoc", "tỉ lệ 1, bước 2")


def test_a_mouse_drags_the_slider(page):
    a = page.get_by_label("độ sáng bên trái")
    a.scroll_into_view_if_needed()
    box = a.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 2, y, steps=8)
    settled(page, "xam", "a = 20, tối")
    page.mouse.up()
    assert greys(page) == pytest.approx([255, 51], abs=4)


def test_nothing_jumps_when_a_frame_comes(page):
    place = (
        "() => [...document.querySelectorAll('.hs-explore')].map(e => { const r = e.getBoundingClientRect();"
        " return [r.top + scrollY, r.height]; })"
    )
    page.get_by_label("độ sáng bên trái").scroll_into_view_if_needed()
    page.wait_for_timeout(200)
    before = page.evaluate(place)
    page.get_by_label("độ sáng bên trái").fill("17")
    settled(page, "xam", "a = 17, tối")
    assert page.evaluate(place) == before


def test_frames_load_when_first_needed(open_page, serve, book):
    server = serve(book)
    page = open_page(server.url("index.html"))
    page.wait_for_timeout(300)

    def strips():
        return {path for path in server.paths if "_images/explore" in path}

    spec = json.loads(page.locator("#explore-xam script").text_content())
    names = {path.rpartition("/")[2] for path in strips()}
    assert not names & set(spec["strips"])
    page.get_by_label("độ sáng bên trái").focus()  # the frames beside the first, before anything moves
    page.wait_for_timeout(300)
    ready = {path.rpartition("/")[2] for path in strips()} & set(spec["strips"])
    assert 1 <= len(ready) < len(spec["strips"])
    for value in range(21):
        page.get_by_label("độ sáng bên trái").fill(str(value))
        settled(page, "xam", f"a = {value}, tối")
    assert {path.rpartition("/")[2] for path in strips()} >= set(spec["strips"])
    assert len(server.paths) == len(set(server.paths)), "a file was fetched twice"


def test_a_picture_that_does_not_load_says_so_and_the_next_try_works(open_page, serve, book):
    page = open_page(serve(book).url("index.html"), expect_errors=True)
    page.context.set_offline(True)
    page.get_by_label("độ sáng bên trái").fill("20")
    settled(page, "xam", "a = 20, tối (chưa tải được hình)")
    page.context.set_offline(False)
    page.get_by_label("độ sáng bên trái").fill("19")
    settled(page, "xam", "a = 19, tối")
    assert page.foreign == []


def test_html_pictures_change_too(page):
    n = page.get_by_label("n", exact=True)
    n.focus()
    n.press("End")
    settled(page, "bang", "n² = 81")
    assert page.locator("#explore-bang td").all_inner_texts() == ["9", "81"]
