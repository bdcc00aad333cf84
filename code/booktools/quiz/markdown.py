"""A quiz as plain Markdown: for notebooks, where the page's script does not run."""

import textwrap

from booktools.quiz.model import ANY_NUMBER, Answer, Question, Quiz

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TASKS = {"choice": "Chọn một đáp án", "number": "Tính một số", "order": "Xếp theo thứ tự"}


def task(question: Question) -> str:
    """What the reader is to do, in a few words."""
    return "Chọn mọi đáp án đúng" if question.multiple else TASKS[question.kind]


def shown(question: Question) -> list[tuple[str, Answer]]:
    """Letter and answer of each option, in the order that the reader sees (a number has none)."""
    if question.kind == "number":
        return []
    answers = question.shuffled() if question.kind == "order" else question.answers
    return list(zip(LETTERS, answers, strict=False))


def key(question: Question) -> list[tuple[str, Answer]]:
    """Name and answer of each line of the answer key."""
    if question.kind == "number":
        return [
            ("Số khác" if answer.text == ANY_NUMBER else answer.text, answer) for answer in question.answers
        ]
    if question.kind == "choice":
        return shown(question)
    letters = {answer.line: letter for letter, answer in shown(question)}
    return [(letters[answer.line], answer) for answer in question.answers]


def verdict(question: Question, answer: Answer) -> str:
    """The word for an answer of the key; the items of an order are neither right nor wrong."""
    if question.kind == "order":
        return ""
    return "✓ Đúng" if answer.right else "✗ Sai"


def to_markdown(quiz: Quiz) -> str:
    """The quiz in Markdown that Jupyter and Colab show: answers and explanations folded."""
    parts = [f"**{quiz.title}**"] if quiz.title else []
    for number, question in enumerate(quiz.questions, 1):
        parts += [f"**Câu {number}** · {task(question)}", question.prompt]
        options = [_item(f"**{letter}.** {answer.text}") for letter, answer in shown(question)]
        if options:
            parts.append("\n".join(options))
        if question.unit:
            parts.append(f"Đơn vị: {question.unit}")
        parts.append(f"<details><summary>Đáp án và giải thích</summary>\n\n{_key(question)}\n\n</details>")
    return "\n\n".join(parts) + "\n"


def _key(question: Question) -> str:
    lines = []
    for name, answer in key(question):
        word = verdict(question, answer)
        lines.append(_item(f"**{name}**{' ' + word + '.' if word else ':'} {answer.why}"))
    if question.kind == "order":
        lines.insert(0, "Thứ tự đúng: " + " → ".join(name for name, _ in key(question)) + "\n")
    return "\n".join(lines)


def _item(text: str) -> str:
    return "- " + textwrap.indent(text, "  ").lstrip()
