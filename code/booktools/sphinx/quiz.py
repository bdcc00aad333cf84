"""{quiz}: builds the doctree of a quiz (syntax: see booktools.quiz) and refuses an impossible answer key."""

from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util.docutils import SphinxDirective

from booktools.quiz import Answer, Question, Quiz, duplicate_labels, parse_quiz
from booktools.quiz.view import key, shown, task, verdict
from booktools.source.problem import Problem
from booktools.sphinx import quiz_nodes as q

DEFAULT_TITLE = "Tự kiểm tra"
KEY_TITLE = "Đáp án và giải thích"


class QuizError(SphinxError):
    """An impossible answer key; stops the build."""

    category = "Quiz không dùng được"

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n" + "\n".join(map(str, problems)))


class QuizDirective(SphinxDirective):
    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        source, line = self.get_source_info()
        file = _relative(source, self.env)
        title = self.arguments[0].strip() if self.arguments else DEFAULT_TITLE
        # MyST counts content_offset from the directive's own line.
        first = line + self.content_offset + 1
        parsed, problems = parse_quiz(title, list(self.content), file, line, first)
        if problems:
            raise QuizError(problems)
        _labels(self.env).setdefault(self.env.docname, []).append((file, parsed.label, line))
        return [self._quiz(parsed)]

    def _quiz(self, parsed: Quiz) -> nodes.Element:
        # The label is the title's: {ref} then knows both the target and the words to show.
        title = nodes.rubric("", parsed.title, names=[parsed.label], classes=["quiz-title"])
        self.set_source_info(title)
        self.state.document.note_explicit_target(title)
        node = q.quiz("", title, label=title["ids"][0])
        node += [self._question(number, question) for number, question in enumerate(parsed.questions, 1)]
        return node

    def _question(self, number: int, question: Question) -> nodes.Element:
        node = q.quiz_question(ids=[question.id], kind=question.kind, unit=question.unit)
        node += q.quiz_task("", "", nodes.strong("", f"Câu {number}"), nodes.Text(f" · {task(question)}"))
        node += q.quiz_prompt("", *self._parse(question.prompt, question.prompt_line))
        if options := shown(question):
            lettered = q.quiz_options(
                kind=question.kind, multiple=question.multiple, name=question.id,
                enumtype="upperalpha", prefix="", suffix=".",
            )  # fmt: skip
            lettered += [q.quiz_option("", self._line(answer), letter=letter) for letter, answer in options]
            node += lettered
        node += self._key(question)
        return node

    def _key(self, question: Question) -> nodes.Element:
        node = q.quiz_key("", q.quiz_summary("", KEY_TITLE))
        cases = key(question)
        if question.kind == "order":
            node += nodes.paragraph("", "Thứ tự đúng: " + " → ".join(name for name, _ in cases))
        explained = nodes.bullet_list(bullet="-")
        for name, answer in cases:
            case = q.quiz_case("", *self._explanation(name, question, answer))
            case["answer"] = answer.text if question.kind == "number" else name
            case["right"] = answer.right
            case["tolerance"] = question.tolerance_of(answer)
            explained += case
        node += explained
        return node

    def _explanation(self, name: str, question: Question, answer: Answer) -> list[nodes.Node]:
        blocks = self._parse(answer.why, answer.line)
        word = verdict(question, answer)
        lead = [nodes.strong("", name), nodes.Text(f" {word}. " if word else ": ")]
        if isinstance(blocks[0], nodes.paragraph):
            blocks[0][0:0] = lead
        else:
            blocks.insert(0, nodes.paragraph("", "", *lead))
        return blocks

    def _line(self, answer: Answer) -> nodes.Element:
        blocks = self._parse(answer.text, answer.line)
        if len(blocks) != 1 or not isinstance(blocks[0], nodes.paragraph):
            source, _ = self.get_source_info()
            message = "một đáp án chỉ được là một đoạn chữ (không danh sách, khối code, hình)"
            raise QuizError([Problem(_relative(source, self.env), answer.line, message)])
        return q.quiz_line("", "", *blocks[0].children)

    def _parse(self, text: str, line: int) -> list[nodes.Node]:
        """Parse MyST as if it stood at that line of the document."""
        parent = nodes.Element()
        source, start = self.get_source_info()
        self.state.nested_parse(StringList(text.split("\n"), source), line - start - 1, parent)
        return parent.children


class StrayQuestion(SphinxDirective):
    """A {question} outside a {quiz}."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        source, line = self.get_source_info()
        raise QuizError([Problem(_relative(source, self.env), line, "{question} phải nằm trong {quiz}")])


def _relative(source: str, env: BuildEnvironment) -> str:
    path = Path(source)
    return path.relative_to(env.srcdir).as_posix() if path.is_relative_to(env.srcdir) else str(path)


Labels = dict[str, list[tuple[str, str, int]]]


def _labels(env: BuildEnvironment) -> Labels:
    if not hasattr(env, "hocsau_quiz_labels"):
        env.hocsau_quiz_labels = {}
    return env.hocsau_quiz_labels


def _forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _labels(env).pop(docname, None)


def _merge(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    _labels(env).update({name: labels for name, labels in _labels(other).items() if name in docnames})


def _check_labels(app: Sphinx, env: BuildEnvironment) -> None:
    problems = duplicate_labels(label for labels in _labels(env).values() for label in labels)
    if problems:
        raise QuizError(problems)


def _add_assets(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    if doctree is not None and next(doctree.findall(q.quiz), None) is not None:
        app.add_css_file("quiz.css")
        app.add_js_file("quiz.js", loading_method="defer")


def setup(app: Sphinx) -> dict[str, bool]:
    q.setup(app)
    app.add_directive("quiz", QuizDirective)
    app.add_directive("question", StrayQuestion)
    app.connect("env-purge-doc", _forget)
    app.connect("env-merge-info", _merge)
    app.connect("env-check-consistency", _check_labels)
    app.connect("html-page-context", _add_assets)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": 1}
