"""Citations in Vietnamese: "Minsky và Papert", "không rõ năm"; the styles that we use know only English."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pybtex.plugin
from docutils import nodes
from pybtex.database import Entry, Person
from pybtex.richtext import BaseText, Text
from pybtex.style.formatting.alpha import Style as AlphaStyle
from pybtex.style.template import Node, first_of, names, node, optional, sentence, words
from pybtex.style.template import field as entry
from sphinx.application import Sphinx
from sphinxcontrib.bibtex.plugin import register_plugin
from sphinxcontrib.bibtex.style.referencing import PersonStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle
from sphinxcontrib.bibtex.style.template import year

NAME = "vietnamese"


class Bibliography(AlphaStyle):
    """The list of sources, its names joined by "và"."""

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        plain = self.format_name

        def format_name(person: Person, abbreviate: bool = False) -> BaseText | Node:
            # BibTeX writes "and others" as a person
            return Text("cộng sự") if str(person) == "others" else plain(person, abbreviate)

        self.format_name = format_name

    def format_names(self, role: str, as_sentence: bool = True) -> Node:
        people = names(role, sep=", ", sep2=" và ", last_sep=" và ")
        return sentence[people] if as_sentence else people

    def format_edition(self, e: Entry) -> Node:
        return optional[words["ấn bản", entry("edition")]]

    def get_inproceedings_template(self, e: Entry) -> Node:
        return _changed(super().get_inproceedings_template(e), "In", "Trong")


@node
def vietnamese_year(children: list, data: dict[str, Any]) -> BaseText:
    return first_of[optional[entry("year")], "không rõ năm"].format_data(data)


@dataclass
class Citation(AuthorYearReferenceStyle):
    """Author and year in the text."""

    person: PersonStyle = field(
        default_factory=lambda: PersonStyle(sep2=" và ", last_sep=" và ", other=" và cộng sự")
    )

    def inner(self, role_name: str) -> Node:
        return _changed(super().inner(role_name), year, vietnamese_year)


def _changed(template: Node, old: Node | str, new: Node | str) -> Node:
    """The same template with `new` wherever it says `old`."""
    template.children = [
        new
        if child is old or child == old
        else _changed(child, old, new)
        if isinstance(child, Node)
        else child
        for child in template.children
    ]
    return template


def plain_roles(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Sources are items of their list: the role that docutils gives them is withdrawn, and no list has it."""
    context["body"] = context.get("body", "").replace(' role="doc-biblioentry"', ' role="listitem"')


def setup(app: Sphinx) -> dict[str, bool]:
    # force: a process may build more than one book
    pybtex.plugin.register_plugin("pybtex.style.formatting", NAME, Bibliography, force=True)
    register_plugin("sphinxcontrib.bibtex.style.referencing", NAME, Citation, force=True)
    app.connect("html-page-context", plain_roles)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
