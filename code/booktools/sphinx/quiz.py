"""{quiz}: builds the doctree of a quiz (syntax: see booktools.quiz) and refuses an impossible answer key."""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from booktools.quiz import Answer, Question, Quiz, duplicate_labels, parse_quiz
from booktools.quiz.view import key, shown, task, verdict
from booktools.source.problem import Problem
from booktools.sphinx import quiz_nodes as q
from booktools.sphinx.quiz_parts import LabelBook, QuestionDirective, QuizError

KEY_TITLE = "Đáp án và giải thích"


LABELS = LabelBook("hocsau_quiz_labels")


class QuizDirective(QuestionDirective):
    default_title = "Tự kiểm tra"
    node_class: type[q.quiz] = q.quiz

    def run(self) -> list[nodes.Node]:
        file, line, first = self.place()
        title = self.arguments[0].strip() if self.arguments else self.default_title
        kind = self.node_class.__name__
        parsed, problems = parse_quiz(title, list(self.content), file, line, first, kind)
        if problems:
            raise QuizError(problems)
        LABELS.note(self.env, file, parsed.label, line)
        return [self._quiz(parsed)]

    def _quiz(self, parsed: Quiz) -> nodes.Element:
        # The label is the title's: {ref} then knows both the target and the words to show.
        title = nodes.rubric("", parsed.title, names=[parsed.label], classes=["quiz-title"])
        self.set_source_info(title)
        self.state.document.note_explicit_target(title)
        node = self.node_class("", title, label=title["ids"][0])
        if parsed.intro:
            node += self.parse(parsed.intro, parsed.intro_line)
        node += [self._question(number, question) for number, question in enumerate(parsed.questions, 1)]
        return node

    def _question(self, number: int, question: Question) -> nodes.Element:
        node = q.quiz_question(ids=[question.id], kind=question.kind, unit=question.unit)
        node += q.quiz_task("", "", nodes.strong("", f"Câu {number}"), nodes.Text(f" · {task(question)}"))
        node += q.quiz_prompt("", *self.parse(question.prompt, question.prompt_line))
        if options := shown(question):
            lettered = q.quiz_options(
                kind=question.kind, multiple=question.multiple, name=question.id,
                enumtype="upperalpha", prefix="", suffix=".",
            )  # fmt: skip
            lettered += [q.quiz_option("", self.line_of(answer), letter=letter) for letter, answer in options]
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
        word = verdict(question, answer)
        said = nodes.inline("", f" {word}. ", classes=["quiz-verdict"]) if word else nodes.Text(": ")
        lead = [nodes.strong("", name), said]
        return self.explanation(lead, answer.why, answer.line)


class StrayQuestion(QuestionDirective):
    """A {question} outside a {quiz} or {station}."""

    def run(self) -> list[nodes.Node]:
        file, line, _ = self.place()
        raise QuizError([Problem(file, line, "{question} phải nằm trong {quiz} hay {station}")])


def _check_labels(app: Sphinx, env: BuildEnvironment) -> None:
    if problems := duplicate_labels(LABELS.all(env)):
        raise QuizError(problems)


def _add_assets(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    if doctree is not None and next(doctree.findall(q.quiz), None) is not None:
        app.add_css_file("quiz.css")
        for script in ("answers.js", "quiz.js"):
            app.add_js_file(script, loading_method="defer")


def setup(app: Sphinx) -> dict[str, bool]:
    q.setup(app)
    app.add_directive("quiz", QuizDirective)
    app.add_directive("question", StrayQuestion)
    app.connect("env-purge-doc", LABELS.forget)
    app.connect("env-merge-info", LABELS.merge)
    app.connect("env-check-consistency", _check_labels)
    app.connect("html-page-context", _add_assets)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": 1}
