"""What preview.js shows beside a link: the glossary's meanings, and formulas that another page names.

They stand in previews.js at the root of the site, a classic script (it works from disk too) that is loaded
when a reader first asks for one of them:

    HOCSAU_PREVIEWS = [[["book/glossary.html#term-a", …], "a, b", "<p>…</p>"], …]

A page's own formulas and the titles of its sources are in the page.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from posixpath import dirname, join, normpath

from docutils import nodes
from sphinx.application import Sphinx

NAME = "previews.js"
LINKS = re.compile(r'<a class="reference internal" href="[^"]*#(?:term|equation)-|class="bibtex-citation"')
ENTRY = re.compile(r'<div class="glossary-entry">(?P<names>.*?)<dd>\s*<p>(?P<meaning>.*?)</p>', re.DOTALL)
TERM = re.compile(r'<dt id="(?P<id>[^"]*)">(?P<name>.*?)(?:<a class="headerlink"|</dt>)', re.DOTALL)
ELSEWHERE = re.compile(r'href="(?P<page>[^"#:]+)#(?P<id>equation-[^"]+)"')
FORMULA = (
    r'id="{}"[^>]*>\s*<div class="math-scroll">(?P<body>.*?)</div><span class="eqno">(?P<number>\([^)]*\))'
)
TAG = re.compile(r"<[^>]*>")

Preview = tuple[list[str], str, str]  # addresses, name, HTML


def meanings(page: str, text: str) -> Iterator[Preview]:
    """The glossary's entries of a page: its first paragraph is what a term means."""
    for entry in ENTRY.finditer(text):
        terms = list(TERM.finditer(entry["names"]))
        names = [html.unescape(TAG.sub("", term["name"])) for term in terms]
        yield [f"{page}#{term['id']}" for term in terms], " · ".join(names), f"<p>{entry['meaning']}</p>"


def named_elsewhere(page: str, text: str) -> set[tuple[str, str]]:
    """(page, id) of the formulas of other pages that a page names."""
    return {(normpath(join(dirname(page), link["page"])), link["id"]) for link in ELSEWHERE.finditer(text)}


def formulas(page: str, text: str, ids: Iterable[str]) -> Iterator[Preview]:
    """Those formulas of a page."""
    for name in sorted(ids):
        if found := re.search(FORMULA.format(re.escape(name)), text, re.DOTALL):
            yield [f"{page}#{name}"], found["number"], found["body"]


def of_pages(pages: dict[str, str]) -> list[Preview]:
    """Everything that links of these pages (their HTML by address) may ask for."""
    wanted: set[tuple[str, str]] = set()
    for page, text in pages.items():
        wanted |= named_elsewhere(page, text)
    found: list[Preview] = []
    for page, text in sorted(pages.items()):
        found += meanings(page, text)
        found += formulas(page, text, (name for target, name in wanted if target == page))
    return found


def add_files(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    if doctree is not None and LINKS.search(context.get("body", "")):
        app.add_css_file("preview.css", priority=805)
        app.add_js_file("preview.js", loading_method="defer")


def write(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or app.builder.name != "html":
        return
    pages = {}
    for docname in app.env.found_docs:
        path = Path(app.builder.get_outfilename(docname))
        if path.is_file():
            pages[app.builder.get_target_uri(docname)] = path.read_text(encoding="utf-8")
    data = json.dumps(of_pages(pages), ensure_ascii=False, separators=(",", ":"))
    (Path(app.outdir) / NAME).write_text(f"HOCSAU_PREVIEWS={data};\n", encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("html-page-context", add_files, priority=850)
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
