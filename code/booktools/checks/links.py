"""Links of the built pages: nothing dead inside the book, nothing fetched from anybody else.

    check_site(folder) -> list[Problem]      # folder: _build/html; files are named relative to it

A reader may open the pages from a web host under any path, or as files: so an address starting with / is
wrong too. Links that the reader clicks (<a href="https://…">) may go anywhere; what a page loads by itself
may not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from booktools.source.problem import Problem

# Attributes whose address the browser fetches by itself; <link> depends on its rel.
LOADS = {
    ("audio", "src"), ("embed", "src"), ("iframe", "src"), ("img", "src"), ("input", "src"),
    ("object", "data"), ("script", "src"), ("source", "src"), ("track", "src"), ("video", "src"),
    ("video", "poster"),
    ("image", "href"), ("image", "xlink:href"), ("use", "href"), ("use", "xlink:href"),
}  # fmt: skip
LINK_LOADS = {
    *("stylesheet", "icon", "apple-touch-icon", "manifest", "preload", "prefetch", "modulepreload"),
    *("preconnect", "dns-prefetch", "mask-icon"),
}
CLICKS = {("a", "href"), ("area", "href"), ("form", "action")}
CSS_URL = re.compile(
    r"""url\(\s*(?P<quote>['"]?)(?P<url>.*?)(?P=quote)\s*\)|@import\s+['"](?P<import>[^'"]+)"""
)
REFRESH = re.compile(r"^\s*\d+\s*;\s*url\s*=\s*['\"]?(?P<url>[^'\"]*)", re.IGNORECASE)
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True)
class Link:
    """An address in a page: where it stands and whether the browser fetches it by itself."""

    url: str
    line: int
    loaded: bool


@dataclass
class Page:
    """What a page offers (ids) and what it wants (links)."""

    ids: set[str] = field(default_factory=set)
    links: list[Link] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self.in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        line = self.getpos()[0]
        self.in_style = tag == "style"
        self.page.ids |= {values[name] for name in ("id", "name") if values.get(name)}
        refresh = REFRESH.match(values.get("content", "")) if "http-equiv" in values else None
        if tag == "meta" and refresh:
            self._add(refresh["url"], line, loaded=True)
        for name, value in values.items():
            if name == "srcset":
                for candidate in value.split(","):
                    self._add(candidate.split()[0] if candidate.split() else "", line, loaded=True)
            elif name == "style":
                self._style(value, line)
            elif (tag, name) in LOADS or (tag, name) == ("link", "href") and self._fetched(values):
                self._add(value, line, loaded=True)
            elif (tag, name) in CLICKS or (tag, name) == ("link", "href"):
                self._add(value, line, loaded=False)

    handle_startendtag = handle_starttag

    def handle_data(self, data: str) -> None:
        if self.in_style:
            self._style(data, self.getpos()[0])

    def handle_endtag(self, tag: str) -> None:
        self.in_style = False

    def _fetched(self, values: dict[str, str]) -> bool:
        return bool(LINK_LOADS & set(values.get("rel", "").lower().split()))

    def _style(self, css: str, line: int) -> None:
        for url, offset in css_urls(css):
            self._add(url, line + offset, loaded=True)

    def _add(self, url: str, line: int, loaded: bool) -> None:
        self.page.links.append(Link(url.strip(), line, loaded))


def read_page(html: str) -> Page:
    """Ids and links of a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page


def css_urls(css: str) -> Iterator[tuple[str, int]]:
    """Addresses in a style sheet, each with its line (from 0)."""
    bare = CSS_COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), css)
    for match in CSS_URL.finditer(bare):
        yield match["url"] or match["import"] or "", bare.count("\n", 0, match.start())


def check_site(folder: Path) -> list[Problem]:
    """Dead links inside the built book, and whatever it loads from elsewhere."""
    folder = Path(folder)
    if not (folder / "index.html").is_file():
        return [Problem(str(folder), 0, "chưa có sách ở đây: không thấy index.html")]
    # Files of _static are whole pages only in the theme's own tests of itself.
    pages = {
        path.relative_to(folder).as_posix(): read_page(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.html"))
        if "_static" not in path.relative_to(folder).parts
    }
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    site = _Site(pages, files)
    problems = {
        problem for name, page in pages.items() for link in page.links for problem in site.check(name, link)
    }
    for name in sorted(file for file in files if file.endswith(".css")):
        for url, line in css_urls((folder / name).read_text(encoding="utf-8")):
            problems |= set(site.check(name, Link(url, line + 1, loaded=True)))
    return sorted(problems)


@dataclass(frozen=True)
class _Site:
    pages: dict[str, Page]
    files: set[str]

    def check(self, name: str, link: Link) -> Iterator[Problem]:
        url = urlsplit(link.url)
        if url.scheme in ("http", "https") or url.netloc:
            if link.loaded:
                yield Problem(name, link.line, f"trang tải từ nơi khác: {link.url}")
            return
        if url.scheme in ("data", "blob", "mailto", "tel"):
            return
        if url.scheme:
            yield Problem(name, link.line, f"địa chỉ lạ: {link.url}")
        elif not link.url:
            yield Problem(name, link.line, "địa chỉ để trống")
        elif url.path.startswith("/"):
            yield Problem(
                name, link.line, f"địa chỉ bắt đầu bằng / hỏng khi sách nằm trong thư mục con: {link.url}"
            )
        else:
            yield from self._inside(name, link, unquote(url.path), unquote(url.fragment))

    def _inside(self, name: str, link: Link, path: str, fragment: str) -> Iterator[Problem]:
        target = normpath(join(dirname(name), path)) if path else name
        if path.endswith("/") or target == ".":
            target = normpath(join(target, "index.html"))
        if target not in self.files:
            yield Problem(name, link.line, f"không có tệp này: {link.url}")
        elif fragment and target in self.pages and fragment not in self.pages[target].ids | {"top"}:
            yield Problem(name, link.line, f"trang {target} không có chỗ #{fragment}")
