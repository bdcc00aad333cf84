"""A browser that keeps nothing: every control stays alive, and the page of progress says so."""

import json
import os

import pytest

from booktools.chromium import arguments
from hocsau.doctor.browser import find_chromium

CHAPTER, PROGRESS = "book/ch03_linear_regression.html", "book/progress.html"
LOST = "sẽ mất khi rời trang"
REFUSALS = {
    "throws": "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no') } })",
    "null": "Object.defineProperty(window, 'localStorage', { get: () => null })",
    "no room": "Storage.prototype.setItem = () => { throw new DOMException('QuotaExceededError') }",
}


def try_controls(page) -> None:
    """Light or dark, search by key and by button, the menu of a phone."""
    phone = page.viewport_size["width"] < 600
    theme = page.locator("html").get_attribute("data-theme")
    button = page.locator(".theme-switch-button:visible").first
    for _ in range(3):  # by device, light, dark, in an order of the theme's
        button.click()
        if page.locator("html").get_attribute("data-theme") != theme:
            break
    assert page.locator("html").get_attribute("data-theme") != theme
    page.keyboard.press("Control+k")
    page.locator("dialog.book-search").wait_for()
    page.keyboard.press("Escape")
    page.locator(".search-button:visible, .search-button-field:visible").first.click()
    page.locator("dialog.book-search").wait_for()
    page.keyboard.press("Escape")
    if phone:
        page.locator(".primary-toggle:visible").click()
        page.get_by_role("link", name="Logistic regression").first.wait_for()
        page.keyboard.press("Escape")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
def test_the_controls_stay_alive(open_page, site, refusal, width):
    page = open_page(site / "404.html", width=width)
    page.add_init_script(refusal)
    page.goto((site / CHAPTER).as_uri())
    try_controls(page)
    page.goto((site / PROGRESS).as_uri())
    page.get_by_text(LOST).wait_for()


@pytest.fixture
def whole_chromium(monkeypatch) -> str:
    """A browser that has settings; the headless shell, which CI drives since it is faster, has none."""
    found = find_chromium()
    if found and "headless-shell" in found:
        monkeypatch.delenv("HOCSAU_CHROMIUM")
        found = find_chromium()
    if found is None:
        required = os.environ.get("HOCSAU_REQUIRE_BROWSER") == "1"
        (pytest.fail if required else pytest.skip)("Cần cả Chromium, không chỉ chromium-headless-shell.")
    return found


def test_site_data_blocked_in_the_settings(browser, whole_chromium, site, serve, tmp_path):
    """The real setting of Chromium ("block all site data"): even to name localStorage is an error then."""
    preferences = tmp_path / "Default" / "Preferences"
    preferences.parent.mkdir()
    blocked = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    preferences.write_text(json.dumps(blocked), encoding="utf-8")
    context = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=whole_chromium, args=arguments(["--disable-gpu"])
    )
    errors = []
    try:
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        url = serve(site).url
        page.goto(url("404.html"))
        assert (
            page.evaluate("() => { try { return !!localStorage } catch (error) { return error.name } }")
            == "SecurityError"
        )
        page.goto(url(CHAPTER))
        try_controls(page)
        page.goto(url(PROGRESS))
        page.get_by_text(LOST).wait_for()
    finally:
        context.close()
    assert errors == []
