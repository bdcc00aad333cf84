"""Boxes of class `dropdown` (folded solutions, hints) become the browser's own <details>.

They need no script, open by keyboard, are announced by screen readers, and do not jump while the page loads.
"""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator


class details(nodes.General, nodes.Element):
    pass


class summary(nodes.General, nodes.TextElement):
    pass


class FoldDropdowns(SphinxPostTransform):
    default_priority = 900  # after sphinx-exercise has written its titles
    builders = ("html",)

    def run(self, **kwargs: object) -> None:
        for box in list(self.document.findall(nodes.Admonition)):
            if "dropdown" not in box["classes"] or not isinstance(box.children[0], nodes.title):
                continue
            title, *content = box.children
            # A summary does one thing, it folds: a link in it took the click of a reader who wants to unfold.
            for link in list(title.findall(nodes.reference)):
                link.replace_self(link.children)
            folded = details("", ids=box["ids"], names=box["names"], classes=box["classes"])
            folded += summary("", "", *title.children)
            folded += nodes.container("", *content, classes=["dropdown-content"])
            box.replace_self(folded)


def visit_details(self: HTML5Translator, node: details) -> None:
    self.body.append(self.starttag(node, "details", CLASS="admonition"))


def depart_details(self: HTML5Translator, node: details) -> None:
    self.body.append("</details>\n")


def visit_summary(self: HTML5Translator, node: summary) -> None:
    self.body.append(self.starttag(node, "summary", "", CLASS="admonition-title"))


def depart_summary(self: HTML5Translator, node: summary) -> None:
    self.body.append("</summary>\n")


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_node(details, html=(visit_details, depart_details))
    app.add_node(summary, html=(visit_summary, depart_summary))
    app.add_post_transform(FoldDropdowns)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
