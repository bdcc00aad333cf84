"""What the renderers ask about the page at hand: numbers, links, pictures."""

import base64
import mimetypes
import re
from pathlib import Path
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx

from booktools import repository
from booktools.export.errors import ExportError, where
from booktools.export.headings import Anchors
from booktools.export.numbers import Numbers

EMBED_LIMIT = 256 * 1024  # bytes; a bigger picture is linked from the repository


class Page(Numbers):
    """One resolved page on its way to a notebook."""

    def __init__(self, app: Sphinx, docname: str, doctree: nodes.document) -> None:
        super().__init__(app, docname)
        self.doctree = doctree
        self.root = Path(app.srcdir)
        self.name = docname.rsplit("/", 1)[-1]
        self.anchors = Anchors(doctree, self)

    def error(self, node: nodes.Node, message: str) -> ExportError:
        return ExportError(f"{where(node, self.root)}: {message}")

    def html(self) -> str:
        return page_url(self.root, self.docname)

    def colab(self) -> str:
        return repository.colab(self.name, self.root)

    def picture(self, node: nodes.image) -> str:
        """A picture's address: itself, as data, so that a notebook needs no other file and no network."""
        candidates = node.get("candidates", {})
        uri = candidates.get("*") or next(iter(candidates.values()), node["uri"])
        if re.match(r"[a-z]+:", uri):
            return uri
        path = self.root / uri
        if not path.is_file():
            raise self.error(node, f"không thấy hình {uri}")
        content = path.read_bytes()
        kind = mimetypes.guess_type(path.name)[0]
        if len(content) > EMBED_LIMIT or not kind:
            return repository.raw(uri, self.root)
        return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


def page_url(root: Path, docname: str) -> str:
    """The published HTML page."""
    return f"{repository.pages_url(root)}{quote(docname)}.html"
