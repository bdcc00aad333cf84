"""One HTML document of many pages, for printing: unique names, links inside it, the answers at the end."""

from html import escape
from pathlib import Path
from posixpath import normpath
from urllib.parse import quote, unquote

from booktools.paper.pages import ANSWERS, Page, links

STYLE = Path(__file__).with_name("print.css")
TITLE, AUTHOR = "Học sâu — sách tương tác", "Nhóm Học sâu"
NO_CODE = "Code vẽ hình, mà trang gấp lại, thì không in ở đây: nó ở trên trang, và trong notebook."


def anchor(name: str, fragment: str = "") -> str:
    return f"{name}--{fragment}" if fragment else name


def localise(page: Page, names: set[str], site: str, html: Path) -> None:
    """Make ids, links and pictures of a page hold in a document of many pages.

    Links to pages that are not in it go to the book on the web (`site`).
    """
    tags = [page.article, *page.answers]
    folder = page.entry.docname.rpartition("/")[0]
    for tag in tags:
        for element in [tag, *tag.find_all(id=True)]:
            if element.get("id"):
                element["id"] = anchor(page.name, element["id"])
        for image in tag.find_all("img", src=True):
            if not image["src"].startswith("data:"):
                image["src"] = (html / normpath(f"{folder}/{unquote(image['src'])}")).as_uri()
            for name in ("loading", "decoding"):
                image.attrs.pop(name, None)
    for a, href in links(tags):
        address, _, fragment = href.partition("#")
        target = normpath(f"{folder}/{unquote(address)}") if address else f"{page.entry.docname}.html"
        name = target.rpartition("/")[2].removesuffix(".html")
        if name in names and target.endswith(".html"):
            a["href"] = f"#{anchor(name, unquote(fragment))}"
        else:
            a["href"] = site + quote(target) + (f"#{fragment}" if fragment else "")


def headings(page: Page) -> list[tuple[str, str]]:
    """The page's numbered sections: (anchor, title)."""
    found = []
    for heading in page.article.select("h2"):
        section = heading.find_parent("section")
        if section is not None and section.get("id"):
            found.append((section["id"], " ".join(heading.get_text().split())))
    return found


def contents_list(pages: list[Page], numbers: dict[str, int]) -> str:
    """The table of contents; page numbers where they are known."""

    def line(target: str, title: str, depth: int) -> str:
        number = numbers.get(target, "")
        return (
            f'<li class="depth-{depth}"><a href="#{target}"><span>{escape(title)}</span>'
            f'<span class="dots"></span><span class="number">{number}</span></a></li>'
        )

    lines = []
    for page in pages:
        if page.entry.part:
            lines.append(f'<li class="part">{escape(page.entry.part)}</li>')
        lines.append(line(page.name, page.title, page.entry.depth))
        lines += [line(target, title, page.entry.depth + 1) for target, title in headings(page)]
    if any(page.answers for page in pages):
        lines.append(line("phu-luc", f"Phụ lục: {ANSWERS.lower()}", 0))
    return f'<nav class="contents"><h1>Mục lục</h1><ol>{"".join(lines)}</ol></nav>'


def document(
    pages: list[Page], html: Path, site: str, numbers: dict[str, int] | None = None, title: str = TITLE
) -> str:
    """The whole document; its pages must have been localised."""
    body = "\n".join(_chapter(page) for page in pages)
    answers = "\n".join(_answers(page) for page in pages if page.answers)
    if answers:
        answers = (
            f'<section id="phu-luc" class="chapter"><h1>Phụ lục: {ANSWERS.lower()}</h1>{answers}</section>'
        )
    static = (html / "_static").as_uri()
    sheets = "".join(
        f'<link rel="stylesheet" href="{static}/{name}">' for name in ("katex/katex.min.css", "pygments.css")
    )
    return f"""<!DOCTYPE html>
<html lang="vi" data-theme="light">
<head><meta charset="utf-8"><title>{escape(title)}</title><meta name="author" content="{AUTHOR}">
{sheets}<style>{STYLE.read_text("utf-8")}</style></head>
<body>
<header class="cover"><img src="{static}/favicon.svg" alt=""><p class="cover-title">{escape(title)}</p>
<p>{AUTHOR}</p>
<p class="cover-note">Bản in của {escape(site)}<br>{NO_CODE}<br>
Văn bản và hình: CC BY-SA 4.0. Mã: MIT.</p></header>
{contents_list(pages, numbers or {})}
{body}
{answers}
</body></html>
"""


def _chapter(page: Page) -> str:
    part = f'<p class="part-title">{escape(page.entry.part)}</p>' if page.entry.part else ""
    return f'<section class="chapter" id="{page.name}">{part}{page.article}</section>'


def _answers(page: Page) -> str:
    boxes = "\n".join(map(str, page.answers))
    return f'<section class="answers"><h2>{escape(page.title)}</h2>{boxes}</section>'


def used_anchors(pages: list[Page]) -> list[str]:
    """What the table of contents points to."""
    targets = [target for page in pages for target in [page.name, *(name for name, _ in headings(page))]]
    return [*targets, "phu-luc"] if any(page.answers for page in pages) else targets
