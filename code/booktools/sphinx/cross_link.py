"""A link to a page or a label that Sphinx resolves, for the directives that draw the book's own lists."""

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment


def cross_link(
    env: BuildEnvironment, kind: str, target: str, words: str | None = None
) -> addnodes.pending_xref:
    """`kind` is "doc" (a docname from the root: "book/ch03") or "ref" (a label); without words, its title."""
    return addnodes.pending_xref(
        "",
        nodes.inline("", words or target),
        refdomain="std",
        reftype=kind,
        refdoc=env.docname,
        reftarget=f"/{target}" if kind == "doc" else target,
        refexplicit=words is not None,
        refwarn=True,
    )
