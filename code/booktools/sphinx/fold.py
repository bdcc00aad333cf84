"""A part of a page that only some readers need: folded, with code cells and figures in it.

    ```{fold-start} Vì sao mũ không tràn?
    ```

    (text and code cells, not nested in anything)

    ```{fold-end}
    ```

A code cell cannot stand inside a directive, so two directives mark where the fold begins and ends, as for a
solution. What lies between becomes an admonition of class `dropdown`.
"""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

logger = logging.getLogger(__name__)


class fold_start(nodes.General, nodes.Element):
    pass


class fold_end(nodes.General, nodes.Element):
    pass


class FoldStart(SphinxDirective):
    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        words, messages = self.state.inline_text(self.arguments[0], self.lineno)
        node = fold_start("", nodes.title(self.arguments[0], "", *words))
        self.set_source_info(node)
        return [node, *messages]


class FoldEnd(SphinxDirective):
    def run(self) -> list[nodes.Node]:
        node = fold_end()
        self.set_source_info(node)
        return [node]


class GatherFolds(SphinxTransform):
    default_priority = 10  # as sphinx-exercise gathers solutions: before cells get their outputs

    def apply(self, **kwargs: object) -> None:
        for start in list(self.document.findall(fold_start)):
            parent = start.parent
            first = parent.index(start)
            marks = (
                node for node in parent.children[first + 1 :] if isinstance(node, (fold_start, fold_end))
            )
            end = next(marks, None)
            if not isinstance(end, fold_end):
                message = "{fold-start} chưa có {fold-end} trong cùng mục, hay có {fold-start} khác ở giữa"
                logger.warning(message, location=start, type="fold")
                parent.remove(start)
                continue
            content = parent.children[first + 1 : parent.index(end)]
            box = nodes.admonition("", *start.children, classes=["dropdown", "fold"])
            for node in (*content, end):
                parent.remove(node)
            box += content
            parent.replace(start, box)
        for end in list(self.document.findall(fold_end)):
            logger.warning("{fold-end} không có {fold-start} ở trên", location=end, type="fold")
            end.parent.remove(end)


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_node(fold_start)
    app.add_node(fold_end)
    app.add_directive("fold-start", FoldStart)
    app.add_directive("fold-end", FoldEnd)
    app.add_transform(GatherFolds)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
