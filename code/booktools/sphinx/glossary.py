"""The glossary: links A, B, C … above the list, a place for the box that filters it, each entry in a row.

The links work without JavaScript and from disk; glossary.js makes the box, which takes names without marks.
"""

import re

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from booktools.checks.terms import alphabetical

_LIST = re.compile(r'(?<=<dl class=")([^"]*\bglossary\b[^"]*">)(.*?)(?=</dl>)', re.DOTALL)
_ENTRY = re.compile(r"(?:<dt\b(?:(?!<dt\b).)*?</dt>\s*)+<dd>.*?</dd>", re.DOTALL)
_SECOND_LINK = re.compile(
    r'(?<=</dt>)(\s*<dt\b[^>]*>[^<]*(?:<(?!a class="headerlink")[^<]*)*)<a class="headerlink".*?</a>'
)


def in_rows(body: str) -> str:
    """The page with each entry of its glossary in an element of its own, and one "#" to it."""

    def row(entry: re.Match[str]) -> str:
        inside = _SECOND_LINK.sub(r"\1", entry[0])
        return f'<div class="glossary-entry">{inside}</div>'

    return _LIST.sub(lambda whole: whole[1] + _ENTRY.sub(row, whole[2]), body)


def letters(glossary: addnodes.glossary) -> dict[str, str]:
    """The first letter of the entries, and the id of the first entry that has it."""
    found: dict[str, str] = {}
    for item in glossary.findall(nodes.definition_list_item):
        term = next(item.findall(nodes.term))
        found.setdefault(alphabetical(term.astext())[0].upper(), term["ids"][0])
    return found


def add_letters(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the links above every glossary of the page."""
    for glossary in list(doctree.findall(addnodes.glossary)):
        links = "".join(f'<a href="#{place}">{letter}</a>' for letter, place in letters(glossary).items())
        bar = f'<nav class="glossary-letters" aria-label="Theo chữ cái">{links}</nav>'
        html = f'<div class="glossary-filter"></div>{bar}'
        glossary.parent.insert(glossary.parent.index(glossary), nodes.raw("", html, format="html"))
        app.env.metadata[docname]["glossary"] = True


def add_script(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    if doctree is not None and "glossary" in app.env.metadata[page]:
        app.add_js_file("glossary.js", loading_method="defer")
        context["body"] = in_rows(context["body"])


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("doctree-resolved", add_letters)
    app.connect("html-page-context", add_script)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
