"""A page as the XHTML that e-readers take: MathML for the formulas, PNG for what some of them cannot draw."""

import io
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from posixpath import normpath
from urllib.parse import quote, unquote

from bs4 import Tag
from PIL import Image

from booktools.paper.pages import Page, answers_section, links

# Attributes of the pages' own scripts and of old HTML, which XHTML does not have.
_DROPPED = (
    "loading",
    "decoding",
    "border",
    "align",
    "valign",
    "nowrap",
    "scope",
    "tabindex",
    "frame",
    "rules",
)
_PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
             ".svg": "image/svg+xml"}  # fmt: skip
# HTML's parser gives lower case; SVG's names have capitals.
_SVG_NAMES = {name.lower(): name for name in ("viewBox", "preserveAspectRatio", "gradientUnits", "clipPath",
              "linearGradient", "textLength", "markerWidth", "markerHeight", "refX", "refY")}  # fmt: skip


def media_type(name: str) -> str:
    return _PICTURES[name[name.rindex(".") :]]


class Pictures:
    """The pictures that the pages use: name in the book -> content."""

    def __init__(self, html: Path) -> None:
        self.html = html
        self.files: dict[str, bytes] = {}

    def take(self, source: str, folder: str) -> str:
        """Take in the picture that a page of `folder` shows; return its name in the book."""
        path = self.html / normpath(f"{folder}/{unquote(source)}")
        if not path.is_file():
            raise FileNotFoundError(f"thiếu hình {path}")
        # EPUB readers of today know WebP, those of a few years ago do not.
        name = path.name if path.suffix.lower() in _PICTURES else f"{path.stem}.png"
        if name not in self.files:
            content = path.read_bytes()
            if name.endswith(".svg"):
                content = _clean_svg(content)
            elif name != path.name:
                with Image.open(path) as picture:
                    buffer = io.BytesIO()
                    picture.save(buffer, "PNG", optimize=True)
                    content = buffer.getvalue()
            self.files[name] = content
        return f"images/{name}"


def _clean_svg(content: bytes) -> bytes:
    """An SVG that is valid by itself.

    Without the doctype and the RDF about the program that drew it, ids that stand twice (the first one stays:
    what refers to it still finds it) and ids that are no XML name; every path says what it draws, if only
    nothing.
    """
    text = content.decode("utf-8")
    text = re.sub(r"<!DOCTYPE[^>]*>|<metadata>.*?</metadata>", "", text, flags=re.S)
    text = re.sub(r"<path(?![^>]*\sd=)([^>]*)/>", r'<path d="M0 0"\1/>', text)  # a space among the letters
    seen: set[str] = set()

    def once(match: re.Match) -> str:
        if match[1] in seen or not re.fullmatch(r"[^\W\d][\w.-]*", match[1]):
            return ""
        seen.add(match[1])
        return match[0]

    return re.sub(r'\sid="([^"]*)"', once, text).encode("utf-8")


def _maths(tag: Tag) -> None:
    """Keep the MathML of each formula, with its LaTeX as the words for readers that cannot draw it."""
    for formula in tag.find_all("span", class_="katex"):
        maths = formula.find("math")
        annotation = maths.find("annotation")
        if annotation is not None:
            maths["alttext"] = " ".join(annotation.get_text().split())
            annotation.decompose()
        semantics = maths.find("semantics")
        if semantics is not None:
            semantics.unwrap()
        if formula.find_parent(class_="katex-display") is not None:
            maths["display"] = "block"
        formula.replace_with(maths)
    for wrapper in tag.select(".katex-display, .katex-error"):
        wrapper.unwrap()


def _attributes(tag: Tag) -> Iterator[Tag]:
    for element in [tag, *tag.find_all(True)]:
        in_maths = element.name == "math" or element.find_parent("math") is not None
        for name in list(element.attrs):
            if in_maths and not element[name]:
                del element[name]  # KaTeX writes columnspacing="" for a matrix of one column
            elif name.startswith(("data-", "aria-")) or (name in _DROPPED and not in_maths):
                del element[name]
            elif name == "role" and element.name not in ("a",):
                del element[name]
            elif name in ("width", "height") and element.name in ("table", "td", "th", "col"):
                del element[name]
            elif name in ("id", "name") and " " in str(element[name]):
                element[name] = str(element[name]).replace(" ", "-")
        if element.name == "svg":
            element["xmlns"] = "http://www.w3.org/2000/svg"
        if element.name in _SVG_NAMES:
            element.name = _SVG_NAMES[element.name]
        for name in [name for name in element.attrs if name in _SVG_NAMES]:
            element[_SVG_NAMES[name]] = element.attrs.pop(name)
        yield element


def prepare(page: Page, pictures: Pictures, names: set[str], site: str) -> None:
    """Bring article and answers of a page to XHTML; links to what is not in the book go to the web."""
    folder = page.entry.docname.rpartition("/")[0]
    tags = [page.article, *page.answers]
    ids = {element["id"] for tag in tags for element in [tag, *tag.find_all(id=True)] if element.get("id")}
    for a, href in links(tags):
        address, _, fragment = href.partition("#")
        target = normpath(f"{folder}/{unquote(address)}") if address else ""
        name = target.rpartition("/")[2].removesuffix(".html")
        if not target:
            if unquote(fragment) not in ids:
                a.unwrap()
        elif name in names and target.endswith(".html"):
            a["href"] = f"{name}.xhtml" + (f"#{fragment}" if fragment else "")
        else:
            a["href"] = site + quote(target) + (f"#{fragment}" if fragment else "")
    for tag in tags:
        _maths(tag)
        for image in tag.find_all("img", src=True):
            if not image["src"].startswith("data:"):
                image["src"] = pictures.take(image["src"], folder)
            image["alt"] = image.get("alt", "")
        for old in tag.select("tt, center, font, big"):
            old.name = "code" if old.name == "tt" else "span"
        for _ in _attributes(tag):
            pass


def document(page: Page) -> str:
    """The whole XHTML file; `prepare` comes first."""
    answers = answers_section(page)
    part = f'<p class="part-title">{escape(page.entry.part)}</p>' if page.entry.part else ""
    page.article.name = "section"
    return wrap(page.title, f"{part}{_xml(page.article)}{_xml(answers) if answers else ''}")


def wrap(title: str, body: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="vi" '
        f'xml:lang="vi">\n<head><meta charset="utf-8"/><title>{escape(title)}</title>'
        f'<link rel="stylesheet" type="text/css" href="book.css"/></head>\n<body>{body}</body>\n</html>\n'
    )


def _xml(tag: Tag) -> str:
    # Control characters (a terminal's colours in an output) have no place in XML.
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", tag.decode(formatter="minimal"))
