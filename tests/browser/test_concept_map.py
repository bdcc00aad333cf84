"""The map of concepts: by mouse, by keyboard, by finger, and without JavaScript."""

import pytest

PAGE = "book/concept_map.html"


def chip(page, name: str):
    return page.locator(f'.concept[data-name="{name}"]')


def choose(page, name: str) -> None:
    """A mouse that rests on a chip."""
    chip(page, name).hover()
    page.locator(f'.concept.is-chosen[data-name="{name}"]').wait_for()


def marked(page, mark: str) -> set[str]:
    return set(page.eval_on_selector_all(f".concept.is-{mark}", "all => all.map(one => one.dataset.name)"))


def test_pointing_shows_all_that_is_needed_and_all_that_follows(open_page, site):
    page = open_page(site / PAGE)
    choose(page, "sigmoid")
    # through logit and odds, down to the root
    assert {"logit", "odds", "xác suất", "đạo hàm"} == marked(page, "needed")
    assert {"logistic regression", "activation function", "backpropagation"} <= marked(page, "led")
    said = page.locator(".concept-said p").inner_text()
    assert "cần trước: logit, đạo hàm" in said and "logistic regression" in said
    # lines of the chosen one alone
    assert page.locator("path.is-needed").count() == 2
    needs = page.eval_on_selector_all(".concept", "all => all.map(one => one.dataset.needs.split('|'))")
    assert page.locator("path.is-led").count() == sum("sigmoid" in each for each in needs)


def test_it_opens_with_the_way_to_backpropagation_in_the_order_of_the_book(open_page, site):
    page = open_page(site / PAGE)
    assert marked(page, "chosen") == {"backpropagation"}
    steps = page.locator(".concept-way li").all_inner_texts()
    needed = marked(page, "needed")
    assert set(steps) == needed | {"backpropagation"} and steps[-1] == "backpropagation"
    order = page.eval_on_selector_all(".concept", "all => all.map(one => one.dataset.name)")
    assert steps == [name for name in order if name in set(steps)]
    assert page.locator(".concept-way summary").inner_text() == f"{len(steps)} bước tới backpropagation"
    page.locator(".concept-way").get_by_role("link", name="đạo hàm", exact=True).click()
    page.wait_for_url("**/ch03_linear_regression.html#s-3-3-1")


def test_a_mouse_that_passes_over_chips_chooses_none_of_them(open_page, site):
    page = open_page(site / PAGE)
    for name in ("odds", "logit", "sigmoid"):
        box = chip(page, name).bounding_box()
        page.mouse.move(box["x"] + 9, box["y"] + 9)
    page.mouse.move(5, 5)
    page.wait_for_timeout(400)
    assert marked(page, "chosen") == {"backpropagation"}


@pytest.mark.parametrize("width", [360, 1280, 1440])
def test_no_line_passes_through_a_chip_or_a_title(open_page, site, width):
    page = open_page(site / PAGE, width=width)
    crossed = page.evaluate(
        """() => {
          const found = [];
          const boxes = [...document.querySelectorAll('.concept a, .concept-chapter a')];
          for (const chip of document.querySelectorAll('.concept a')) {
            chip.focus();
            const places = boxes.map(b => b.getBoundingClientRect());
            for (const path of document.querySelectorAll('.concept-map path')) {
              const m = path.getScreenCTM(), length = path.getTotalLength();
              for (let s = 4; s < length - 4; s += 6) {
                const p = path.getPointAtLength(s), x = p.x + m.e, y = p.y + m.f;
                const hit = places.findIndex(r =>
                  x > r.left + 2 && x < r.right - 2 && y > r.top + 2 && y < r.bottom - 2);
                if (hit >= 0) { found.push([chip.textContent, boxes[hit].textContent]); break; }
              }
            }
          }
          return found.slice(0, 5);
        }"""
    )
    assert crossed == []


def test_on_a_wide_window_the_map_is_wide_and_the_way_stands_beside_it(open_page, site):
    page = open_page(site / PAGE)
    bands, panel = page.locator(".concept-map").bounding_box(), page.locator(".concept-said").bounding_box()
    assert panel["x"] >= bands["x"] + bands["width"] and panel["x"] + panel["width"] > 1360
    assert page.locator(".concept-way ol").is_visible()


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
