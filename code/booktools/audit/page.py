"""One page measured in Chromium."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from axe_playwright_python.base import AXE_SCRIPT

from booktools.audit.tall import tallest
from booktools.chromium import until_quiet

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True, "locale": "vi-VN"}
WIDE = {"viewport": {"width": 1440, "height": 900}, "locale": "vi-VN"}
SLOWDOWN = 4
LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
FAST = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
# buffered: also what happened before the observer stood. Shifts count also right after the reader acted.
WATCH = """() => {
  window.bookAudit = { lcp: 0, cls: 0, jumped: [] };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) bookAudit.lcp = entry.startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      bookAudit.cls += entry.value;
      for (const source of entry.sources)
        if (source.node) bookAudit.jumped.push(source.node.className || source.node.nodeName);
    }
  }).observe({ type: "layout-shift", buffered: true });
}"""
# Every control to its ends and back, one after another, each in view, as a reader would, who has scrolled
# there: what a jump to a far control lays out on its way is not the control's doing.
MOVE = """async () => {
  document.documentElement.classList.add("whole"); // lays out every section (book.css)
  document.querySelectorAll("details").forEach((fold) => (fold.open = true));
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 30)));
  const controls = [...document.querySelectorAll(".hs-explore-controls :is(input, select)")];
  await frame();
  bookAudit.cls = 0; // the folds that were opened just now moved everything
  bookAudit.jumped = [];
  for (const control of controls) {
    control.scrollIntoView({ block: "center" });
    await frame();
    const select = control.tagName === "SELECT";
    const start = select ? control.selectedIndex : control.value;
    for (const place of select ? [0, control.length - 1, start] : [control.min, control.max, start]) {
      if (select) control.selectedIndex = place;
      else control.value = place;
      control.dispatchEvent(new Event("input", { bubbles: true }));
      control.dispatchEvent(new Event("change", { bubbles: true }));
      await frame();
    }
  }
  return [bookAudit.cls, [...new Set(bookAudit.jumped)].slice(0, 5)];
}"""
# Shown cells, those of solutions too: how many there are, and how many hide the end of a line.
CUT = """() => {
  document.documentElement.classList.add("whole"); // lays out every section (book.css)
  document.querySelectorAll("details:not(.hide)").forEach((fold) => (fold.open = true));
  const codes = [...document.querySelectorAll("div.cell_input pre")].filter((code) => code.checkVisibility());
  return [codes.length, codes.filter((code) => code.scrollWidth > code.clientWidth + 1).length];
}"""
AXE = """async (theme) => {
  document.querySelectorAll("details").forEach((fold) => (fold.open = true));
  const found = await axe.run(document, {
    resultTypes: ["violations"],
    // What does not hang on the colours is looked at once.
    runOnly: theme === "dark" ? ["color-contrast"]
      : ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
  });
  return found.violations
    .filter((v) => v.impact === "serious" || v.impact === "critical")
    .map((v) => `${v.id} (${theme}, ${v.nodes.length} chỗ): ${v.nodes[0].target.join(" ")}`);
}"""


@dataclass(frozen=True)
class Audit:
    """The numbers of one page."""

    page: str
    kilobytes: float
    lcp: float
    cls: float
    findings: tuple[str, ...] = ()
    jumped: tuple[str, ...] = ()
    cells: int = 0
    cut: int = 0
    cut_on_phone: int = 0
    tall: float = 0.0
    tall_on_phone: float = 0.0
    tallest: tuple[str, str] = ("", "")  # their ids, wide and phone


def audit(
    browser: Browser, url: str, name: str, tries: int = 3, themes: Sequence[str] = ("light", "dark")
) -> Audit:
    """Measure the page at `url`; LCP is the median of `tries` loads with an empty cache.

    A visit costs seconds, so two must do: a phone on a slow line, and a laptop, where the page is first left
    as it is (cut cells, faint text) and then moved.
    """
    loads = []
    for k in range(tries):
        with _open(browser, PHONE) as page:
            loads.append(_slow_load(page, url))
            if k == tries - 1:
                cut_on_phone, (tall_on_phone, phone) = cut_cells(page)[1], tallest(page)
    with _open(browser, WIDE) as page:
        page.goto(url, wait_until="load")
        cells, cut = cut_cells(page)
        findings = tuple(found for theme in themes for found in accessibility(page, theme))
        tall, wide = tallest(page)
        moved, jumped = page.evaluate(MOVE)
    return Audit(
        page=name,
        kilobytes=max(load[0] for load in loads),
        lcp=statistics.median(load[1] for load in loads),
        cls=max(*(load[2] for load in loads), moved),
        findings=findings,
        jumped=tuple(jumped),
        cells=cells,
        cut=cut,
        cut_on_phone=cut_on_phone,
        tall=tall,
        tall_on_phone=tall_on_phone,
        tallest=(wide, phone),
    )


@contextmanager
def _open(browser: Browser, screen: dict) -> Iterator[Page]:
    context = browser.new_context(**screen, service_workers="block")
    try:
        page = context.new_page()
        page.add_init_script(f"({WATCH})()")
        yield page
    finally:
        context.close()


def _slow_load(page: Page, url: str) -> tuple[float, float, float]:
    """kB, LCP in ms and CLS of one load on a slow phone; after it the phone is a fast one."""
    session = page.context.new_cdp_session(page)
    asked, fetched = [], []
    session.on("Network.requestWillBeSent", lambda event: asked.append(event["requestId"]))
    session.on("Network.loadingFinished", lambda event: fetched.append(event["encodedDataLength"]))
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    page.goto(url, wait_until="load")
    page.wait_for_function("bookAudit.lcp > 0")
    until_quiet(page, lambda: len(asked) + len(fetched))
    lcp, cls = page.evaluate("[bookAudit.lcp, bookAudit.cls]")
    kilobytes = sum(fetched) / 1000
    session.send("Network.emulateNetworkConditions", FAST)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    return kilobytes, lcp, cls


def cut_cells(page: Page) -> tuple[int, int]:
    """How many cells show their code, and in how many of them a line goes on out of sight."""
    return tuple(page.evaluate(CUT))


def accessibility(page: Page, theme: str) -> list[str]:
    """What axe-core finds serious or critical, folds opened."""
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # colours change at once
    shown = "theme => [theme, undefined].includes(document.documentElement.dataset.theme)"
    page.wait_for_function(shown, arg=theme)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(AXE, theme)
    page.emulate_media(color_scheme=theme, reduced_motion="no-preference")
    return found
