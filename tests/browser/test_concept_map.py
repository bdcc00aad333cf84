"""The map of concepts: by mouse, by keyboard, by finger, and without JavaScript."""

import pytest

PAGE = "book/concept_map.html"


def chip(page, name: str):
    return page.locator(f'.concept[data-name="{name}"]')


def marked(page, mark: str) -> set[str]:
    return set(page.eval_on_selector_all(f".concept.is-{mark}", "all => all.map(one => one.dataset.name)"))


def test_pointing_shows_all_that_is_needed_and_all_that_follows(open_page, site):
    page = open_page(site / PAGE)
    chip(page, "sigmoid").hover()
    assert marked(page, "chosen") == {"sigmoid"}
    # through logit and odds, down to the root
    assert {"logit", "odds", "xác suất", "đạo hàm"} == marked(page, "needed")
    assert {"logistic regression", "activation function", "backpropagation"} <= marked(page, "led")
    said = page.locator(".concept-said").inner_text()
    assert "cần trước: logit, đạo hàm" in said and "logistic regression" in said
    assert page.locator("path.is-needed").count() == 4  # xác suất → odds → logit → sigmoid ← đạo hàm


def test_a_click_goes_to_the_section(open_page, site):
    page = open_page(site / PAGE)
    chip(page, "sigmoid").locator("a").click()
    page.wait_for_url("**/ch04_logistic_regression.html#s-4-3")


def test_by_keyboard_along_the_arrows(open_page, site):
    page = open_page(site / PAGE)
    chip(page, "odds").locator("a").focus()
    assert marked(page, "chosen") == {"odds"}
    for key, name in (("ArrowUp", "xác suất"), ("ArrowDown", "odds"), ("ArrowRight", "logit")):
        page.keyboard.press(key)
        assert marked(page, "chosen") == {name}
        assert page.evaluate("document.activeElement.closest('.concept').dataset.name") == name
    page.keyboard.press("Enter")
    page.wait_for_url("**/ch04_logistic_regression.html#s-4-2")


def test_a_finger_chooses_first_and_follows_then(open_page, site, sideways):
    page = open_page(site / PAGE, width=360)
    chip(page, "sigmoid").locator("a").tap()
    assert marked(page, "chosen") == {"sigmoid"} and page.url.endswith(PAGE)
    assert sideways(page) == []
    chip(page, "sigmoid").locator("a").tap()
    page.wait_for_url("**#s-4-3")


@pytest.mark.parametrize("width", [360, 1440])
def test_the_lines_end_at_their_chips(open_page, site, width):
    page = open_page(site / PAGE, width=width)
    chip(page, "logit").locator("a").focus()
    end = page.locator("path.is-needed").last.evaluate(
        """path => { const p = path.getPointAtLength(path.getTotalLength()), m = path.getScreenCTM();
                     return [p.x + m.e, p.y + m.f]; }"""
    )
    boxes = [chip(page, name).bounding_box() for name in ("odds", "logit")]
    assert any(box["x"] <= end[0] <= box["x"] + box["width"] and abs(end[1] - box["y"]) < 2 for box in boxes)


def test_without_javascript_it_is_a_list_of_links_with_their_needs(open_page, site):
    page = open_page(site / PAGE, java_script_enabled=False)
    assert chip(page, "sigmoid").get_by_role("link").is_visible()
    assert "cần: logit, đạo hàm" in chip(page, "sigmoid").inner_text()
