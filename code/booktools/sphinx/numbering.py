"""Chapters carry the number of their file: ch05_… is chapter 5, whichever chapters are written so far.

Sphinx counts what stands in the table of contents. Its counts within a chapter are right (a lab, a page under
its chapter, follows the chapter's last section); only the first number is replaced, before figures, equations
and exercises, which begin with it, are counted.
"""

from functools import cache
from weakref import WeakKeyDictionary, proxy

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors.toctree import TocTreeCollector

from booktools.source.book import chapter_number

Number = tuple[int, ...]


def _renumber(env: BuildEnvironment, docname: str, chapter: int) -> None:
    def mend(number: Number | list[int] | None) -> Number | list[int] | None:
        return type(number)([chapter, *number[1:]]) if number else number

    numbers = env.toc_secnumbers[docname]
    env.toc_secnumbers[docname] = {anchor: mend(number) for anchor, number in numbers.items()}
    for reference in env.tocs[docname].findall(nodes.reference):
        if isinstance(reference.parent, addnodes.compact_paragraph) and "secnumber" in reference:
            reference["secnumber"] = mend(reference["secnumber"])
    title = env.titles[docname]
    if "secnumber" in title:
        title["secnumber"] = mend(title["secnumber"])


def renumber(env: BuildEnvironment, before: dict[str, dict[str, Number]]) -> list[str]:
    """Put the files' numbers in place of the counted ones; return the pages whose numbers changed."""
    for docname in env.toc_secnumbers:
        chapter = chapter_number(docname)
        if chapter is not None:
            _renumber(env, docname, chapter)
    return [name for name, numbers in env.toc_secnumbers.items() if numbers != before.get(name)]


def patch_collector(app: Sphinx) -> None:
    """Sphinx has no event between counting sections and counting figures: wrap the method that counts."""
    # sphinx-external-toc puts a subclass of its own in the place of Sphinx's collector.
    collector = next(iter(TocTreeCollector.__subclasses__()), TocTreeCollector)
    count = collector.assign_section_numbers
    if hasattr(count, "counts_by_file"):
        return

    def assign_section_numbers(self: TocTreeCollector, env: BuildEnvironment) -> list[str]:
        before = env.toc_secnumbers
        count(self, env)
        return renumber(env, before)

    assign_section_numbers.counts_by_file = True
    collector.assign_section_numbers = assign_section_numbers


class _Kept:
    """An environment that reads each page's tree from disk once."""

    def __init__(self, env: BuildEnvironment) -> None:
        self.env = proxy(env)  # not kept alive by what is kept for it
        self.get_doctree = cache(self.env.get_doctree)

    def __getattr__(self, name: str) -> object:
        return getattr(self.env, name)


def patch_numref(app: Sphinx) -> None:
    """Sphinx reads a page's whole tree again for every {numref} to it: half of the time of writing the book.

    The trees are only looked into, and those of the pages being written are other copies.
    """
    resolve = StandardDomain._resolve_numref_xref
    if hasattr(resolve, "keeps_trees"):
        return
    kept: WeakKeyDictionary[BuildEnvironment, _Kept] = WeakKeyDictionary()

    def resolve_numref(self: StandardDomain, env: BuildEnvironment, *place: object) -> object:
        if env not in kept:
            kept[env] = _Kept(env)
        return resolve(self, kept[env], *place)

    resolve_numref.keeps_trees = True
    StandardDomain._resolve_numref_xref = resolve_numref


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("builder-inited", patch_collector)
    app.connect("builder-inited", patch_numref)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
