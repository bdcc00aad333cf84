"""The one error of the export, and where in the source a node comes from."""

from pathlib import Path

from docutils import nodes


class ExportError(ValueError):
    """A page that cannot become a notebook; the message is Vietnamese and names file and line."""


def where(node: nodes.Node, root: Path) -> str:
    """`book/ch03_x.md:12` for a node: the nearest ancestor that knows its line."""
    source, line = None, None
    current: nodes.Node | None = node
    while current is not None and (source is None or line is None):
        source = source or getattr(current, "source", None)
        line = line or getattr(current, "line", None)
        current = current.parent
    path = Path(source) if source else Path("?")
    shown = path.relative_to(root) if path.is_relative_to(root) else path
    return f"{shown.as_posix()}:{line or 1}"
