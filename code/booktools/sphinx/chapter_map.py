"""{chapter-map}: the whole book on one page, from book/chapters.yml.

What is in _toc.yml is a link, with the picture of book/cards that bears its name.
"""

from pathlib import Path
from typing import Any

import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from booktools.sphinx.cross_link import cross_link
from booktools.sphinx.data_nodes import page_only

SOURCE = "book/chapters.yml"
TOC = "_toc.yml"
CARDS = "book/cards"


def load(root: Path) -> list[dict[str, Any]]:
    """The parts of the book, each {part, title, chapters: [{n, file, title, about, labs}]}."""
    return yaml.safe_load((Path(root) / SOURCE).read_text("utf-8"))


class ChapterMap(SphinxDirective):
    def run(self) -> list[nodes.Node]:
        for name in (SOURCE, TOC):
            self.env.note_dependency(str(Path(self.env.srcdir) / name))
        return [nodes.container("", *map(self.part, load(self.env.srcdir)), classes=["chapter-map"])]

    def part(self, part: dict[str, Any]) -> nodes.container:
        caption = nodes.paragraph(
            "", "", nodes.strong("", f"Phần {part['part']} · {part['title']}"), classes=["map-part"]
        )
        chapters = nodes.bullet_list("", *map(self.chapter, part["chapters"]))
        return nodes.container("", caption, chapters, classes=["map-card"])

    def chapter(self, chapter: dict[str, Any]) -> nodes.list_item:
        title = self.title(chapter["file"], f"{chapter['n']}. {chapter['title']}")
        about = nodes.paragraph("", chapter["about"], classes=["map-about"])
        item = nodes.list_item("", *self.picture(chapter["file"]), title, about, classes=["map-chapter"])
        if labs := chapter.get("labs"):
            entries = [nodes.list_item("", self.title(lab["file"], lab["title"])) for lab in labs]
            item += nodes.bullet_list("", *entries, classes=["map-labs"])
        return item

    def picture(self, file: str) -> list[nodes.Node]:
        """The chapter's drawing, beside its title and saying no more than it; none before it is written."""
        if f"book/{file}" not in self.env.found_docs:
            return []
        path = Path(self.env.srcdir) / CARDS / f"{file}.svg"
        self.env.note_dependency(str(path))
        if not path.is_file():
            raise self.error(f"chương {file} chưa có hình: cần {CARDS}/{file}.svg")
        svg = path.read_text("utf-8").strip()
        svg = svg.replace("<svg ", '<svg class="map-picture" aria-hidden="true" ', 1)
        return [page_only("", svg, format="html")]

    def title(self, file: str, words: str) -> nodes.paragraph:
        docname = f"book/{file}"
        if docname not in self.env.found_docs:
            return nodes.paragraph(
                "",
                "",
                nodes.inline("", words),
                nodes.Text(" "),
                nodes.inline("", "sắp có", classes=["map-soon"]),
            )
        return nodes.paragraph("", "", cross_link(self.env, "doc", docname, words))


def setup(app: Sphinx) -> dict[str, bool]:
    app.setup_extension("booktools.sphinx.data_nodes")
    app.add_directive("chapter-map", ChapterMap)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
