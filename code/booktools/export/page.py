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

EMBED_LIMIT = 256 * 1024  # bytes; a bigger picture is linked from the repository


class Page:
    """One resolved page on its way to a notebook."""

    def __init__(self, app: Sphinx, docname: str, doctree: nodes.document) -> None:
        self.app = app
        self.env = app.env
        self.docname = docname
        self.doctree = doctree
        self.root = Path(app.srcdir)
        self.name = docname.rsplit("/", 1)[-1]
        self.anchors = Anchors(self)

    def error(self, node: nodes.Node, message: str) -> ExportError:
        return ExportError(f"{where(node, self.root)}: {message}")

    # Numbers are Sphinx's own, so that a notebook and the HTML page always agree.

    def number(self, kind: str, node: nodes.Element) -> str:
        """`3.1` for a numbered figure, table or equation; empty when it has none."""
        numbers = self.env.toc_fignumbers.get(self.docname, {}).get(kind, {})
        return next((".".join(map(str, numbers[i])) for i in node["ids"] if i in numbers), "")

    def caption_number(self, kind: str, node: nodes.Element) -> str:
        """`Hình 3.1` in the words of numfig_format; empty when it has no number."""
        number = self.number(kind, node)
        return self.app.config.numfig_format[kind] % number if number else ""

    def section_number(self, section: nodes.section) -> str:
        """The number in front of a section's title, with what follows it: `3.3.2. `."""
        numbers = self.env.toc_secnumbers.get(self.docname, {})
        keys = [f"#{target}" for target in section["ids"]]
        if isinstance(section.parent, nodes.document):
            keys.append("")
        number = next((numbers[key] for key in keys if numbers.get(key)), None)
        return ".".join(map(str, number)) + self.app.config.html_secnumber_suffix if number else ""

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
