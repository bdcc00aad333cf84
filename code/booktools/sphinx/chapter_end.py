"""The end of a chapter: its goals, now as what the reader can do, and three questions of earlier chapters.

Both are made from what stands elsewhere: the goals from the box at the chapter's head, the questions from
the quizzes of the chapters REACH steps back. Only the web page has them; quiz.js chooses among the questions
those that the reader answered wrong, or longest ago. Without a script the first three stand there.
"""

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from booktools.checks.chapters import GOALS, is_chapter
from booktools.source.book import chapter_number
from booktools.sphinx import quiz_nodes as q
from booktools.sphinx.explore import is_web

REACH = (1, 3, 6)  # how many chapters back: the farther, the longer ago
SHOWN = 3
OFFERED = 9
NOW = "Bây giờ bạn làm được"
AGAIN = "Ôn lại ba câu"
ABOUT = "Của những chương trước. Câu bạn từng làm sai, hay đã lâu không gặp, được hỏi trước."


class end_list(nodes.container):
    """The goals, reached."""


def sources(chapters: list[str], docname: str) -> list[str]:
    """The earlier chapters that the questions at the end of a chapter come from, the nearest first."""
    place = chapters.index(docname) if docname in chapters else 0
    return [chapters[place - back] for back in REACH if place - back >= 0]


def spread(found: list[list], turns: list[int]) -> list:
    """At most OFFERED things, from each list in turn and evenly along it.

    `turns` says for each list which of its visits this is, so that another chapter gets others of it.
    """
    each = OFFERED // max(1, len(found))
    chosen = []
    for things, turn in zip(found, turns, strict=True):
        count = min(each, len(things))
        step = len(things) / max(1, count)
        chosen.append([things[int(step * k + turn) % len(things)] for k in range(count)])
    longest = max(map(len, chosen), default=0)
    return [part[k] for k in range(longest) for part in chosen if k < len(part)]


class ChapterEnd(SphinxPostTransform):
    default_priority = 3  # before links are resolved and pictures chosen

    def run(self, **words: object) -> None:
        docname = self.env.docname
        if not is_web(self.app.builder) or chapter_number(docname) is None:
            return
        body = next(self.document.findall(nodes.section), None)
        if body is None:
            return
        if goals := self._goals():
            body += goals
        if review := self._review(docname):
            body += review

    def _goals(self) -> nodes.Element | None:
        for box in self.document.findall(nodes.Admonition):
            title, *content = box.children
            lists = [part for part in content if isinstance(part, nodes.bullet_list)]
            if GOALS.match(title.astext()) and lists:
                made = end_list("", _heading(NOW), lists[0].deepcopy(), classes=["chapter-end"])
                for element in made.findall(nodes.Element):
                    element["ids"] = []
                return made
        return None

    def _review(self, docname: str) -> nodes.Element | None:
        chapters = [name for name in in_order(self.env) if is_chapter(name)]
        names = sources(chapters, docname)
        found = [_questions(self.env, name) for name in names]
        turns = [turn for turn, asked in enumerate(found) if asked]
        chosen = spread([asked for asked in found if asked], turns)
        if not chosen:
            return None
        node = q.review("", label="on-lai")
        node += nodes.rubric("", AGAIN, ids=["on-lai"], classes=["quiz-title"])
        node += nodes.paragraph("", ABOUT)
        for place, (name, label, question) in enumerate(chosen):
            copy = question.deepcopy()
            copy["quiz"], copy["spare"] = label, place >= SHOWN
            for link in copy.findall(addnodes.pending_xref):
                link["refdoc"] = docname
            uri = self.app.builder.get_relative_uri(docname, name) + f"#{question['ids'][0]}"
            where = nodes.reference("", f"Chương {chapter_number(name)}", refuri=uri, internal=True)
            first = copy.children[0].children[0]
            first.replace_self(nodes.strong("", "", where))
            node += copy
        return node


def in_order(env: BuildEnvironment) -> list[str]:
    """The book's pages in reading order."""
    found = [env.config.root_doc]
    for name in found:
        found += [child for child in env.toctree_includes.get(name, []) if child not in found]
    return sorted((name for name in found if chapter_number(name) is not None), key=chapter_number)


def _questions(env: BuildEnvironment, docname: str) -> list[tuple[str, str, nodes.Element]]:
    """(page, label of the quiz, question) of a page's quizzes, as they were read."""
    doctree = env.get_doctree(docname)
    return [
        (docname, quiz["label"], question)
        for quiz in doctree.findall(q.quiz)
        for question in quiz.findall(q.quiz_question)
        if not any(question.findall(nodes.image))
    ]


def _heading(words: str) -> nodes.rubric:
    return nodes.rubric("", words, classes=["chapter-end-title"])


def depend(app: Sphinx, env: BuildEnvironment, added: set, changed: set, removed: set) -> list[str]:
    """A chapter whose questions come from a page that changed is written again."""
    chapters = [name for name in in_order(env) if is_chapter(name)]
    return [name for name in chapters if set(sources(chapters, name)) & changed]


def setup(app: Sphinx) -> dict[str, bool]:
    app.setup_extension("booktools.sphinx.quiz")
    app.add_node(end_list, html=(_open, _close))
    app.add_post_transform(ChapterEnd)
    app.connect("env-get-outdated", depend)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _open(translator: object, node: nodes.Element) -> None:
    translator.body.append('<div class="chapter-end d-print-none" data-pagefind-ignore>\n')


def _close(translator: object, node: nodes.Element) -> None:
    translator.body.append("</div>\n")
