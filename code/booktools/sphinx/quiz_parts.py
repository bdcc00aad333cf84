"""What the directives of quizzes and guesses share: MyST in a question, problems that stop the build."""

from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util.docutils import SphinxDirective

from booktools.quiz import Answer
from booktools.source.problem import Problem
from booktools.sphinx import quiz_nodes as q


class QuizError(SphinxError):
    """An impossible answer key; stops the build."""

    category = "Quiz không dùng được"

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n" + "\n".join(map(str, problems)))


class QuestionDirective(SphinxDirective):
    """A directive that reads its own options and answers from its body."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True

    def place(self) -> tuple[str, int, int]:
        """The file, the directive's line and the first line of its body."""
        source, line = self.get_source_info()
        # MyST counts content_offset from the directive's own line.
        return relative(source, self.env), line, line + self.content_offset + 1

    def explanation(self, lead: list[nodes.Node], why: str, line: int) -> list[nodes.Node]:
        """An explanation that opens with `lead`."""
        blocks = self.parse(why, line)
        if isinstance(blocks[0], nodes.paragraph):
            blocks[0][0:0] = lead
        else:
            blocks.insert(0, nodes.paragraph("", "", *lead))
        return blocks

    def line_of(self, answer: Answer) -> nodes.Element:
        """The text of an option."""
        blocks = self.parse(answer.text, answer.line)
        if len(blocks) != 1 or not isinstance(blocks[0], nodes.paragraph):
            message = "một đáp án chỉ được là một đoạn chữ (không danh sách, khối code, hình)"
            raise QuizError([Problem(self.place()[0], answer.line, message)])
        return q.quiz_line("", "", *blocks[0].children)

    def parse(self, text: str, line: int) -> list[nodes.Node]:
        """Parse MyST as if it stood at that line of the document."""
        parent = nodes.Element()
        source, start = self.get_source_info()
        self.state.nested_parse(StringList(text.split("\n"), source), line - start - 1, parent)
        return parent.children


def relative(source: str, env: BuildEnvironment) -> str:
    path = Path(source)
    return path.relative_to(env.srcdir).as_posix() if path.is_relative_to(env.srcdir) else str(path)


Labels = dict[str, list[tuple[str, str, int]]]  # by page: file, label, line


class LabelBook:
    """The labels of every page, kept with the environment under a name."""

    def __init__(self, name: str) -> None:
        self.name = name

    def of(self, env: BuildEnvironment) -> Labels:
        if not hasattr(env, self.name):
            setattr(env, self.name, {})
        return getattr(env, self.name)

    def note(self, env: BuildEnvironment, file: str, label: str, line: int) -> None:
        self.of(env).setdefault(env.docname, []).append((file, label, line))

    def all(self, env: BuildEnvironment) -> list[tuple[str, str, int]]:
        return [label for labels in self.of(env).values() for label in labels]

    def forget(self, app: object, env: BuildEnvironment, docname: str) -> None:
        self.of(env).pop(docname, None)

    def merge(self, app: object, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
        self.of(env).update({name: labels for name, labels in self.of(other).items() if name in docnames})
