"""{concept-map}: what the book teaches and what each concept needs, by chapter (booktools.source.concepts).

    ```{concept-map}
    :start: backpropagation
    ```

Without JavaScript it is a list of links with their needs in words; concepts.js draws the lines of the concept
that the reader chooses and writes the way to it. `start` is the one that is chosen at first.
"""

from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from booktools.source.concepts import Concept, read_book
from booktools.sphinx.cross_link import cross_link
from booktools.sphinx.data_nodes import data_item
from booktools.sphinx.progress import chapters

SAID = "Chọn một khái niệm để xem nó cần gì và mở đường tới đâu."


class ConceptMap(SphinxDirective):
    option_spec = {"start": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        root = Path(self.env.srcdir)
        docnames = chapters(root)
        self.env.note_dependency(str(root / "_toc.yml"))
        for docname in docnames:
            self.env.note_dependency(str(root / f"{docname}.md"))
        concepts, problems = read_book(root, docnames)
        if problems:
            raise self.error("\n".join(map(str, problems)))
        start = self.options.get("start", "")
        if start and start not in {concept.name for concept in concepts}:
            raise self.error(f"{{concept-map}} :start: {start}: không chương nào dạy khái niệm ấy")
        self.env.metadata[self.env.docname]["concept-map"] = True
        bands = [
            self.band(docname, [concept for concept in concepts if concept.docname == docname], start)
            for docname in dict.fromkeys(concept.docname for concept in concepts)
        ]
        # concepts.js says here what the chosen one needs
        said = nodes.container("", nodes.paragraph("", SAID), classes=["concept-said"])
        bands_together = nodes.container("", *bands, classes=["concept-map"])
        return [nodes.container("", said, bands_together, classes=["concept-page"])]

    def band(self, docname: str, concepts: list[Concept], start: str) -> nodes.container:
        title = nodes.paragraph("", "", cross_link(self.env, "doc", docname), classes=["concept-chapter"])
        chips = nodes.bullet_list("", *(self.chip(one, one.name == start) for one in concepts))
        chips["classes"].append("concepts")
        return nodes.container("", title, chips, classes=["concept-band"])

    def chip(self, concept: Concept, starts: bool) -> data_item:
        text = nodes.paragraph("", "", cross_link(self.env, "ref", concept.at, concept.name))
        if concept.needs:
            text += nodes.inline("", f" cần: {', '.join(concept.needs)}", classes=["concept-needs"])
        data = {"name": concept.name, "needs": "|".join(concept.needs)}
        return data_item("", text, data=data | ({"start": ""} if starts else {}), classes=["concept"])


def add_script(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    if doctree is not None and "concept-map" in app.env.metadata[page]:
        app.add_css_file("concepts.css", priority=810)
        app.add_js_file("concepts.js", loading_method="defer")


def setup(app: Sphinx) -> dict[str, bool]:
    app.setup_extension("booktools.sphinx.data_nodes")
    app.add_directive("concept-map", ConceptMap)
    app.connect("html-page-context", add_script)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
