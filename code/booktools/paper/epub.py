"""`make epub`: EPUB 3 of the built pages, one XHTML file a page, formulas as MathML, checked by epubcheck."""

import io
import os
import shutil
import subprocess
import uuid
from html import escape
from pathlib import Path

from booktools import repository
from booktools.offline.archive import write_entries
from booktools.paper import combine, xhtml
from booktools.paper.contents import choose
from booktools.paper.pages import ANSWERS, Page, read

NAME = "hoc-sau.epub"
DESCRIPTION = (
    "Sách deep learning tiếng Việt: từ linear regression tới mạng convolution, viết từ đầu bằng Python."
)
# The same pages give the same bytes; what changed is told by the identifier's hash, not by a clock.
MODIFIED = "2000-01-01T00:00:00Z"
CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
STYLE = Path(__file__).with_name("epub.css")
_COVER = '<section class="cover" epub:type="cover"><img src="cover.png" alt="Bìa sách Học sâu"/></section>'
NO_CHECKER = (
    "không tìm thấy epubcheck để kiểm tra tệp EPUB (chạy bằng Java).\n"
    "Cài: sudo apt install epubcheck (Debian, Ubuntu) hoặc brew install epubcheck (macOS); "
    "chỉ cần đọc, không cần kiểm tra, thì thôi"
)


def cover() -> bytes:
    import matplotlib.pyplot as plt

    from booktools.art import cover as draw

    figure, buffer = draw(), io.BytesIO()
    figure.savefig(buffer, format="png", dpi="figure", metadata={"Software": None})
    plt.close(figure)
    return buffer.getvalue()


def navigation(pages: list[Page]) -> str:
    """The table of contents: parts, chapters, labs below their chapter, sections of each."""

    def item(page: Page, below: list[Page]) -> str:
        inside = [
            f'<li><a href="{page.name}.xhtml#{target}">{escape(title)}</a></li>'
            for target, title in combine.headings(page)
        ]
        if page.answers:
            inside.append(f'<li><a href="{page.name}.xhtml#loi-giai-va-dap-an">{ANSWERS}</a></li>')
        inside += [item(lab, []) for lab in below]
        more = f"<ol>{''.join(inside)}</ol>" if inside else ""
        return f'<li><a href="{page.name}.xhtml">{escape(page.title)}</a>{more}</li>'

    parts: list[tuple[str, list[str]]] = [("", [])]
    chapters = [k for k, page in enumerate(pages) if page.entry.depth == 0 or k == 0]
    for start, end in zip(chapters, [*chapters[1:], len(pages)], strict=True):
        if pages[start].entry.part:
            parts.append((pages[start].entry.part, []))
        parts[-1][1].append(item(pages[start], pages[start + 1 : end]))
    lines = [
        f"<li><span>{escape(part)}</span><ol>{''.join(items)}</ol></li>" if part else "".join(items)
        for part, items in parts
    ]
    body = f'<nav epub:type="toc" id="toc"><h1>Mục lục</h1><ol>{"".join(lines)}</ol></nav>'
    return xhtml.wrap("Mục lục", body)


