"""The doctree of a quiz and its HTML.

Every node is a kind of ordinary docutils node, so that LaTeX, EPUB and text show a readable list of
questions, options and answers without a visitor of their own; only the HTML page adds inputs, buttons and
the folded key.
"""

from collections.abc import Callable

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

LIVE_BUILDERS = ("html", "dirhtml", "singlehtml")


class quiz(nodes.container):
    """A quiz: a rubric (its title) and questions. Attribute: label (the title's id)."""


class station(quiz):
    """A quiz between two stretches of a chapter: title, the line of all stations, text, questions."""


class review(quiz):
    """Questions of earlier pages, at the end of a chapter."""


class quiz_question(nodes.container):
    """A question: task line, prompt, options, key. Attributes: kind, unit.

    In a review also quiz (the label of its own quiz) and spare (shown only when the page's script picks it).
    """


class quiz_task(nodes.paragraph):
    """'Câu 2 · Tính một số'."""


class quiz_prompt(nodes.container):
    """What is asked."""


class quiz_options(nodes.enumerated_list):
    """The options, lettered. Attributes: kind, multiple, name."""


class quiz_option(nodes.list_item):
    """One option: a quiz_line. Attribute: letter."""


class quiz_line(nodes.paragraph):
    """The inline text of an option (a paragraph may not stand in a label)."""


class quiz_key(nodes.container):
    """Answers and explanations: a quiz_summary, then ordinary nodes and quiz_case items."""


class quiz_summary(nodes.rubric):
    """The heading of the key."""


class quiz_case(nodes.list_item):
    """One answer with its explanation. Attributes: answer (letter, number or *), right, tolerance."""


Visitor = Callable[[HTML5Translator, nodes.Element], None]


def _live(translator: HTML5Translator) -> bool:
    return translator.builder.name in LIVE_BUILDERS


def visitor(html: Callable[[HTML5Translator, nodes.Element], str], plain: str) -> Visitor:
    """A visitor that writes `html` on the page, and elsewhere does what `plain` does for ordinary nodes."""

    def visit(translator: HTML5Translator, node: nodes.Element) -> None:
        if _live(translator):
            translator.body.append(html(translator, node))
        else:
            getattr(translator, plain)(node)

    return visit


def _quiz(translator: HTML5Translator, node: nodes.Element) -> str:
    names = {station: "quiz station", review: "quiz review d-print-none"}
    ignored = " data-pagefind-ignore" if isinstance(node, review) else ""
    name = names.get(type(node), "quiz")
    return f'<div class="{name}" role="region" aria-labelledby="{node["label"]}"{ignored}>\n'


def _quiz_end(translator: HTML5Translator, node: nodes.Element) -> str:
    return (
        '<div class="quiz-end" hidden><p class="quiz-score" role="status"></p>'
        '<button type="button" class="quiz-again">Làm lại từ đầu</button></div>\n</div>\n'
    )


def _question(translator: HTML5Translator, node: nodes.Element) -> str:
    (name,) = node["ids"]
    other = f'data-quiz="{node["quiz"]}" ' if "quiz" in node else ""
    other += "data-spare hidden " if node.get("spare") else ""
    return (
        f'<div class="quiz-question" id="{name}" role="group" {other}data-kind="{node["kind"]}" '
        f'data-unit="{translator.attval(node["unit"])}" '
        f'aria-labelledby="{name}-task" aria-describedby="{name}-prompt">\n'
    )


def _task(translator: HTML5Translator, node: nodes.Element) -> str:
    return f'<p class="quiz-task" id="{node.parent["ids"][0]}-task">'


def _prompt(translator: HTML5Translator, node: nodes.Element) -> str:
    return f'<div class="quiz-prompt" id="{node.parent["ids"][0]}-prompt">\n'


def _option(translator: HTML5Translator, node: nodes.Element) -> str:
    options, letter = node.parent, node["letter"]
    if options["kind"] == "order":
        return f'<li data-answer="{letter}"><span class="quiz-letter">{letter}.</span> '
    kind = "checkbox" if options["multiple"] else "radio"
    return (
        f'<li data-answer="{letter}"><label><input type="{kind}" name="{options["name"]}" hidden>'
        f'<span class="quiz-letter">{letter}.</span> '
    )


def _option_end(translator: HTML5Translator, node: nodes.Element) -> str:
    if node.parent["kind"] != "order":
        return "</label></li>\n"
    letter = node["letter"]
    moves = "".join(
        f'<button type="button" data-move="{step}" aria-label="Đưa {letter} {word}">{arrow}</button>'
        for step, word, arrow in ((-1, "lên", "↑"), (1, "xuống", "↓"))
    )
    return f'<span class="quiz-moves" hidden>{moves}</span></li>\n'


def _key(translator: HTML5Translator, node: nodes.Element) -> str:
    """The folded key, after what the reader works with; without JavaScript only the key shows."""
    question = node.parent
    (name,) = question["ids"]
    entry = ""
    if question["kind"] == "number":
        unit = translator.encode(question["unit"])
        entry = (
            f'<label for="{name}-entry">Đáp số của bạn</label> '
            f'<input type="text" inputmode="decimal" autocomplete="off" id="{name}-entry"> '
            f"<span>{unit}</span> "
        )
    return (
        f'<div class="quiz-entry" hidden>{entry}'
        '<button type="button" class="quiz-check">Kiểm tra</button></div>\n'
        '<div class="quiz-feedback" role="status"></div>\n<details class="quiz-key">\n'
    )


def _case(translator: HTML5Translator, node: nodes.Element) -> str:
    more = " data-right" if node["right"] else ""
    if node["tolerance"]:
        more += f' data-tolerance="{node["tolerance"]!r}"'
    return f'<li class="quiz-case" data-answer="{translator.attval(node["answer"])}"{more}>'


def _tag(opening: str) -> Callable[[HTML5Translator, nodes.Element], str]:
    return lambda translator, node: opening


HTML = {
    quiz: (_quiz, _quiz_end, "container"),
    station: (_quiz, _quiz_end, "container"),
    review: (_quiz, _quiz_end, "container"),
    quiz_question: (_question, _tag("</div>\n"), "container"),
    quiz_task: (_task, _tag("</p>\n"), "paragraph"),
    quiz_prompt: (_prompt, _tag("</div>\n"), "container"),
    quiz_options: (_tag('<ul class="quiz-options">\n'), _tag("</ul>\n"), "enumerated_list"),
    quiz_option: (_option, _option_end, "list_item"),
    quiz_line: (_tag('<span class="quiz-text">'), _tag("</span>"), "paragraph"),
    quiz_key: (_key, _tag("</details>\n"), "container"),
    quiz_summary: (_tag("<summary>"), _tag("</summary>\n"), "rubric"),
    quiz_case: (_case, _tag("</li>\n"), "list_item"),
}


def setup(app: Sphinx) -> dict[str, bool]:
    for node, (opening, closing, plain) in HTML.items():
        app.add_node(node, html=(visitor(opening, f"visit_{plain}"), visitor(closing, f"depart_{plain}")))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
