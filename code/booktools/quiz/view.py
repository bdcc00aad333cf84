"""What the reader is shown of a question: the task, the lettered options, the answer key."""

from booktools.quiz.model import ANY_NUMBER, Answer, Question

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
