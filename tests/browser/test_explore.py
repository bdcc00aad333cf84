"""Pictures that move, in Chromium: by mouse, keys, finger, from http and from a file, without JavaScript."""

import io
import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from hocsau.interactive import choice, slider, static
from hocsau.interactive.drawing import checked_draw
from hocsau.live import outlier
from hocsau.models.robust_line import l1_line, l2_line


def stripes(a, b):
    """Left half as grey as `a` says, right half as `b`; both are read back from the page's own pixels."""
    figure = plt.figure(figsize=(4, 2))
    for k, value in enumerate((a / 20, {"tối": 0.2, "sáng": 0.8}[b])):
        axes = figure.add_axes((k / 2, 0, 0.5, 1), facecolor=str(value))
        axes.set(xticks=[], yticks=[])
    return figure, f"a = {a}, {b}"


def bundle(draw, words, **controls):
    return static.bundle(checked_draw(draw, controls), controls, **{"page": None, "data": None} | words)


def outputs():
    yield bundle(
        stripes,
        {"alt": "Hai mảng xám", "name": "xam"},
        a=slider(0, 20, 1, value=10, label="độ sáng bên trái"),
        b=choice(["tối", "sáng"], label="bên phải"),
    )
    yield bundle(
        stripes,
        {"alt": "Một ảnh chụp", "name": "chup"},
        a=slider(0, 20, 1, value=10, label="độ sáng của ảnh"),
        b=choice(["tối", "sáng"], label="nửa kia"),
    )
    yield bundle(
        outlier.draw,
        {"alt": "Kéo một chấm", "page": "outlier", "data": outlier.page_data(), "name": "cham"},
        x=slider(0, 10, 0.5, value=9, label="chấm cam: x"),
        y=slider(-5, 25, 1, value=9, label="chấm cam: y"),
    )
    yield bundle(
        lambda n: (f"<table><tr><td>{n}</td><td>{n * n}</td></tr></table>", f"n² = {n * n}"),
        {"alt": "Bảng", "name": "bang"},
        n=slider(1, 9, 1),
    )

    yield bundle(
        lambda rate, step: (f"<b>{step}</b>", f"tỉ lệ {rate}, bước {step}"),
        {"alt": "Bước", "name": "buoc"},
        rate=choice([0.1, 1, 10], value=1, label="tỉ lệ"),
        step=slider(0, 4, 1, value=0, label="bước"),
    )
    yield bundle(
        lambda a: resized(*stripes(a, "tối"), (4, 10)),
        {"alt": "Cột cao", "name": "cao"},
        a=slider(0, 20, 1, value=10, label="độ sáng của cột"),
    )
    controls = {"a": slider(0, 20, 10, value=10, label="độ sáng hai dáng")}
    runs = [
        checked_draw(lambda a, size=size: resized(plain(a), f"a = {a}", size), controls)
        for size in ((4, 2), (2, 4))
    ]
    yield static.bundle(runs[0], controls, alt="Hai dáng", name="hep", narrow=runs[1])


def plain(a):
    figure = plt.figure(figsize=(4, 2))
    figure.add_axes((0, 0, 1, 1), facecolor=str(a / 20)).set(xticks=[], yticks=[])
    return figure


def resized(figure, reading, size):
    figure.set_size_inches(size)
    return figure, reading


@pytest.fixture(scope="module")
def book(explore_book) -> Path:
    return explore_book(outputs(), photos=["chup"])


@pytest.fixture(params=["http", "file"])
def page(request, open_page, serve, book):
    return open_page(serve(book).url("index.html") if request.param == "http" else book / "index.html")


def reading(page, name):
    return page.locator(f"#explore-{name} .hs-explore-reading").inner_text()


