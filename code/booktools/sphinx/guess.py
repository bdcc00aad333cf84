"""{guess}: the reader guesses, then sees (syntax: see booktools.guess).

A post-transform wraps the first output behind the directive in a guess_veil; guess.js draws the veil, so that
without JavaScript, in print and in notebooks nothing is hidden.
"""

import json
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from booktools.guess import Guess, duplicate_ids, parse_guess
from booktools.guess.model import READ, bounds, share
from booktools.quiz import Answer
from booktools.quiz.model import ANY_NUMBER, to_number
from booktools.quiz.view import LETTERS
from booktools.source.problem import Problem
from booktools.sphinx import guess_nodes as g
from booktools.sphinx import quiz_nodes as q
from booktools.sphinx.explore import is_web
from booktools.sphinx.quiz_parts import LabelBook, QuestionDirective, QuizError

TASK = "Đoán trước"
KEY_TITLE = "Đáp án và giải thích"
IDS = LabelBook("hocsau_guess_ids")
FILES = ("quiz.css", "guess.css", "answers.js", "guess.js")


class GuessError(QuizError):
    """A guess that cannot be told right; stops the build."""

    category = "Chỗ đoán trước không dùng được"


class GuessDirective(QuestionDirective):
    def run(self) -> list[nodes.Node]:
        file, line, first = self.place()
        kind = self.arguments[0].strip() if self.arguments else ""
        parsed, problems = parse_guess(kind, list(self.content), file, line, first)
        if problems or parsed is None:
            raise GuessError(problems)
        IDS.note(self.env, file, parsed.id, line)
        node = g.guess(
            ids=[f"guess-{parsed.id}"], kind=kind, unit=parsed.unit, axes=(parsed.x, parsed.y),
            guess=parsed, count=parsed.count, file=file, data=_data(parsed, parsed.truth()),
        )  # fmt: skip
        self.set_source_info(node)
        node += q.quiz_task("", "", nodes.strong("", TASK), nodes.Text(f" · {task(parsed)}"))
        node += q.quiz_prompt("", *self.parse(parsed.prompt, parsed.prompt_line))
        node += self._options(parsed)
        key = g.guess_key("", q.quiz_summary("", KEY_TITLE))
        key += nodes.bullet_list("", *self._cases(parsed), bullet="-")
        node += key
        return [node]

    def _options(self, parsed: Guess) -> list[nodes.Element]:
        if parsed.kind != "choice":
            return []
        lettered = q.quiz_options(
            kind="choice", multiple=False, name=f"guess-{parsed.id}",
            enumtype="upperalpha", prefix="", suffix=".",
        )  # fmt: skip
        for letter, answer in zip(LETTERS, parsed.answers, strict=False):
            lettered += q.quiz_option("", self.line_of(answer), letter=letter)
        return [lettered]

    def _cases(self, parsed: Guess) -> Iterator[nodes.Element]:
        for letter, answer in zip(LETTERS, parsed.answers, strict=False):
            name, value = _named(parsed, letter, answer)
            lead = [nodes.strong("", name), nodes.Text(" ✓ Đúng. " if answer.right else " ✗ Sai. ")]
            case = q.quiz_case("", *self.explanation(lead, answer.why, answer.line))
            case["answer"], case["right"] = value, answer.right
            case["tolerance"] = _reach(parsed, answer)
            yield case


def task(parsed: Guess) -> str:
    """What the reader is to do, in a few words."""
    if parsed.kind == "choice":
        return "chọn một"
    if parsed.kind == "number":
        return f"một con số ({parsed.unit})" if parsed.unit else "một con số"
    what = "đặt một điểm" if parsed.kind == "point" else "vẽ một đường"
    return f"{what} (trục ngang: {parsed.x.label}; trục đứng: {parsed.y.label})"


def _named(parsed: Guess, letter: str, answer: Answer) -> tuple[str, str]:
    """What an answer is called in the key, and its value for the script."""
    if parsed.kind == "choice":
        return letter, letter
    if parsed.kind == "number":
        instead = {ANY_NUMBER: "Số khác", READ: "Con số ở kết quả"}
        return instead.get(answer.text, f"{answer.text} {parsed.unit}".strip()), answer.text
    if parsed.is_read:
        return "Những con số ở kết quả", answer.text
    words = answer.text.split()
    return (f"({', '.join(words)})" if parsed.kind == "point" else " → ".join(words)), answer.text


def _reach(parsed: Guess, answer: Answer) -> float:
    """How far from a number that is often guessed another guess still counts as it."""
    if parsed.kind != "number" or answer.right or answer.text == ANY_NUMBER:
        return 0.0
    return bounds(answer.value, parsed.tolerance)[1] - answer.value


