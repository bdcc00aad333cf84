"""The glossary's letters: links A, B, C … above the list, and a place for the box that filters it.

The links work without JavaScript and from disk; glossary.js makes the box, which takes names without marks.
"""

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from booktools.checks.terms import alphabetical


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


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("doctree-resolved", add_letters)
    app.connect("html-page-context", add_script)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
