"""An exercise on the page is one box: number, name and difficulty above, its solution the last row.

sphinx-exercise makes two boxes, and says the name twice. Stars at the head of a name are its difficulty,
and move to the right. A box to tick says that the reader has done it (progress.js keeps it). Notebooks and
the EPUB keep what the source says.
"""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx_exercise.nodes import is_exercise_node, solution_node
from sphinx_exercise.utils import get_node_number

from booktools.source.levels import MEANINGS, MOST, split_level

SOLUTION = "Lời giải"
DONE = "đã làm"


def words_of(title: nodes.title) -> list[nodes.Node]:
    """The author's name for an exercise: sphinx-exercise puts it in brackets, after its own word."""
    children = list(title.children)
    texts = [child.astext() if isinstance(child, nodes.Text) else None for child in children]
    if " (" not in texts or texts[-1] != ")":
        return []
    return children[texts.index(" (") + 1 : -1]


def stars(level: int) -> nodes.raw:
    """The difficulty, for eyes and for ears; the pointer says what it means."""
    drawn = "★" * level + "☆" * (MOST - level)
    words = f"độ khó {level} trên {MOST}"
    more = f"{words}: {MEANINGS[level - 1]}"
    html = f'<span class="exercise-level" role="img" aria-label="{words}" title="{more}">{drawn}</span>'
    return nodes.raw("", html, format="html")


def tick(exercise_id: str, number: str) -> nodes.raw:
    """What the reader ticks who has done the exercise; ears hear which one it is."""
    html = (
        '<p class="exercise-done d-print-none" data-pagefind-ignore>'
        f'<label><input type="checkbox" autocomplete="off" data-exercise="{exercise_id}"> <span>{DONE}</span>'
        f'<span class="visually-hidden"> {number}</span></label></p>'
    )
    return nodes.raw("", html, format="html")


class OneBox(SphinxPostTransform):
    default_priority = 890  # the titles are written (sphinx-exercise), solutions are not folds yet (dropdown)
    builders = ("html",)

    def run(self, **words: object) -> None:
        exercises = {node["label"]: node for node in list(self.document.findall(is_exercise_node))}
        for node in exercises.values():
            _name_anew(node.children[0])
            node += tick(nodes.make_id(node["label"]), self.number(node))
        for solution in list(self.document.findall(solution_node)):
            exercise = exercises.get(solution["target_label"])
            if exercise is None or exercise.parent is not solution.parent:
                continue
            title = solution.children[0]
            title.children = []
            title += nodes.Text(SOLUTION)
            if number := self.number(exercise):
                title += nodes.inline("", f" {number}", classes=["visually-hidden"])
            solution.parent.remove(solution)
            exercise += solution

    def number(self, exercise: nodes.Element) -> str:
        """The number of an exercise as the page writes it: "Bài tập 3.2"."""
        number = get_node_number(self.app, exercise, "exercise")
        return self.config.numfig_format["exercise"] % number if number else ""


def _name_anew(title: nodes.title) -> None:
    """The number is written by the page; behind it the author's words, and their stars."""
    words = words_of(title)
    if not words:
        return
    text = next(iter(words[0].findall(nodes.Text)))
    level, name = split_level(text.astext())
    if level:
        rest = nodes.Text(name)
        text.parent.replace(text, rest)
        words = [rest if word is text else word for word in words]
    title.children = []
    title += [nodes.Text("· "), *words]
    if level:
        title += stars(level)


def setup(app: Sphinx) -> dict[str, bool]:
    app.setup_extension("booktools.sphinx.dropdown")
    app.add_post_transform(OneBox)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