def _data(parsed: Guess, truth: list[float]) -> dict[str, str]:
    """What guess.js judges by; nothing while the output has not told the truth."""
    if not truth:
        return {}
    if parsed.kind != "number":
        return {"truth": json.dumps(truth), "share": f"{share(parsed.tolerance):g}"}
    low, high = bounds(truth[0], parsed.tolerance)
    return {"truth": f"{truth[0]:.15g}", "low": f"{low:.15g}", "high": f"{high:.15g}"}


class Veils(SphinxPostTransform):
    """Find what waits for each guess. Runs when myst-nb has chosen the outputs and pictures are written."""

    default_priority = 7

    def run(self, **kwargs: Any) -> None:
        if not is_web(self.app.builder):
            return
        for node in list(self.document.findall(g.guess)):
            parsed: Guess = node["guess"]
            waiting = list(covered(node))
            if not waiting:
                what = "đầu ra, hình" if parsed.covers == "output" else "khối"
                raise GuessError(
                    [Problem(node["file"], parsed.line, f"sau {{guess}} không có {what} nào để che")]
                )
            if parsed.output:
                self._read(node, parsed, waiting[0].astext())
            for element in waiting:
                veil(element, node["ids"][0])

    def _read(self, node: nodes.Element, parsed: Guess, text: str) -> None:
        """Take the truth from the output, or refuse an output that does not say it."""
        match = parsed.found_in(text)
        if match is None:
            message = f"đầu ra sau {{guess}} không có {parsed.output!r}; nó là {text[:200]!r}"
            raise GuessError([Problem(node["file"], parsed.line, message)])
        if parsed.is_read:
            node["data"] = _data(parsed, [to_number(plain_number(found)) for found in match.groups()])


def plain_number(text: str) -> str:
    """A number as a cell prints it (60 000, −2) as Python reads it."""
    return text.replace("\u2212", "-").replace("\u00a0", "").replace("\u202f", "")


def covered(node: nodes.Element) -> Iterator[nodes.Element]:
    """The elements that wait: the first output behind the guess, or the next block, and `also` more."""
    parsed: Guess = node["guess"]
    siblings = [child for child in node.parent[node.parent.index(node) + 1 :] if _is_block(child)]
    for place, sibling in enumerate(siblings):
        if isinstance(sibling, nodes.section):
            return
        found = sibling if parsed.covers == "next" else output_of(sibling)
        if found is not None:
            yield found
            yield from siblings[place + 1 : place + 1 + parsed.also]
            return


def _is_block(node: nodes.Node) -> bool:
    kinds = (nodes.comment, nodes.target, nodes.Invisible, g.guess)
    return isinstance(node, nodes.Element) and not isinstance(node, kinds)


def output_of(node: nodes.Element) -> nodes.Element | None:
    """The output in a block: a figure, or what a cell printed or drew."""
    if isinstance(node, nodes.figure):
        return node
    if isinstance(node, g.guess_veil):  # an earlier guess waits for the same
        return output_of(node.children[0])
    if not isinstance(node, nodes.container):
        return None
    for part in node.findall(nodes.container):
        if "cell_output" in part.get("classes", []) and part.children:
            return part
    return None


def veil(element: nodes.Element, name: str) -> None:
    """Put an element behind a veil that this guess (too) lifts.

    A cell's output keeps its own box, whose place the theme's rules name; what is in it goes behind the veil.
    """
    inside = "cell_output" in element.get("classes", [])
    around = element.children[0] if inside else element
    if isinstance(around, g.guess_veil):
        around["guesses"].append(name)
        return
    cover = g.guess_veil(guesses=[name])
    if inside:
        children = element.children[:]
        element.clear()
        cover += children
        element += cover
    else:
        element.replace_self(cover)
        cover += element


def _check_ids(app: Sphinx, env: BuildEnvironment) -> None:
    if problems := duplicate_ids(IDS.all(env)):
        raise GuessError(problems)


def _add_assets(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    if doctree is not None and next(doctree.findall(g.guess), None) is not None:
        for name in FILES:
            if name.endswith(".css"):
                app.add_css_file(name)
            else:
                app.add_js_file(name, loading_method="defer")


def setup(app: Sphinx) -> dict[str, bool]:
    for extension in ("quiz", "guess_nodes"):
        app.setup_extension(f"booktools.sphinx.{extension}")
    app.add_directive("guess", GuessDirective)
    app.add_post_transform(Veils)
    app.connect("env-purge-doc", IDS.forget)
    app.connect("env-merge-info", IDS.merge)
    app.connect("env-check-consistency", _check_ids)
    app.connect("html-page-context", _add_assets)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": 1}
