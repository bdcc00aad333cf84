"""`make pdf`: Chromium prints the combined pages; twice, as only then the contents know the page numbers."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from booktools import repository
from booktools.chromium import launch
from booktools.paper import combine
from booktools.paper.contents import choose
from booktools.paper.pages import read
from hocsau.doctor.browser import find_chromium
from hocsau.files import write_atomically

FOLDER = "paper"
NO_BROWSER = (
    "không tìm thấy Chromium, Chrome hay Edge để in PDF{where}.\n"
    "Cài một trình duyệt (Ubuntu/Debian: sudo apt install chromium fonts-noto-core), "
    "hoặc đặt HOCSAU_CHROMIUM là đường dẫn tới nó, rồi chạy lại make pdf"
)
# A4 less the margins of print.css, at 96 dots an inch.
WIDTH = round((210 - 40) / 25.4 * 96)
MARGINS = {"top": "20mm", "bottom": "20mm", "left": "20mm", "right": "20mm"}
_LINE = "font: 8px 'Noto Sans', 'DejaVu Sans', Arial, sans-serif; color: #555; width: 100%; margin: 0 20mm;"
HEADER = f'<div style="{_LINE}"><span class="title"></span></div>'
FOOTER = f'<div style="{_LINE} text-align: center"><span class="pageNumber"></span></div>'
# What is wider than the paper shrinks until it fits.
FIT = """() => {
  const width = document.body.clientWidth;
  const shrink = (box, inside) => { if (inside > width + 1) box.style.zoom = width / inside; };
  for (const e of document.querySelectorAll('.katex-display > .katex')) {
    const room = e.closest('div.math')?.querySelector('.eqno') ? 60 : 0;
    const box = e.closest('.math-scroll') ?? e;
    const need = e.querySelector('.katex-html').scrollWidth + room;
    if (need > box.clientWidth + 1) e.style.fontSize = `${1.21 * box.clientWidth / need}em`;
  }
  for (const e of document.querySelectorAll('table')) shrink(e, e.scrollWidth);
  // A little smaller keeps columns in line; what is far too long is wrapped.
  for (const e of document.querySelectorAll('pre')) {
    e.style.whiteSpace = 'pre';
    const fits = e.clientWidth / e.scrollWidth;
    e.style.whiteSpace = '';
    if (fits < 1 && fits > 0.7) e.style.fontSize = `${Math.floor(850 * fits * 0.99) / 100}pt`;
  }
}"""
TOO_WIDE = """() => [...document.querySelectorAll('table, img, .katex-display, pre')]
  .filter((e) => e.getBoundingClientRect().right > document.body.clientWidth + 2)
  .map((e) => `${e.tagName.toLowerCase()}.${e.className} ${(e.closest('[id]') ?? e).id}`)"""

HEADINGS = """() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
  .filter((e) => e.checkVisibility())
  .map((e) => e.textContent.replace(/\\s+/g, ' ').trim())
  .filter(Boolean)"""


def browser_path() -> str:
    """Chromium, or FileNotFoundError that says what to install."""
    path = find_chromium()
    if path is None:
        wanted = os.environ.get("HOCSAU_CHROMIUM")
        raise FileNotFoundError(NO_BROWSER.format(where=f" (HOCSAU_CHROMIUM = {wanted})" if wanted else ""))
    return path


def make(root: Path, html: Path, target: Path, chapter: str = "") -> Path:
    """Print the book, or one chapter, to `target`; errors leave an older file as it was."""
    from playwright.sync_api import sync_playwright

    browser = browser_path()
    html, target = html.resolve(), target.resolve()
    chosen = choose(root, chapter)
    pages = [read(html, entry, drop="katex-mathml") for entry in chosen]
    names = {page.name for page in pages}
    site = repository.pages_url()
    for page in pages:
        combine.localise(page, names, site, html)
    title = combine.TITLE if not chapter else f"{pages[0].title} · Học sâu"
    source = target.with_suffix(".html")
    target.parent.mkdir(parents=True, exist_ok=True)

    def print_twice(draft: Path) -> None:
        """Print, find the page numbers, print again with them in the contents."""
        with sync_playwright() as playwright:
            running = launch(playwright, browser, ["--disable-gpu"])
            numbers: dict[str, int] = {}
            for _ in range(2):
                text = combine.document(pages, html, site, numbers, title)
                source.write_text(text, encoding="utf-8")
                titles = _print(running, source, draft)
                numbers = page_numbers(draft, combine.used_anchors(pages))
            running.close()
            name_outline(draft, titles)

    try:
        # In its own thread: Playwright refuses one where an event loop runs (a notebook, a test's browser).
        with write_atomically(target) as draft, ThreadPoolExecutor(1) as pool:
            pool.submit(print_twice, draft).result()
    finally:
        source.unlink(missing_ok=True)
    return target


def _print(browser: object, source: Path, target: Path) -> list[str]:
    """Print a document; its headings, in order."""
    context = browser.new_context(viewport={"width": WIDTH, "height": 1000}, offline=True, locale="vi-VN")
    page = context.new_page()
    page.set_default_timeout(240_000)
    page.goto(source.as_uri(), wait_until="load")
    page.emulate_media(media="print", color_scheme="light")
    page.evaluate("document.fonts.ready.then(() => true)")
    broken = page.evaluate("[...document.images].filter((i) => !i.naturalWidth).map((i) => i.src)")
    if broken:
        raise ValueError(f"không đọc được hình: {', '.join(broken)}")
    page.evaluate(FIT)
    if wide := page.evaluate(TOO_WIDE):
        raise ValueError(f"rộng hơn trang giấy: {'; '.join(wide)}")
    titles = page.evaluate(HEADINGS)
    page.pdf(
        path=str(target), format="A4", margin=MARGINS, print_background=True, display_header_footer=True,
        header_template=HEADER, footer_template=FOOTER, outline=True, tagged=True,
    )  # fmt: skip
    context.close()
    return titles


def name_outline(pdf: Path, titles: list[str]) -> None:
    """Give the outline's entries the headings' words: Chromium writes some of them twice (seen in 156)."""
    from pypdf import PdfWriter
    from pypdf.generic import NameObject, TextStringObject

    writer = PdfWriter(pdf, incremental=True)
    entries, waiting = [], [writer.root_object["/Outlines"]]
    while waiting:
        entry = waiting.pop().get_object()
        entries.append(entry)
        waiting += [entry[step] for step in ("/Next", "/First") if step in entry]
    if len(entries) - 1 != len(titles):
        raise ValueError(f"mục lục bên của PDF có {len(entries) - 1} mục, sách có {len(titles)} đề mục")
    for entry, title in zip(entries[1:], titles, strict=True):
        entry[NameObject("/Title")] = TextStringObject(title)
    writer.write(pdf)


def page_numbers(pdf: Path, anchors: list[str]) -> dict[str, int]:
    """On which page each anchor of the document is; ValueError for one that is nowhere."""
    from pypdf import PdfReader

    reader = PdfReader(pdf)
    places = {name.removeprefix("/"): place for name, place in reader.named_destinations.items()}
    found = {name: reader.get_destination_page_number(places[name]) for name in anchors if name in places}
    if missing := [name for name in anchors if found.get(name) is None]:
        raise ValueError(f"PDF thiếu chỗ mà mục lục trỏ tới: {', '.join(missing)}")
    return {name: number + 1 for name, number in found.items()}


def run(root: Path, chapter: str = "") -> int:
    """Check what is needed, build the book, print it."""
    from booktools.build import build

    browser_path()
    choose(root, chapter)
    if code := build(root):
        return code
    name = f"hoc-sau-{chapter.removeprefix('book/').removesuffix('.md')}" if chapter else "hoc-sau"
    target = make(root, root / "_build" / "html", root / "_build" / f"{name}.pdf", chapter)
    print(f"Bản in: {target} ({target.stat().st_size / 1e6:.1f} MB)")
    return 0
