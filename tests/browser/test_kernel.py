"""A free 3×3 kernel in Chromium: the same pixels as Python, by keyboard, mouse and finger."""

from functools import partial

import numpy as np
import pytest

from hocsau.data.drawn.scene import harbour
from hocsau.interactive import static
from hocsau.interactive.drawing import checked_draw
from hocsau.live import kernel as kernel_picture
from hocsau.live.kernel import PLACE, as_written, reading, result, window
from hocsau.vision import KERNELS


@pytest.fixture(scope="module")
def book(live_book):
    return live_book(kernel_picture, alt="Kernel tuỳ ý", page="kernel", name="kernel")


@pytest.fixture
def page(open_page, book):
    return open_page(book / "index.html")


@pytest.fixture(scope="module")
def door(explore_book):
    controls = kernel_picture.controls()
    run = checked_draw(partial(kernel_picture.draw, opened=False), controls)
    words = {"alt": "Cửa", "page": "kernel", "name": "cua"}
    return explore_book([static.bundle(run, controls, data=kernel_picture.page_data(opened=False), **words)])


def said(page):
    return page.locator(".hs-explore-reading").text_content()


def choose(page, name):
    page.get_by_label("Kernel có tên", exact=True).select_option(name)


def field(page, row, column):
    return page.get_by_label(f"Kernel, hàng {row}, cột {column}", exact=True)


def written(page):
    return [float(f.input_value()) for f in page.locator(".hs-kernel-cell input").all()]


def shown(page, k=1):
    """The pixels of the k-th canvas, as they are drawn."""
    script = "e => [...e.getContext('2d').getImageData(0, 0, e.width, e.height).data]"
    pixels = page.locator(".hs-kernel-frame canvas").nth(k).evaluate(script)
    return np.reshape(pixels, (120, 160, 4))


# --- the same numbers -------------------------------------------------------------------------------------


def test_every_pixel_is_pythons(page):
    rng = np.random.default_rng(0)
    asked = [as_written(kernel) for kernel in KERNELS.values()]
    asked += [(rng.normal(size=9).tolist(), bool(k % 2)) for k in range(8)]
    asked += [(rng.integers(-4, 5, 9).tolist(), bool(k % 2)) for k in range(8)]
    asked += [([0.5] + [0] * 8, False), ([0] * 9, True), ([1, -1] * 4 + [0], True), ([-1] * 9, True)]
    script = """([photo, asked]) => asked.map(([weights, divide]) =>
      hocsauLive.kernel.result(hocsauLive.kernel.unpack(photo), [120, 160], weights, divide))"""
    answers = page.evaluate(script, [kernel_picture.page_data()["photo"], asked])
    for (weights, divide), found in zip(asked, answers, strict=True):
        np.testing.assert_array_equal(np.reshape(found, (120, 160)), result(weights, divide))


def test_sums_before_rounding_are_the_same_float64(page):
    rng = np.random.default_rng(1)
    for shape in [(3, 3), (2, 5), (7, 4)]:
        photo, weights = rng.integers(0, 256, shape), rng.normal(size=9).tolist()
        asked = [photo.ravel().tolist(), list(shape), weights]
        found = page.evaluate("([p, s, w]) => hocsauLive.kernel.sums(p, s, w, true)", asked)
        kernel = kernel_picture.applied(weights, True)
        expected = kernel_picture.filter2d(photo.astype(float), kernel)
        np.testing.assert_array_equal(np.reshape(found, shape), expected)


def test_named_kernels_are_drawn_and_said_as_in_python(page):
    np.testing.assert_array_equal(shown(page, 0)[..., 0], harbour())
    for name, kernel in KERNELS.items():
        choose(page, name)
        weights, divide = as_written(kernel)
        assert written(page) == weights
        assert page.get_by_label("Chia cho tổng").is_checked() == divide
        pixels = shown(page)
        for channel in range(3):
            np.testing.assert_array_equal(pixels[..., channel], result(weights, divide))
        assert said(page) == kernel_picture.draw(name)[1]


# --- by hand ----------------------------------------------------------------------------------------------


