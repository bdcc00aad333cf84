"""What a reader does with the playground. The fixtures stand in tests/browser/playground."""

from hocsau.live import playground


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def choose(page, name, text):
    """In a list by its words; numbers in order stand on a slider."""
    field = page.get_by_label(name, exact=True)
    if field.evaluate("e => e.tagName") == "SELECT":
        field.select_option(text)
        return
    (control,) = [c for c in playground.controls().values() if c.label == name]
    field.evaluate(
        "(e, place) => { e.value = place; e.dispatchEvent(new Event('input', { bubbles: true })); }",
        control.texts.index(text),
    )


def reading(page):
    return page.locator(".hs-explore-reading").inner_text()


def numbers(page):
    """Step, epoch, training loss, test loss, share of right answers, as shown."""
    return page.locator(".hs-play-stats b").all_inner_texts()


def said(**changed):
    """What Python says, with the page's own start: step 0 of the default settings."""
    values = {name: control.default for name, control in playground.controls().items()}
    return playground.draw(**(values | {"step": 0} | changed))[1]


def run_until(page, step):
    press(page, "Chạy")
    page.wait_for_function("n => +document.querySelector('.hs-play-stats b').textContent >= n", arg=step)
    assert "Đang học, lúc bước " in reading(page)
    press(page, "Dừng")


def colour(page, selector, x, y):
    """The pixel of a canvas at (x, y), from 0 to 1 across and down."""
    script = """(e, [x, y]) => [...e.getContext('2d').getImageData(
        Math.floor(x * e.width), Math.floor(y * e.height), 1, 1).data]"""
    return page.locator(selector).first.evaluate(script, [x, y])
