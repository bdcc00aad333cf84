"""Every picture that moves in the built book: it moves, keeps its height, and fits the window."""

import pytest

from booktools.audit import LIMITS
from booktools.audit.tall import tallest

PAGES = 'class="hs-explore"'
# Each control of a figure visits about so many places, settled. It gives back: the heights of the figure,
# and the controls that left the reading or the picture as it was, or whose picture did not come.
MOVE = """async (figure, places) => {
  figure.scrollIntoView({ block: "start" });
  const frame = () => new Promise(requestAnimationFrame);
  const box = figure.querySelector(".hs-explore-picture");
  const reading = figure.querySelector(".hs-explore-reading");
  const settled = async () => {
    await frame();
    for (const start = performance.now(); box.classList.contains("is-loading"); await frame())
      if (performance.now() - start > 20000) break;
  };
  await settled();
  const drawn = () => [...box.querySelectorAll("canvas")].map((canvas) => canvas.toDataURL()).join();
  const shown = () => [reading.textContent, box.innerHTML + drawn()];
  const heights = new Set(), dead = [];
  for (const field of figure.querySelectorAll(".hs-explore-controls :is(input, select)")) {
    const select = field.tagName === "SELECT", start = select ? field.selectedIndex : field.value;
    const last = select ? field.length - 1 : +field.max, step = Math.max(1, Math.floor(last / places));
    const put = async (place) => {
      if (select) field.selectedIndex = place; else field.value = place;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      await settled();
      heights.add(Math.round(figure.getBoundingClientRect().height));
      return shown();
    };
    const seen = [shown()];
    for (let place = 0; place <= last; place += step) seen.push(await put(place));
    const name = field.getAttribute("aria-label") || field.id;
    const late = seen.map(([text]) => text).find((text) => text.includes("chưa tải được"));
    if (late || box.classList.contains("is-loading")) dead.push(`${name}: ${late || "hình không tới"}`);
    for (const [what, k] of [["lời đọc", 0], ["hình", 1]])
      if (new Set(seen.map((pair) => pair[k])).size < 2) dead.push(`${name}: ${what} không đổi`);
    await put(+start === last ? 0 : last);  // left there: some controls only act when another has moved
  }
  return [[...heights], dead];
}"""

# Its frames were drawn by Python, for each width anew; others are drawn by the page, alike on all widths.
FRAMES = """figure => [...figure.querySelectorAll('script[type="application/json"]')]
  .some(script => JSON.parse(script.textContent).strips)"""


@pytest.fixture(scope="module")
def pages(site):
    found = [path for path in sorted((site / "book").rglob("*.html")) if PAGES in path.read_text("utf-8")]
    assert len(found) > 10
    return found


def test_on_a_phone_every_picture_moves_keeps_its_height_and_fits(open_page, pages, unfold, pass_guesses):
    moved = 0
    for path in pages:
        page = open_page(path, width=360)
        unfold(page)
        pass_guesses(page)
        for figure in page.locator(".hs-explore").all():
            heights, dead = figure.evaluate(MOVE, 12)
            assert dead == [], (path.name, figure.get_attribute("id"))
            assert max(heights) - min(heights) <= 1, (path.name, figure.get_attribute("id"), heights)
            moved += len(heights) > 0
        tall, figure = tallest(page)
        assert 0.2 < tall <= LIMITS["tall_on_phone"], (path.name, figure)
        page.context.close()
    assert moved > 40  # there is something to move


def test_on_a_laptop_every_picture_moves_and_fits(open_page, pages, unfold, pass_guesses):
    """Its frames are others than a phone's."""
    moved = 0
    for path in pages:
        page = open_page(path)
        tall, figure = tallest(page)
        assert 0.2 < tall <= LIMITS["tall"], (path.name, figure)
        unfold(page)
        pass_guesses(page)
        for figure in page.locator(".hs-explore").all():
            if not figure.evaluate(FRAMES):
                continue
            _, dead = figure.evaluate(MOVE, 3)
            assert dead == [], (path.name, figure.get_attribute("id"))
            moved += 1
        page.context.close()
    assert moved > 20
