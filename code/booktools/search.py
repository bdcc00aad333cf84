"""The search index of the built book: Pagefind reads the HTML and writes a few small files beside it."""

import asyncio
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bs4 import BeautifulSoup
from pagefind.index import IndexConfig, PagefindIndex

FOLDER = "pagefind"
# Not text to be found: numbers printed by code, the drawn half of formulas (their MathML stays), buttons.
IGNORED = ".katex-html, annotation, .headerlink, .cell_output, .book-actions, .math-scroll, script, style"
# Pagefind's own search boxes; ours (book/_static/search.js) needs none of them.
NOT_PUBLISHED = ("*ui*", "*highlight*")


def _page(path: Path) -> str | None:
    """The article of a built page, with each section's id on its heading, where Pagefind looks for it."""
    soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    article = soup.select_one("article.bd-article")
    if article is None:
        return None
    for element in article.select(IGNORED):
        element.decompose()
    for section in article.select("section[id]"):
        heading = section.find(re.compile("^h[1-6]$"), recursive=False)
        if heading is not None:
            heading["id"] = section["id"]
            del section["id"]
    # Only headings may name a place in the results.
    for element in article.select("[id]"):
        if not re.fullmatch("h[1-6]", element.name):
            del element["id"]
    title = soup.title.get_text() if soup.title else ""
    return f'<html lang="vi"><head><title>{title}</title></head><body>{article}</body></html>'


async def _index(html_dir: Path, pages: list[Path]) -> None:
    output = html_dir / FOLDER
    shutil.rmtree(output, ignore_errors=True)
    async with PagefindIndex(IndexConfig(output_path=str(output), force_language="vi")) as index:
        for path in pages:
            content = _page(path)
            if content is not None:
                await index.add_html_file(content=content, source_path=path.relative_to(html_dir).as_posix())


def index(html_dir: Path) -> int:
    """Write html_dir/pagefind for the pages under html_dir/book; return how many there are."""
    html_dir = Path(html_dir).resolve()
    pages = sorted((html_dir / "book").rglob("*.html"))
    if not pages:
        raise FileNotFoundError(f"không có trang nào trong {html_dir / 'book'}: hãy build sách trước")
    # In a thread of its own: the caller may be inside an event loop already (a notebook, Playwright).
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, _index(html_dir, pages)).result()
    for pattern in NOT_PUBLISHED:
        for path in (html_dir / FOLDER).glob(pattern):
            path.unlink()
    return len(pages)
