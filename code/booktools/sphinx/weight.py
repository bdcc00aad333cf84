"""What a page weighs: it loads only what it uses, and files that nothing loads are not published.

The theme's stock page is 850 kB of gzip, 540 kB of it one icon script.
"""

import re
import shutil
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

# Files that our pages do without; those with a pattern stay where the page matches it.
UNUSED = {
    "searchtools.js": None,
    "language_data.js": None,
    "translations.js": None,
    "doctools.js": None,
    "documentation_options.js": None,  # layout.html says the two lines of it that the theme reads
    "sphinx_highlight.js": None,
    "design-tabs.js": r"sd-tab-set",
    "sphinx-design.min.css": r'class="[^"]*\bsd-',
    "exercise.css": None,
    "katex.min.css": r'class="katex',
    "pygments.css": r'class="[^"]*highlight',
    "mystnb": r'class="cell|jupyter',
}
NOT_PUBLISHED = (
    *(name for name, pattern in UNUSED.items() if pattern is None),
    "scripts/fontawesome.js*",
    "scripts/bootstrap.js*",
    "scripts/*.map",
    "styles/*.map",
    "styles/theme.css",
    "vendor",
    "locales",
    "webpack-macros.html",
    "sbt-webpack-macros.html",
    "basic.css",
    "images",
    "file.png",
    "minus.png",
    "plus.png",
    ".gitignore",
)
# Rules of the theme's sheet that only name icons of a font we do not ship (a third of its weight).
ICON_FONT = re.compile(
    r"@font-face\{[^{}]*Awesome[^{}]*\}"
    r"|(?<=[{}/])(?:\.fa(?:[brs]|-[a-z0-9-]+)?(?::before)?,?)+\{[^{}]*\}"
    r"|@keyframes fa-[\w-]+\{(?:[^{}]*\{[^{}]*\})*\}"
)
# The theme measures every block of code and every output when the page has loaded, and again after each
# change of a picture: a second of layout each time on a long page. book.js measures a box when it is drawn.
MEASURED_AT_ONCE = re.compile(r'document\.querySelectorAll\(\["pre",[^\]]*\]\.join\(", "\)\)(?=\.forEach\()')
MEASURED_BY_US = "[/* book.js */]"
# The theme's contents light up the last heading that came into the upper third of the window, and stay there
# when none is in it. way.js asks which section is on the screen.
LIT_BY_HEADINGS = re.compile(
    r'const (\w+)=document\.querySelector\("#pst-page-toc-nav"\);(?=if\(!\1\)return;)'
)
IN_ITS_PLACE = (
    ("đo mọi khối code", MEASURED_AT_ONCE, MEASURED_BY_US),
    ("làm sáng mục lục", LIT_BY_HEADINGS, r"const \1=null/* way.js */;"),
)
# The theme counts a window in pixels; a reader who makes letters twice as big has half the room. An em of a
# media query is the letter that the reader chose.
PIXELS = re.compile(r"(?<=-width:)(\s*)([\d.]+)px(?=\))")


def in_letters(text: str) -> str:
    """The text with the widths of its media queries in em."""
    return PIXELS.sub(lambda width: f"{width[1]}{float(width[2]) / 16:.6g}em", text)


def _is_used(asset: object, body: str) -> bool:
    name = str(getattr(asset, "filename", asset) or "").rpartition("/")[2].partition("?")[0]
    for start, pattern in UNUSED.items():
        if name.startswith(start):
            return pattern is not None and re.search(pattern, body) is not None
    return True


def lighten(app: Sphinx, pagename: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Take from the page the scripts and styles that it does not use, or that stand there twice."""
    body = context.get("body", "")
    for kind in ("css_files", "script_files"):
        kept = {}
        for asset in context[kind]:
            key = (str(getattr(asset, "filename", asset)), getattr(asset, "attributes", {}).get("body"))
            if _is_used(asset, body):
                kept.setdefault(key, asset)
                if kind == "script_files" and asset.filename:
                    asset.attributes["defer"] = "defer"  # no script stands before the first letter
        context[kind] = list(kept.values())


def prune(app: Sphinx, exception: Exception | None) -> None:
    """Delete from the build what no page loads."""
    if exception is not None or app.builder.name != "html":
        return
    static = Path(app.outdir) / "_static"
    for pattern in NOT_PUBLISHED:
        for path in static.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in [*(static / "styles").glob("*.css"), *(static / "scripts").glob("*.js")]:
        path.write_text(in_letters(path.read_text("utf-8")), "utf-8")
    sheet = static / "styles" / "pydata-sphinx-theme.css"
    if sheet.is_file():
        sheet.write_text(ICON_FONT.sub("", sheet.read_text("utf-8")), "utf-8")
    script = static / "scripts" / "pydata-sphinx-theme.js"
    if script.is_file():
        text = script.read_text("utf-8")
        for what, pattern, ours in IN_ITS_PLACE:
            text, count = pattern.subn(ours, text)
            if count != 1:
                raise ExtensionError(
                    f"{script.name}: không thấy chỗ theme {what}; xem booktools.sphinx.weight"
                )
        script.write_text(text, "utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("html-page-context", lighten, priority=900)
    app.connect("build-finished", prune, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
