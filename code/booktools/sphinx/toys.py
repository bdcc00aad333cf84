"""{toy}: a live picture of a chapter, shown once more on a page of its own (book/playground.md).

    ```{toy} book/ch07_image_processing kernel
    ```

The picture with its frames, script and data is the one that the chapter's cell made: the source says only the
page and the `name` that explore() was given. Below it stands the section that explains it.
"""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from booktools.sphinx.cross_link import cross_link
from booktools.sphinx.explore import explore


class ToyError(SphinxError):
    category = "Không mượn được hình tương tác"


class toy(nodes.General, nodes.Element):
    """Where a picture comes to stand. Attributes: docname and name, whose picture it is."""


class Toy(SphinxDirective):
    required_arguments = 2

    def run(self) -> list[nodes.Node]:
        docname, name = self.arguments
        if docname not in self.env.found_docs:
            raise self.error(f"{{toy}}: sách không có trang {docname}")
        return [toy(docname=docname, name=name)]


class ShowToys(SphinxPostTransform):
    """Runs before pictures are written and references resolved.

    For pages only: an exported notebook has cells in place of pictures, and a page of toys has no cells.
    """

    default_priority = 5
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        for node in list(self.document.findall(toy)):
            docname, name = node["docname"], node["name"]
            pictures = self.env.get_doctree(docname).findall(explore)
            found = [picture for picture in pictures if picture["figure_id"] == f"explore-{name}"]
            if not found:
                raise ToyError(
                    f'{self.env.docname}: trang {docname} không có hình tương tác name="{name}"; '
                    "hãy đặt name cho explore() ở đó, hoặc bỏ {toy} này"
                )
            where = nodes.paragraph("", "Trong sách: ", classes=["toy-where"])
            where += _section(self.env, docname, found[0])
            node.replace_self([found[0].deepcopy(), where])


def _section(env: BuildEnvironment, docname: str, picture: nodes.Node) -> nodes.Node:
    """A link to the innermost section around the picture that has a label."""
    labels = {(page, anchor): label for label, (page, anchor, _) in env.domaindata["std"]["labels"].items()}
    numbers = env.toc_secnumbers.get(docname, {})
    around = picture.parent
    while around is not None:
        for anchor in around["ids"] if isinstance(around, nodes.section) else ():
            if label := labels.get((docname, anchor)):
                title = next(iter(around.findall(nodes.title))).astext()
                known = (numbers.get(f"#{name}") for name in around["ids"])  # kept under one of its names
                number = ".".join(map(str, next(filter(None, known), ())))
                return cross_link(env, "ref", label, f"Mục {number}, {title}" if number else title)
        around = around.parent
    return cross_link(env, "doc", docname)


def setup(app: Sphinx) -> dict[str, bool]:
    app.setup_extension("booktools.sphinx.explore")
    app.add_node(toy)
    app.add_directive("toy", Toy)
    app.add_post_transform(ShowToys)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
