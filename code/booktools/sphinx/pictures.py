"""Pictures say their size and come when the reader nears them: a lighter page that does not jump."""

import re
from functools import lru_cache
from pathlib import Path

from docutils import nodes
from PIL import Image, UnidentifiedImageError
from sphinx.application import Sphinx

TAG = re.compile(
    r'<img\b(?![^>]*\bloading=)(?P<before>[^>]*?\bsrc="[^"]*_images/(?P<name>[^"/]+)")(?P<after>[^>]*)>'
)
LENGTH = re.compile(r'<svg\b[^>]*?\swidth="([\d.]+)(pt|px)?"[^>]*?\sheight="([\d.]+)(?:pt|px)?"', re.S)
CSS_DPI = 96
PIXELS_OF = {"pt": 4 / 3, "px": 1, None: 1}


@lru_cache(maxsize=1024)
def size(path: Path) -> tuple[int, int] | None:
    """Width and height in CSS pixels; None for a file that is no picture we know."""
    try:
        if path.suffix == ".svg":
            match = LENGTH.search(path.read_text("utf-8")[:4000])
            if match is None:
                return None
            scale = PIXELS_OF[match[2]]
            return round(float(match[1]) * scale), round(float(match[3]) * scale)
        with Image.open(path) as picture:
            # A screenshot for sharp screens says 192 points an inch: two of its points make one CSS pixel.
            scale = max(1, round(picture.info.get("dpi", (CSS_DPI, 0))[0] / CSS_DPI))
            return picture.width // scale, picture.height // scale
    except (OSError, UnidentifiedImageError):
        return None


def prepare(app: Sphinx, pagename: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    sources = {name: Path(app.srcdir) / source for source, name in getattr(app.builder, "images", {}).items()}

    def mend(match: re.Match) -> str:
        attributes = ' loading="lazy" decoding="async"'
        own = re.search(r'\b(width|height|style)="', match["before"] + match["after"])
        found = size(sources[match["name"]]) if match["name"] in sources and not own else None
        if found:
            attributes += f' width="{found[0]}" height="{found[1]}"'
        return f"<img{match['before']}{attributes}{match['after']}>"

    if "body" in context:
        context["body"] = TAG.sub(mend, context["body"])


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("html-page-context", prepare)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
