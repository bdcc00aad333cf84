"""The search index of the built book: Pagefind reads the HTML and writes a few small files beside it.

For pages opened from disk there is a second index, one plain script (booktools.offline.plain_index). Both
are asked by way of the map of the book (booktools.search_map), which orders what they find.
"""

import asyncio
import gzip
import json
import re
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from html import escape, unescape
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from pagefind.index import IndexConfig
from pagefind.service import PagefindService

from booktools import markup, search_map
from booktools.offline import plain_index

FOLDER = "pagefind"
# Not text to be found: numbers printed by code, formulas on lines of their own, folded code, buttons.
IGNORED = (
    ".headerlink, .cell_output, .book-actions, .exercise-done, .math-scroll, details.hide, script, style"
)
# Pages that lead on to others and say nothing of their own.
NOT_FOUND = {"index", "progress", "concept_map"}
# Before the code of a part, which stands behind its text, and before each of its lines, for excerpts.
CODE, LINE = "\u2328", "\u23ce"  # search-show.js reads them
_HEADING = re.compile("h[1-6]")
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
# Pagefind's own search boxes; ours (book/_static/search.js) needs none of them.
NOT_PUBLISHED = ("*ui*", "*highlight*")


def _code_behind_text(found: Tag) -> None:
    """Move the code of each part of an article behind its text."""
    lines: list[str] = []

    def behind() -> Tag:
        block = BeautifulSoup("", "html.parser").new_tag("p")
        block.string = " ".join([f" {CODE}", *(f"{LINE} {line}" for line in lines), ""])
        lines.clear()
        return block

    for element in found.find_all([_HEADING, "pre"]):
        if element.name == "pre":
            lines += filter(None, map(str.strip, element.get_text().splitlines()))
            element.decompose()
        elif element.get("id") and lines:
            element.insert_before(behind())
    if lines:
        found.append(behind())


def article(path: Path) -> tuple[str, Tag] | None:
    """The title and the searchable article of a built page, each section's id on its heading."""
    text = path.read_text("utf-8")
    source = markup.article(text)
    if source is None:
        return None
    source = markup.as_words(markup.without_spans(source, "katex-html"))
    found = BeautifulSoup(source, "html.parser").article
    title = _TITLE.search(text)
    for element in found.select(IGNORED):
        element.decompose()
    for section in found.select("section[id]"):
        heading = section.find(_HEADING, recursive=False)
        if heading is not None:
            heading["id"] = section["id"]
            del section["id"]
    search_map.entries_as_headings(found)
    # Only headings may name a place in the results.
    for element in found.select("[id]"):
        if not _HEADING.fullmatch(element.name):
            del element["id"]
    _code_behind_text(found)
    return unescape(title.group(1)) if title else "", found


def _html(title: str, content: Tag) -> str:
    """What Pagefind is given of a page."""
    return f'<html lang="vi"><head><title>{escape(title)}</title></head><body>{content}</body></html>'


def _whole(path: Path) -> bool:
    """Whether a file of Pagefind's is written to its end."""
    content = path.read_bytes()
    try:
        if content.startswith(b"\x1f\x8b"):
            gzip.decompress(content)
        elif path.suffix == ".json":
            json.loads(content)
    except (EOFError, ValueError):
        return False
    return bool(content)


async def _until_written(folder: Path, patience: float = 60) -> None:
    """Pagefind answers while its last files are still empty, and what it has not written when it is sent away
    stays so: wait until every file is whole and none grows."""
    until, before = time.monotonic() + patience, None
    while True:
        files = {path: path.stat().st_size for path in folder.rglob("*") if path.is_file()}
        if files and files == before and all(map(_whole, files)):
            return
        if time.monotonic() > until:
            begun = next((path for path in files if not _whole(path)), folder)
            raise RuntimeError(f"Pagefind viết dở {begun.name}; hãy dựng lại")
        before = files
        await asyncio.sleep(0.1)


async def _index(html_dir: Path, pages: list[Path]) -> tuple[list[plain_index.Page], list[dict]]:
    """Let Pagefind index the pages; return them as the plain index has them, and the glossary's entries."""
    output = html_dir / FOLDER
    shutil.rmtree(output, ignore_errors=True)
    plain, entries = [], []
    async with PagefindService() as service:
        index = await service.create_index(IndexConfig(force_language="vi"))
        for path in pages:
            found = article(path)
            if found is None:
                continue
            address = path.relative_to(html_dir).as_posix()
            await index.add_html_file(content=_html(*found), source_path=address)
            plain.append(plain_index.page(address, found[1]))
            entries += search_map.names(found[1], path.name)
        await index.write_files(output_path=str(output))
        await _until_written(output)
    return plain, entries


def pages_of(html_dir: Path) -> list[Path]:
    """The pages to be searched."""
    pages = sorted(path for path in (html_dir / "book").rglob("*.html") if path.stem not in NOT_FOUND)
    if not pages:
        raise FileNotFoundError(f"không có trang nào trong {html_dir / 'book'}: hãy build sách trước")
    return pages


def index(html_dir: Path) -> int:
    """Write the indexes of the pages under html_dir/book and the map; return how many pages there are."""
    html_dir = Path(html_dir).resolve()
    pages = pages_of(html_dir)
    # In a thread of its own: the caller may be inside an event loop already (a notebook, Playwright).
    with ThreadPoolExecutor(1) as pool:
        plain, entries = pool.submit(asyncio.run, _index(html_dir, pages)).result()
    plain_index.write(html_dir, plain)
    texts = {address: (html_dir / address).read_text("utf-8") for address, _, _ in plain}
    labelled = {address: search_map.labels(text) for address, text in texts.items()}
    fragments = search_map.fragments(html_dir / FOLDER)
    search_map.write(html_dir, search_map.build(plain, entries, labelled, fragments))
    for pattern in NOT_PUBLISHED:
        for path in (html_dir / FOLDER).glob(pattern):
            path.unlink()
    return len(pages)
