"""Chapter 3's notebook, run in JupyterLab: a widget's slider is moved by keys and its picture changes."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.live
CHAPTER = "ch03_linear_regression.ipynb"
# JupyterLab shows tracebacks as it shows warnings.
ERRORS = ".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']"
IDLE = re.compile(r"Python 3.*\| Idle")


@pytest.fixture(scope="module")
def chapter(lab, browser):
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    page.goto(lab(CHAPTER))
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60_000)
    page.get_by_text(IDLE).first.wait_for(timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    yield page
    page.close()


def test_moving_a_slider_changes_value_picture_and_reading(chapter):
    boxes = chapter.locator(".widget-vbox:has(img)")
    boxes.first.wait_for(timeout=90_000)
    chapter.get_by_text(IDLE).first.wait_for(timeout=180_000)  # a kernel that runs cells answers no slider
    box = boxes.first
    box.scroll_into_view_if_needed()
    picture, reading = box.locator("img"), box.locator("p[aria-live=polite]")
    assert "J = " in reading.inner_text() and picture.get_attribute("alt").startswith("Đường thẳng cam")
    assert chapter.locator(ERRORS).count() == 0
    assert (
        boxes.first.locator("xpath=ancestor::*[contains(@class, 'jp-OutputArea')][1]").locator("img").count()
        == 1
    )

    handle = box.get_by_role("slider").nth(1)  # w1
    value = box.locator(".widget-readout").nth(1)
    before = picture.get_attribute("src"), reading.inner_text(), value.inner_text()
    assert before[0].startswith("data:image/webp;base64,")
    handle.focus()
    for _ in range(3):
        handle.press("ArrowRight")
    # The kernel answers each press in turn: wait for the last.
    chapter.wait_for_function(
        """([src, reading]) => {
          const box = document.querySelector('.widget-vbox:has(img)');
          const value = box.querySelectorAll('.widget-readout')[1].innerText.trim();
          const said = box.querySelector('p[aria-live=polite]').innerText;
          return said !== reading && said.includes(`w1 = ${value}`)
            && box.querySelector('img').getAttribute('src') !== src;
        }""",
        arg=[before[0], before[1]],
        timeout=30_000,
    )
    after = picture.get_attribute("src"), reading.inner_text(), value.inner_text()
    assert all(a != b for a, b in zip(before, after, strict=True))
    assert f"w1 = {after[2].strip()}" in after[1]
    size = picture.evaluate("e => [e.naturalWidth, e.naturalHeight, e.clientWidth]")
    assert size[0] == 2 * size[2] > 300  # loaded, and sharp


def test_every_live_picture_of_the_chapter_appears_without_an_error(chapter):
    chapter.get_by_text(IDLE).first.wait_for(timeout=120_000)
    assert chapter.locator(ERRORS).count() == 0
    cells = json.loads((ROOT / "notebooks" / CHAPTER).read_text("utf-8"))["cells"]
    pictures = sum("explore(" in "".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    assert chapter.locator(".widget-vbox:has(img)").count() == pictures > 3


def test_a_failing_cell_would_have_been_seen(chapter):
    """The tests above count no error: this one makes sure that they count the right thing."""
    chapter.locator(".jp-Notebook .jp-CodeCell .cm-content").last.click()
    chapter.keyboard.press("Control+a")
    chapter.keyboard.type("1 / 0")
    chapter.keyboard.press("Control+Enter")
    chapter.locator(ERRORS).first.wait_for(timeout=30_000)
