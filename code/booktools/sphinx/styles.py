"""The book's style sheet: a file a concept for whoever writes (book/styles), one file for whoever reads.

A browser draws nothing before it has the sheet, so a build joins the parts, in this order, without comments.
"""

from collections.abc import Iterable
from pathlib import Path

from sphinx.application import Sphinx

from booktools.sphinx.purge import without_comments

FOLDER = "book/styles"
SHEET = "book.css"
PARTS = (
    "letters",
    "colours",
    "text",
    "reference",
    "frame",
    "boxes",
    "code",
    "pictures",
    "tables",
    "formulas",
    "map",
    "search",
    "screens",
    "progress",
)


def joined(sheets: Iterable[Path]) -> str:
    """The sheets as one, as the browser reads it."""
    return without_comments("".join(path.read_text(encoding="utf-8") for path in sheets))


def publish(app: Sphinx) -> None:
    if app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    static.mkdir(parents=True, exist_ok=True)
    text = joined(Path(app.srcdir) / FOLDER / f"{name}.css" for name in PARTS)
    (static / SHEET).write_text(text, encoding="utf-8", newline="\n")


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("builder-inited", publish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