def greys(page, name="xam"):
    """Grey of the left and right half of what the reader sees, of 255."""
    shot = page.locator(f"#explore-{name} .hs-explore-picture").screenshot()
    image = Image.open(io.BytesIO(shot)).convert("L")
    return [image.getpixel((int(image.width * x), image.height // 2)) for x in (0.25, 0.75)]


def settled(page, name, text):
    page.wait_for_function(
        "([id, text]) => document.querySelector(`#explore-${id} .hs-explore-reading`).textContent === text",
        arg=[name, text],
    )
    page.wait_for_timeout(50)


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


def test_a_tall_picture_stays_within_the_window_and_keeps_its_shape(open_page, book):
    for height in (900, 500):
        page = open_page(book / "index.html", width=1366)
        page.set_viewport_size({"width": 1366, "height": height})
        picture = page.locator("#explore-cao .hs-explore-picture")
        picture.scroll_into_view_if_needed()
        page.wait_for_timeout(200)
        rem = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
        limit = min(0.6 * height, 30 * rem)
        box = picture.bounding_box()
        assert box["height"] == pytest.approx(limit, abs=1)
        assert box["width"] / box["height"] == pytest.approx(0.4, abs=0.01)
        assert greys(page, "cao") == pytest.approx([127, 51], abs=4)  # the still
        page.get_by_label("độ sáng của cột").fill("20")
        settled(page, "cao", "a = 20, tối")
        assert greys(page, "cao") == pytest.approx([255, 51], abs=4)  # a frame, in the same window
        after = picture.bounding_box()
        assert (after["width"], after["height"]) == (box["width"], box["height"])


def test_a_phone_has_the_narrow_drawings(open_page, book):
    for width, shape in ((1366, 2), (360, 0.5)):
        page = open_page(book / "index.html", width=width)
        picture = page.locator("#explore-hep .hs-explore-picture")
        picture.scroll_into_view_if_needed()
        page.wait_for_timeout(200)
        for value in (10, 20):
            page.get_by_label("độ sáng hai dáng").fill(str(value // 10))  # which of its three places
            settled(page, "hep", f"a = {value}")
            box = picture.bounding_box()
            assert box["width"] / box["height"] == pytest.approx(shape, abs=0.02)
            assert greys(page, "hep") == pytest.approx([255 * value / 20] * 2, abs=4)
    page.set_viewport_size({"width": 740, "height": 360})  # turned: the other drawing, at the same place
    page.wait_for_timeout(300)
    box = picture.bounding_box()
    assert box["width"] / box["height"] == pytest.approx(2, abs=0.02)
    assert greys(page, "hep") == pytest.approx([255, 255], abs=4)


def test_a_phone_keeps_the_controls_in_view_over_a_long_picture(open_page, book):
    page = open_page(book / "index.html", width=360)
    figure = page.locator("#explore-cao")
    figure.scroll_into_view_if_needed()
    figure.evaluate("e => window.scrollTo(0, e.getBoundingClientRect().top + scrollY + 150)")
    page.wait_for_timeout(100)
    assert figure.bounding_box()["y"] < -100
    head = figure.locator(".hs-explore-head").bounding_box()
    assert 0 <= head["y"] <= 60


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


# --- the dragged point ------------------------------------------------------------------------------------


def with_point(x, y):
    data = outlier.page_data()
    return [*data["x"], x], [*data["y"], y]


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


# --- every reader -----------------------------------------------------------------------------------------


def test_phone_has_room_for_fingers_and_does_not_move_sideways(open_page, book, sideways):
    page = open_page(book / "index.html", width=360)
    assert sideways(page) == []
    for field in page.locator(".hs-explore :is(input, select, button)").all():
        assert field.bounding_box()["height"] >= 44
    for picture in page.locator(".hs-explore-picture").all():
        assert picture.bounding_box()["width"] <= 360
    page.get_by_label("độ sáng bên trái").fill("20")
    settled(page, "xam", "a = 20, tối")
    assert greys(page) == pytest.approx([255, 51], abs=4)
    assert sideways(page) == []


def test_dark_mode_turns_pictures_once(open_page, book):
    page = open_page(book / "index.html", theme="dark")
    page.get_by_label("độ sáng bên trái").scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    inverted = [255 * (0.92 - 0.84 * value) for value in (0.5, 0.2)]
    assert greys(page) == pytest.approx(inverted, abs=8)  # the still
    page.get_by_label("độ sáng bên trái").fill("20")
    settled(page, "xam", "a = 20, tối")
    assert greys(page) == pytest.approx([255 * 0.08, 255 * (0.92 - 0.84 * 0.2)], abs=8)  # a frame
    colour = page.locator("#explore-cham svg text").first.evaluate("e => getComputedStyle(e).fill")
    assert min(int(part) for part in colour[4:-1].split(",")[:3]) > 150


def test_a_photograph_keeps_its_colours_in_the_dark(open_page, book):
    page = open_page(book / "index.html", theme="dark")
    page.get_by_label("độ sáng của ảnh").scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    assert greys(page, "chup") == pytest.approx([127, 51], abs=4)  # the still
    page.get_by_label("độ sáng của ảnh").fill("20")
    settled(page, "chup", "a = 20, tối")
    assert greys(page, "chup") == pytest.approx([255, 51], abs=4)  # a frame
    page.get_by_label("độ sáng của ảnh").fill("3")
    settled(page, "chup", "a = 3, tối")
    assert greys(page, "chup") == pytest.approx([255 * 3 / 20, 51], abs=4)


def test_without_javascript_still_and_reading_show_and_no_dead_control(open_page, book):
    page = open_page(book / "index.html", java_script_enabled=False, expect_errors=True)
    images = page.locator(".hs-explore img")
    assert [image.get_attribute("alt") for image in images.all()] == [
        "Hai mảng xám",
        "Một ảnh chụp",
        "Kéo một chấm",
        "Cột cao",
        "Hai dáng",
    ]
    for image in images.all():
        image.scroll_into_view_if_needed()
        assert image.is_visible() and image.bounding_box()["height"] > 50
    page.wait_for_timeout(300)
    images.first.scroll_into_view_if_needed()
    assert greys(page) == pytest.approx([127, 51], abs=4)
    assert reading(page, "xam") == "a = 10, tối" and reading(page, "cham") == outlier.reading(
        *with_point(9, 9)
    )
    assert page.locator(".hs-explore :is(input, select)").filter(visible=True).count() == 0


def test_paper_has_the_picture_and_its_reading_without_controls(open_page, book):
    page = open_page(book / "index.html")
    page.emulate_media(media="print")
    assert page.locator(".hs-explore :is(input, select)").filter(visible=True).count() == 0
    assert page.locator("#explore-xam img").first.is_visible()
    assert page.locator("#explore-xam .hs-explore-reading").is_visible()


def test_a_strict_content_security_policy_is_kept(open_strictly, book):
    page = open_strictly(book)
    page.get_by_label("độ sáng bên trái").fill("20")
    settled(page, "xam", "a = 20, tối")
    assert greys(page)[0] == pytest.approx(255, abs=4)
    assert reading(page, "cham") == outlier.reading(*with_point(9, 9))
    assert not [text for text in page.errors if "explore" in text or "outlier" in text]
