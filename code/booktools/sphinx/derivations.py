"""A derivation becomes a list of steps: formula and reason side by side, or stacked where there is no room.

Each line is a formula of its own, so that the page can lay them out; what is new in a line has the class
`changed`. Builders other than HTML show the LaTeX that notebooks show.
"""

import json
import re
from html import escape

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from booktools.sphinx.maths import drawn
from booktools.sphinx.mime import add_renderer
from hocsau.derive.proof import Kind
from hocsau.derive.show.display import FORMULA, MARKS, MIME, VERDICTS
from hocsau.derive.show.plain import plain
from hocsau.derive.show.tinting import CLASS

SHORT_LEFT = 7  # letters: a longer left side leaves a phone too little room beside it
SOURCE = re.compile(r'(<annotation encoding="application/x-tex">)(.*?)(</annotation>)', re.DOTALL)


class derivation(nodes.General, nodes.Element):
    """Holds the payload; `sealed` when folded code says what the seal says (booktools.sphinx.folded_code)."""


class DerivationRenderer:
    """Gives myst-nb the node of a Derivation."""

    mime_priority_overrides = [("html", MIME, 1)]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        if data.mime_type != MIME or inline:
            return None
        return [derivation(payload=json.loads(json.dumps(data.content)))]  # plain dicts: it is pickled


def untinted(latex: str) -> str:
    r"""The formula without \htmlClass{changed}{…}: what a reader copies or hears."""
    start = rf"\htmlClass{{{CLASS}}}{{"
    while (at := latex.find(start)) >= 0:
        end, depth = at + len(start), 1
        while depth:
            depth += {"{": 1, "}": -1}.get(latex[end], 0)
            end += 1
        latex = latex[:at] + latex[at + len(start) : end - 1] + latex[end:]
    return latex


def _formula(latex: str, node: nodes.Element) -> str:
    html = drawn(latex, True, node)
    return SOURCE.sub(lambda m: m[1] + escape(untinted(latex)) + m[3], html)


def _reason(why: str | None, kind: str | None, node: nodes.Element) -> str:
    if why is None and kind is None:
        return ""
    parts = FORMULA.split(why or "")
    words = "".join(
        f'<span class="math notranslate">{drawn(part, False, node)}</span>' if k % 2 else escape(part)
        for k, part in enumerate(parts)
    )
    mark = ""
    if kind is not None:
        sign, verdict = MARKS[Kind(kind)][0], VERDICTS[Kind(kind)]
        mark = f'<span class="step-mark" role="img" aria-label="{verdict}">{sign}</span> '
    return f'<p class="step-why">{mark}{words}</p>'


def seal_html(seal: str, tag: str) -> str:
    """What the machine says of the whole; green only where every step is proved."""
    tried = " tried" if MARKS[Kind.NUMERIC][0] in seal else ""
    return f'<{tag} class="seal{tried}">{escape(seal)}</{tag}>'


def visit_derivation(self: HTML5Translator, node: derivation) -> None:
    left, lines = node["payload"]["left"], node["payload"]["lines"]
    kind = "" if not left else " long-left" if len(plain(left)) > SHORT_LEFT else " with-left"
    self.body.append(f'<div class="derivation{kind}"><ol role="list">\n')
    for number, line in enumerate(lines):
        beside = ""
        if left and number == 0:
            beside = f'<div class="step-left notranslate">{_formula(left, node)}</div>'
        self.body.append(
            f'<li>{beside}<div class="step-line"><div class="math-scroll notranslate">'
            f"{_formula(line['formula'], node)}</div>{_reason(line['why'], line['kind'], node)}</div></li>\n"
        )
    self.body.append("</ol></div>\n")
    if not node.get("sealed") and node["payload"]["seal"]:
        self.body.append(seal_html(node["payload"]["seal"], "p") + "\n")
    raise nodes.SkipNode


def add_sheet(
    app: Sphinx, pagename: str, template: str, context: dict, doctree: nodes.document | None
) -> None:
    """Only pages with a derivation load what lays it out."""
    if doctree is not None and any(True for _ in doctree.findall(derivation)):
        app.add_css_file("derivations.css", priority=805)


def setup(app: Sphinx) -> dict[str, bool]:
    add_renderer(DerivationRenderer)
    app.add_node(derivation, html=(visit_derivation, None))
    app.connect("html-page-context", add_sheet)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
