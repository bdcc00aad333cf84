"""Numbers of sections, figures, equations and exercises, as a page shows them."""

from docutils import nodes
from sphinx.application import Sphinx


class Numbers:
    """The numbers of one page. They are Sphinx's own, so that a notebook and the HTML page always agree."""

    def __init__(self, app: Sphinx, docname: str) -> None:
        self.app = app
        self.env = app.env
        self.docname = docname

    def number(self, kind: str, node: nodes.Element) -> str:
        """`3.1` for a numbered figure, table or equation; empty when it has none."""
        numbers = self.env.toc_fignumbers.get(self.docname, {}).get(kind, {})
        return next((".".join(map(str, numbers[i])) for i in node["ids"] if i in numbers), "")

    def caption_number(self, kind: str, node: nodes.Element) -> str:
        """`Hình 3.1` in the words of numfig_format; empty when it has no number."""
        number = self.number(kind, node)
        return self.app.config.numfig_format[kind] % number if number else ""

    def section_number(self, section: nodes.section) -> str:
        """The number in front of a section's title, with what follows it: `3.3.2. `."""
        numbers = self.env.toc_secnumbers.get(self.docname, {})
        keys = [f"#{target}" for target in section["ids"]]
        if isinstance(section.parent, nodes.document):
            keys.append("")
        number = next((numbers[key] for key in keys if numbers.get(key)), None)
        return ".".join(map(str, number)) + self.app.config.html_secnumber_suffix if number else ""

    def exercise(self, label: str) -> str:
        """`Bài tập 3.1` for an exercise of any page."""
        docname = self.env.sphinx_exercise_registry[label]["docname"]
        numbers = self.env.toc_fignumbers.get(docname, {}).get("exercise", {})
        word = self.app.config.numfig_format["exercise"]
        number = numbers.get(label) or numbers.get(nodes.make_id(label))
        return word % ".".join(map(str, number)) if number else word.replace("%s", "").strip()