def package(files: dict[str, str], pictures: list[str], identifier: str) -> str:
    """The OPF: what is in the book and in which order. `files`: XHTML by name, in reading order."""
    items = [
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
        '<item id="style" href="book.css" media-type="text/css"/>',
        '<item id="cover-image" href="cover.png" media-type="image/png" properties="cover-image"/>',
    ]
    for name, text in files.items():
        kinds = [kind for kind, mark in (("mathml", "<math"), ("svg", "<svg")) if mark in text]
        properties = f' properties="{" ".join(kinds)}"' if kinds else ""
        items.append(
            f'<item id="p-{name}" href="{name}.xhtml" media-type="application/xhtml+xml"{properties}/>'
        )
    items += [
        f'<item id="i-{number}" href="images/{name}" media-type="{xhtml.media_type(name)}"/>'
        for number, name in enumerate(pictures)
    ]
    spine = "".join(
        f'<itemref idref="{name}"/>'
        for name in ["p-cover", "nav", *(f"p-{name}" for name in files if name != "cover")]
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="vi">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">{identifier}</dc:identifier>
<dc:title>{escape(combine.TITLE)}</dc:title>
<dc:language>vi</dc:language>
<dc:creator>{escape(combine.AUTHOR)}</dc:creator>
<dc:description>{escape(DESCRIPTION)}</dc:description>
<dc:rights>CC BY-SA 4.0</dc:rights>
<meta property="dcterms:modified">{MODIFIED}</meta>
<meta name="cover" content="cover-image"/>
</metadata>
<manifest>{"".join(items)}</manifest>
<spine>{spine}</spine>
</package>
"""


def make(root: Path, html: Path, target: Path) -> Path:
    """Write the book built in `html` as EPUB; errors leave an older file as it was."""
    pages = [read(html, entry, drop="katex-html") for entry in choose(root)]
    names = {page.name for page in pages}
    pictures = xhtml.Pictures(html)
    for page in pages:
        xhtml.prepare(page, pictures, names, repository.pages_url())
    contents = navigation(pages)
    files = {"cover": xhtml.wrap(combine.TITLE, _COVER)}
    files |= {page.name: xhtml.document(page) for page in pages}
    drawn = sorted(pictures.files)
    identifier = uuid.uuid5(uuid.NAMESPACE_URL, repository.pages_url()).urn
    entries = [
        ("mimetype", b"application/epub+zip", False),  # first and not packed: so readers know it
        ("META-INF/container.xml", CONTAINER.encode(), True),
        ("OEBPS/content.opf", package(files, drawn, identifier).encode(), True),
        ("OEBPS/nav.xhtml", contents.encode(), True),
        ("OEBPS/book.css", STYLE.read_bytes(), True),
        ("OEBPS/cover.png", cover(), False),
    ]
    entries += [(f"OEBPS/{name}.xhtml", text.encode(), True) for name, text in files.items()]
    entries += [(f"OEBPS/images/{name}", pictures.files[name], name.endswith(".svg")) for name in drawn]
    target.parent.mkdir(parents=True, exist_ok=True)
    return write_entries(target, entries)


def checker() -> list[str] | None:
    """The command that runs epubcheck; None where it or Java is missing."""
    java = shutil.which("java")
    jar = next((path for path in ("/usr/share/java/epubcheck.jar",) if Path(path).is_file()), None)
    if java and jar:  # Debian's /usr/bin/epubcheck is this very jar, which not every kernel can run
        return [java, "-jar", jar]
    program = shutil.which("epubcheck")
    return [program] if program and java else None


def check(path: Path) -> list[str]:
    """Complaints of epubcheck about the file, warnings included; FileNotFoundError when there is none."""
    command = checker()
    if command is None:
        raise FileNotFoundError(NO_CHECKER)
    done = subprocess.run([*command, "--failonwarnings", str(path)], capture_output=True, text=True)
    lines = (done.stdout + done.stderr).splitlines()
    found = [line for line in lines if line.startswith(("ERROR", "WARNING", "FATAL"))]
    if done.returncode and not found:
        found = lines or [f"epubcheck dừng với mã {done.returncode}"]
    return found


def run(root: Path, strict: bool = False, built: bool = False) -> int:
    """Build the book unless it is `built`, write the EPUB, check it; `strict`: no epubcheck is a failure."""
    from booktools.build import build

    strict = strict or os.environ.get("HOCSAU_REQUIRE_EPUBCHECK") == "1"
    if strict and checker() is None:
        raise FileNotFoundError(NO_CHECKER)
    if code := 0 if built else build(root):
        return code
    target = make(root, root / "_build" / "html", root / "_build" / NAME)
    print(f"EPUB: {target} ({target.stat().st_size / 1e6:.1f} MB)")
    if checker() is None:
        print(f"Chưa kiểm tra: {NO_CHECKER}.")
        return 0
    complaints = check(target)
    for line in complaints[:40]:
        print(line)
    print(f"epubcheck: {len(complaints)} lỗi." if complaints else "epubcheck: không lỗi, không cảnh báo.")
    return 1 if complaints else 0
