"""Folded code stands behind what it shows: a small link, or the seal of a derivation, opens it.

A reader wants the figure or the proof; the code that made it is for later. A folded cell that checks
something and then shows nothing looks like a promise not kept: it is a warning, and so fails the build.
"""

import ast
from html import escape

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

from booktools.sphinx.derivations import derivation, seal_html
from hocsau.derive.show.display import MARKS, MEANINGS

logger = logging.getLogger(__name__)

# What myst-nb puts in the prompt "{type}" (nb_code_prompt_show in _config.yml).
PROMPTS = {
    "output": "Xem kết quả",
    "outputs": "Xem kết quả",
    "content": "Xem mã nguồn và kết quả",
}
# Short to the eye; who listens hears "Xem mã nguồn".
CODE = (
    '<span class="visually-hidden">Xem </span>mã<span class="visually-hidden"> nguồn</span> '
    '<span aria-hidden="true">‹›</span>'
)
SILENT = 'ô gấp có kiểm nhưng không hiện gì: hãy in kết luận, chẳng hạn print("✓ khớp"): %s'


class CodeBehindResult(SphinxPostTransform):
    default_priority = 200  # right after myst-nb has folded the code
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        for fold in list(self.document.findall(HideCodeCellNode)):
            if fold["prompt_show"] != "source":
                continue
            cell = fold.parent
            if cell.children[-1] is fold:
                source = next(fold.findall(nodes.literal_block)).astext()
                if not only_defines(source):
                    logger.warning(SILENT, source.strip()[:60], location=cell, type="folded")
            cell.remove(fold)
            cell.append(fold)
            fold["classes"] = ["below-output"]
            proved = list(cell.findall(derivation))
            seals = dict.fromkeys(d["payload"]["seal"] for d in proved if d["payload"]["seal"])
            if seals:
                fold["seal"] = ", ".join(seals)
                fold["classes"].append("sealed")
                for node in proved:
                    node["sealed"] = True


def only_defines(source: str) -> bool:
    """Whether code only imports and defines, so that nobody waits for a result."""
    try:
        statements = ast.parse(source).body
    except SyntaxError:  # a line for the shell or a magic
        return False
    quiet = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
    return all(isinstance(statement, quiet) for statement in statements)


def visit_fold(self: HTML5Translator, node: HideCodeCellNode) -> None:
    classes = " ".join(["hide", *node["classes"]])
    seal = node.get("seal", "")
    if seal:
        words = f'{seal_html(seal, "span")} <span class="fold-code">· {CODE}</span>'
        meanings = (
            f"{MARKS[kind][0]} {meaning}." for kind, meaning in MEANINGS.items() if MARKS[kind][0] in seal
        )
        after = f'<p class="seal-meaning">{escape(" ".join(meanings))}</p>\n'
    else:
        words, after = CODE if node["prompt_show"] == "source" else PROMPTS[node["prompt_show"]], ""
    self.body.append(f'<details class="{classes}">\n<summary>{words}</summary>\n{after}')


def depart_fold(self: HTML5Translator, node: HideCodeCellNode) -> None:
    self.body.append("</details>\n")


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_node(HideCodeCellNode, override=True, html=(visit_fold, depart_fold))
    app.add_post_transform(CodeBehindResult)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