def test_typed_numbers_make_the_readers_kernel(page):
    choose(page, "giữ nguyên")
    field(page, 2, 2).fill("-0.5")
    field(page, 1, 3).fill("2.25")
    weights = [0, 0, 2.25, 0, -0.5, 0, 0, 0, 0]
    np.testing.assert_array_equal(shown(page)[..., 0], result(weights))
    assert said(page) == reading("của bạn", weights, False, *PLACE)
    page.get_by_label("Chia cho tổng").check()
    np.testing.assert_array_equal(shown(page)[..., 0], result(weights, True))
    choose(page, "giữ nguyên")  # the one that was chosen before, again
    assert written(page) == as_written(KERNELS["giữ nguyên"])[0]
    assert said(page) == kernel_picture.draw("giữ nguyên")[1]


def test_a_blank_field_counts_as_zero_and_says_so(page):
    choose(page, "làm nét")
    field(page, 2, 2).fill("")
    assert field(page, 2, 2).get_attribute("aria-invalid") == "true"
    weights = [0, -1, 0, -1, 0, -1, 0, -1, 0]
    np.testing.assert_array_equal(shown(page)[..., 0], result(weights))
    field(page, 2, 2).blur()
    assert written(page) == weights and field(page, 2, 2).get_attribute("aria-invalid") is None


def test_a_number_too_large_is_held_back(page):
    choose(page, "giữ nguyên")
    field(page, 2, 2).fill("1e300")
    field(page, 2, 2).blur()
    assert written(page)[4] == 1000


def test_a_sum_of_zero_is_not_divided_by(page):
    choose(page, "cạnh 3")
    page.get_by_label("Chia cho tổng (0)").check()
    weights = as_written(KERNELS["cạnh 3"])[0]
    np.testing.assert_array_equal(shown(page)[..., 0], result(weights))
    assert said(page) == reading("của bạn", weights, True, *PLACE)


def test_steppers_work_by_keyboard(page):
    choose(page, "giữ nguyên")
    page.get_by_role("button", name="Thêm 1 ở hàng 1, cột 1").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Bớt 1 ở hàng 3, cột 3").press("Enter")
    assert written(page) == [2, 0, 0, 0, 1, 0, 0, 0, -1]


# --- one window -------------------------------------------------------------------------------------------


def opened(page):
    return [cell.inner_text().split("\n") for cell in page.locator(".hs-kernel-product").all()]


def point_at(page, k, row, column):
    box = page.locator(".hs-kernel-frame canvas").nth(k).bounding_box()
    return box["x"] + (column + 0.5) / 160 * box["width"], box["y"] + (row + 0.5) / 120 * box["height"]


def in_words(weights, divide, row, column):
    seen, products, _ = window(weights, divide, row, column)
    kernel, number = kernel_picture.applied(weights, divide).ravel(), kernel_picture.number
    times = [f"({number(k)})" if k < 0 else number(k) for k in kernel]
    triples = zip(seen.ravel(), times, products.ravel(), strict=True)
    return [[f"{int(v)} × {k}", f"= {number(p)}"] for v, k, p in triples]


@pytest.mark.parametrize("place", [(0, 0), (119, 159), (40, 58)])
@pytest.mark.parametrize("name", ["mờ Gauss", "Sobel ngang"])
def test_hovering_the_result_opens_the_window(page, name, place):
    choose(page, name)
    weights, divide = as_written(KERNELS[name])
    assert opened(page) == in_words(weights, divide, *PLACE)
    page.locator(".hs-kernel-frame canvas").nth(1).scroll_into_view_if_needed()
    page.mouse.move(*point_at(page, 1, *place))
    assert opened(page) == in_words(weights, divide, *place)
    expected = reading(f"“{name}”", weights, divide, *place)
    page.wait_for_function(
        "t => document.querySelector('.hs-explore-reading').textContent === t", arg=expected
    )
    value = kernel_picture.number(window(weights, divide, *place)[2])
    grey = result(weights, divide)[place]
    assert page.locator(".hs-kernel-sum").inner_text() == f"Tổng {value} → điểm mới {grey}"


def test_a_finger_taps_a_pixel(open_page, book):
    page = open_page(book / "index.html", width=360)
    page.locator(".hs-kernel-frame canvas").nth(1).scroll_into_view_if_needed()
    page.touchscreen.tap(*point_at(page, 1, 30, 70))
    weights, divide = as_written(KERNELS[kernel_picture.FIRST])
    assert opened(page) == in_words(weights, divide, 30, 70)


