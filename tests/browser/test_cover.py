"""The first screen: a ball to drag, one button, and back to where the reader stopped in one tap."""

import re

import pytest

PAGE = "book/index.html"
CHAPTER = "book/ch04_logistic_regression.html"
START = "Bắt đầu · Chương\u00a01"  # no line ends before a number


def drag(page, start: float, end: float) -> None:
    """From one share of the valley's width to another, and let go."""
    valley = page.locator(".cover-valley")
    valley.scroll_into_view_if_needed()
    box = valley.bounding_box()
    page.mouse.move(box["x"] + start * box["width"], box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + end * box["width"], box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()


@pytest.mark.parametrize("width", [360, 1440])
def test_the_ball_and_the_button_are_on_the_first_screen(open_page, site, width):
    page = open_page(site / PAGE, width=width)
    for part in (".cover-valley.is-alive", ".cover-go a"):
        box = page.locator(part).bounding_box()
        assert box["y"] + box["height"] <= page.viewport_size["height"]
    assert page.locator(".cover-go a").inner_text() == START
    page.locator(".cover-go a").click()
    page.wait_for_url(re.compile("ch01_environment"))


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_a_ball_let_go_comes_to_the_bottom_and_the_line_to_the_houses(open_page, site, motion):
    page = open_page(site / PAGE, reduced_motion=motion)
    before = page.locator(".cover-line").get_attribute("d")
    drag(page, 0.2, 0.9)
    page.get_by_text("Tới đáy sau").wait_for()
    found = re.search(r"Mỗi m² thêm ([\d.]+) triệu", page.locator(".cover-said").inner_text())
    assert abs(float(found[1]) - 15) < 0.2
    assert page.locator(".cover-line").get_attribute("d") != before
    assert page.locator(".cover-way .cover-trail").count() > 2


def test_too_long_a_step_throws_it_out_and_keys_do_what_the_hand_does(open_page, site):
    page = open_page(site / PAGE, reduced_motion="reduce")
    page.get_by_label("Learning rate").press("End")
    valley = page.get_by_role("slider", name="Quả bóng trên thung lũng")
    valley.press("PageUp")
    assert float(valley.get_attribute("aria-valuenow")) > float(valley.get_attribute("aria-valuemin"))
    valley.press("Enter")
    page.get_by_text("Văng khỏi thung lũng").wait_for()


@pytest.mark.parametrize("from_disk", [False, True])
def test_a_returning_reader_goes_on_in_one_tap(open_page, site, serve, from_disk):
    def address(name):
        return (site / name).as_uri() if from_disk else server.url(name)

    server = serve(site)
    page = open_page(site / PAGE if from_disk else server.url(PAGE))
    page.goto(address(CHAPTER) + "#s-4-3")
    page.wait_for_timeout(300)
    page.mouse.wheel(0, 200)
    page.wait_for_function("localStorage.getItem('hocsau-place')?.includes('s-4-3')")
    page.goto(address(PAGE))
    button = page.locator(".cover-go a")
    assert button.inner_text() == "Đọc tiếp · 4.3. Hàm sigmoid"
    button.click()
    page.wait_for_url(re.compile("ch04_logistic_regression.*#s-4-3"))
    page.wait_for_timeout(500)
    top = page.locator("#s-4-3").evaluate("e => e.parentElement.getBoundingClientRect().top")
    assert 0 <= top <= 160


def test_a_place_that_is_gone_is_not_offered(open_page, site):
    page = open_page(site / PAGE)
    for kept in ('{"page": "ch99_gone", "id": "x", "title": "y"}', "{", "null", '{"page": 1}'):
        page.evaluate("text => localStorage.setItem('hocsau-place', text)", kept)
        page.reload()
        assert page.locator(".cover-go a").inner_text() == START


def test_without_javascript_the_still_picture_and_the_button_stand(open_page, site):
    page = open_page(site / PAGE, java_script_enabled=False)
    assert page.locator(".cover-trail").count() == 5
    assert page.get_by_role("link", name=START).is_visible()
