"""{progress}: every chapter, its sections, quizzes, guesses and exercises: how far the reader has come.

What the reader did is kept by the browser alone (book/_static/memory.js). The list is a path that
progress.js fills; it also gives each chapter its button "đã học xong" and marks finished chapters in the
lists of the book.
"""

import json
import re
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from booktools import guess
from booktools.checks.chapters import is_chapter
from booktools.quiz import parse_text
from booktools.source.book import chapter_number, documents
from booktools.source.myst import labelled_headings
from booktools.sphinx.cross_link import cross_link
from booktools.sphinx.data_nodes import data_item

SCRIPTS = ("memory.js", "progress.js")
EXERCISE = re.compile(r"^[`:]{3,}\{exercise\}.*\n:label: (\S+)$", re.MULTILINE)


def chapters(root: Path) -> list[str]:
    """The docnames of the numbered chapters and labs that are written, in the book's order."""
    return [name for name in documents(root) if chapter_number(name) is not None]


class Progress(SphinxDirective):
    def run(self) -> list[nodes.Node]:
        root = Path(self.env.srcdir)
        self.env.note_dependency(str(root / "_toc.yml"))
        items = [self.item(root, name) for name in chapters(root)]
        return [nodes.bullet_list("", *items, classes=["progress-list"])]

    def item(self, root: Path, docname: str) -> nodes.list_item:
        path = root / f"{docname}.md"
        self.env.note_dependency(str(path))
        text = path.read_text(encoding="utf-8")
        quizzes, _ = parse_text(text, path.name)
        guesses, _ = guess.parse_text(text, path.name)
        counts = {nodes.make_id(quiz.label): len(quiz.questions) for quiz in quizzes}
        parts = [list(labels) for level, labels in labelled_headings(text) if level == 2]
        data = {
            "chapter": docname.rpartition("/")[2],
            "quizzes": json.dumps(counts),
            "guesses": json.dumps([made.id for made in guesses]),
            "sections": json.dumps(parts),
            "exercises": json.dumps([nodes.make_id(label) for label in EXERCISE.findall(text)]),
        }
        link = nodes.paragraph("", "", cross_link(self.env, "doc", docname))
        kind = ["progress-item"] if is_chapter(docname) else ["progress-item", "progress-lab"]
        return data_item("", link, data=data, classes=kind)


def give_button(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Tell the template which chapter the page is, for its button."""
    if doctree is not None and chapter_number(page) is not None:
        context["chapter"] = page.rpartition("/")[2]


def setup(app: Sphinx) -> dict[str, bool]:
    app.setup_extension("booktools.sphinx.data_nodes")
    app.add_directive("progress", Progress)
    app.connect("html-page-context", give_button)
    for script in SCRIPTS:  # before quiz.js and guess.js, which use memory.js
        app.add_js_file(script, priority=400, loading_method="defer")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