def test_arrows_move_the_window(page):
    weights, divide = as_written(KERNELS[kernel_picture.FIRST])
    row, column = PLACE
    moves = [("Lên trên", -1, 0), ("Sang phải", 0, 1), ("Xuống dưới", 1, 0), ("Sang trái", 0, -1)]
    for name, down, right in moves:
        page.get_by_role("button", name=name).press("Enter")
        row, column = row + down, column + right
        assert opened(page) == in_words(weights, divide, row, column)
    page.wait_for_function(
        "t => document.querySelector('.hs-explore-reading').textContent === t",
        arg=reading(f"“{kernel_picture.FIRST}”", weights, divide, row, column),
    )


def test_arrows_stop_at_the_edge(page):
    weights, divide = as_written(KERNELS[kernel_picture.FIRST])
    page.locator(".hs-kernel-frame canvas").nth(1).scroll_into_view_if_needed()
    page.mouse.move(*point_at(page, 1, 0, 0))
    for name in ("Lên trên", "Sang trái"):
        page.get_by_role("button", name=name).press("Enter")
    assert opened(page) == in_words(weights, divide, 0, 0)


def test_a_door_filters_without_a_window(open_page, door):
    page = open_page(door / "index.html")
    choose(page, "làm nét")
    assert said(page) == kernel_picture.draw("làm nét", opened=False)[1]
    np.testing.assert_array_equal(shown(page)[..., 0], result(KERNELS["làm nét"]))
    field(page, 2, 2).fill("9")
    weights = [0, -1, 0, -1, 9, -1, 0, -1, 0]
    assert said(page) == reading("của bạn", weights, False, *PLACE, opened=False)
    canvas = page.locator(".hs-kernel-frame canvas").nth(1)
    canvas.scroll_into_view_if_needed()
    page.mouse.move(*point_at(page, 1, 10, 10))
    canvas.click()
    for part in page.locator(":is(.hs-kernel-window, .hs-kernel-mark)").all():
        assert not part.is_visible()


@pytest.mark.parametrize("width", [360, 390, 768, 1250, 1440])
def test_the_room_of_a_door_is_kept_before_its_script_comes(open_page, site, width):
    page = open_page(site / "book/ch07_image_processing.html", width=width)
    figure = page.locator(".tag_door .hs-explore.is-alive")
    height = figure.bounding_box()["height"]
    kept = figure.evaluate(
        "e => { e.classList.remove('is-alive'); return parseFloat(getComputedStyle(e).minHeight); }"
    )
    assert abs(height - kept) < 4


# --- every reader -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_fits_and_pictures_are_never_inverted(open_page, book, sideways, width, theme):
    page = open_page(book / "index.html", width=width, theme=theme)
    assert sideways(page) == []
    box = page.locator(".hs-explore").bounding_box()
    for part in page.locator(".hs-explore :is(button, select, input, canvas)").all():
        inside = part.bounding_box()
        assert inside["x"] >= box["x"] and inside["x"] + inside["width"] <= box["x"] + box["width"]
    for part in page.locator(
        ".hs-explore :is(button, select, .hs-kernel-cell input, label.hs-kernel-divide)"
    ).all():
        assert part.bounding_box()["height"] >= 44
    photo, after = (page.locator(".hs-kernel-frame canvas").nth(k) for k in (0, 1))
    first, second = photo.bounding_box(), after.bounding_box()
    assert first["y"] == second["y"]  # seen together, on a phone too
    script = """e => { const found = [];
      for (; e; e = e.parentElement) found.push(getComputedStyle(e).filter); return found; }"""
    assert set(photo.evaluate(script) + after.evaluate(script)) == {"none"}


def test_without_javascript_the_still_and_its_reading(open_page, book):
    page = open_page(book / "index.html", java_script_enabled=False, expect_errors=True)
    image = page.locator(".hs-explore img")
    image.scroll_into_view_if_needed()
    assert image.is_visible() and said(page) == kernel_picture.draw(kernel_picture.FIRST)[1]
    assert page.locator(".hs-explore :is(button, select, input)").filter(visible=True).count() == 0


def test_a_strict_content_security_policy_is_kept(open_strictly, book):
    page = open_strictly(book)
    choose(page, "làm nét")
    assert said(page) == kernel_picture.draw("làm nét")[1]
    assert 1 < page.locator(".hs-kernel-mark").first.bounding_box()["width"] < 40
    assert not [text for text in page.errors if "kernel" in text or "explore" in text]
