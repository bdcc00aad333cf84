"""The Sphinx builder behind the export: pages with code cells become notebooks without outputs.

Why a builder and not a pass over the Markdown source: Sphinx then resolves every reference, number, citation
and directive as it does for the HTML page, and nothing of it is written twice. sphinx-tojupyter is a builder
too, but leaves numbers as text, swaps parts of exercises and passes over what it does not know.
"""

from collections.abc import Iterator
from pathlib import Path

import nbformat
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.errors import SphinxError

from booktools.export.errors import ExportError
from booktools.export.notebook import has_code, notebook
from booktools.export.page import Page, page_url
from booktools.export.parser import CellParser

NAME = "hocsau-notebook"


class ExportFailed(SphinxError):
    category = "Không xuất được notebook"


class NotebookBuilder(Builder):
    name = NAME
    format = "notebook"
    epilog = ""

    def init(self) -> None:
        self.pages: dict[str, str] = {}

    def get_outdated_docs(self) -> Iterator[str]:
        # Links and numbers come from everywhere: writing all pages again is cheap, reading them is not.
        yield from sorted(self.env.found_docs)

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return page_url(Path(self.app.srcdir), docname)

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        return "" if from_ == to else self.get_target_uri(to)

    def prepare_writing(self, docnames: set[str]) -> None:
        for old in Path(self.outdir).glob("*.ipynb"):
            old.unlink()

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        if not has_code(doctree):
            return
        page = Page(self.app, docname, doctree)
        if page.name in self.pages:
            raise ExportFailed(f"hai trang cùng tên {page.name}: {self.pages[page.name]} và {docname}")
        self.pages[page.name] = docname
        try:
            made = notebook(page)
        except ExportError as error:
            raise ExportFailed(str(error)) from error
        made.metadata["hocsau"] = {"page": docname}  # only until outputs are added
        nbformat.write(made, Path(self.outdir) / f"{page.name}.ipynb")


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_builder(NotebookBuilder)
    app.add_source_parser(CellParser, override=True)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
