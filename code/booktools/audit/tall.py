"""How tall the live pictures of a page are: what is moved, what is said and what changes, seen at once.

A picture that the page draws itself may go on below its main part (data-main): settings in a fold, details.
Then the measure ends with the main part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Also in folds and behind guesses, whose answers are passed: every picture, as it stands once it is reached.
TALLEST = """async () => {
  document.documentElement.classList.add("whole"); // lays out every section (book.css)
  document.querySelectorAll("details:not(.hide, .hs-play-settings)").forEach((fold) => (fold.open = true));
  document.querySelectorAll(".guess-pass").forEach((button) => button.click());
  for (let i = 0; i < 3; i++) await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 30)));
  let tallest = [0, ""];
  for (const figure of document.querySelectorAll(".hs-explore")) {
    const { top, bottom } = figure.getBoundingClientRect();
    const main = [...figure.querySelectorAll("[data-main]")].map((e) => e.getBoundingClientRect().bottom);
    const share = ((main.length ? Math.max(...main) : bottom) - top) / innerHeight;
    if (share > tallest[0]) tallest = [share, figure.id];
  }
  return tallest;
}"""


def tallest(page: Page) -> tuple[float, str]:
    """The tallest live picture of a page, as a share of the window's height, and its id."""
    return tuple(page.evaluate(TALLEST))
