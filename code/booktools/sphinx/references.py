"""Citations in Vietnamese: "Minsky và Papert", "không rõ năm"; the styles that we use know only English.

The list of sources names each as the text does, [Minsky và Papert, 1969]; two of the same names and year are
told apart by a letter, in both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pybtex.plugin
from docutils import nodes
from pybtex.database import Entry, Person
from pybtex.richtext import BaseText, Text
from pybtex.style.formatting.alpha import Style as AlphaStyle
from pybtex.style.labels import BaseLabelStyle
from pybtex.style.template import Node, names, node, optional, sentence, words
from pybtex.style.template import field as entry
from sphinx.application import Sphinx
from sphinxcontrib.bibtex.plugin import register_plugin
from sphinxcontrib.bibtex.style.referencing import PersonStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle
from sphinxcontrib.bibtex.style.template import year

NAME = "vietnamese"
UNDATED = "không rõ năm"
SEPARATOR = ", "


def with_others(plain: Callable) -> Callable:
    """A way to write a person that knows how BibTeX writes "and others": as a person of that name."""

    def write(person: Person, abbreviate: bool = False) -> BaseText | Node:
        return Text("cộng sự") if str(person) == "others" else plain(person, abbreviate)

    return write


class Bibliography(AlphaStyle):
    """The list of sources, its names joined by "và"."""

    default_label_style = NAME

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.format_name = with_others(self.format_name)

    def format_names(self, role: str, as_sentence: bool = True) -> Node:
        people = names(role, sep=", ", sep2=" và ", last_sep=" và ")
        return sentence[people] if as_sentence else people

    def format_edition(self, e: Entry) -> Node:
        return optional[words["ấn bản", entry("edition")]]

    def get_inproceedings_template(self, e: Entry) -> Node:
        return _changed(super().get_inproceedings_template(e), "In", "Trong")


class Labels(BaseLabelStyle):
    """What stands before a source in the list: names and year, as the text has them."""

    def format_labels(self, sorted_entries: list[Entry]) -> Iterator[str]:
        style = Citation()
        people = style.person.author_or_editor_or_title(full=False)
        plain = []
        for one in sorted_entries:
            who = people.format_data({"entry": one, "style": style})
            plain.append(f"{who}{SEPARATOR}{one.fields.get('year', UNDATED)}")
        twice = {label for label, often in Counter(plain).items() if often > 1}
        letters = {label: count(ord("a")) for label in twice}
        for label in plain:
            gap = " " if label.endswith(UNDATED) else ""
            yield f"{label}{gap}{chr(next(letters[label]))}" if label in twice else label


@node
def vietnamese_year(children: list, data: dict[str, Any]) -> BaseText:
    return Text(data["formatted_entry"].label.rpartition(SEPARATOR)[2])


@dataclass
class People(PersonStyle):
    """Names in the text."""

    sep2: str = " và "
    last_sep: str = " và "
    other: str = " và cộng sự"

    def __post_init__(self) -> None:
        super().__post_init__()
        self.style_plugin.format = with_others(self.style_plugin.format)


@dataclass
class Citation(AuthorYearReferenceStyle):
    """Author and year in the text."""

    person: PersonStyle = field(default_factory=People)

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
    pybtex.plugin.register_plugin("pybtex.style.labels", NAME, Labels, force=True)
    register_plugin("sphinxcontrib.bibtex.style.referencing", NAME, Citation, force=True)
    app.connect("html-page-context", plain_roles)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
