"""From MyST text to Quiz objects, with every mistake told in Vietnamese by file and line."""

import re
from collections.abc import Iterable

from booktools.quiz.model import Answer, Question, Quiz, to_number
from booktools.quiz.reading import BOXED, Report, boxed_answer, refuse_unknown, stable_name, taken_twice
from booktools.quiz.rules import quiz_mistakes
from booktools.quiz.scan import Item, items, split_arrow
from booktools.source import myst
from booktools.source.problem import Problem

KINDS = ("choice", "number", "order")
NUMBERED = re.compile(r"^(?P<marker>\d+)[.)](?:\s+|$)")
# What the line above the question says by itself.
SAID_ABOVE = re.compile(r"\s*\(Chọn (?:mọi|tất cả)[^()]*\)\s*$")
OPTIONS = {"choice": {"id"}, "number": {"id", "tolerance", "unit"}, "order": {"id"}}


def parse_text(text: str, file: str) -> tuple[list[Quiz], list[Problem]]:
    """All quizzes of a MyST file, and all that is wrong with them."""
    report = Report(file)
    quizzes = []
    for block in myst.blocks(myst.numbered(text)):
        if not isinstance(block, myst.Block):
            continue
        if block.name == "question":
            report(block.line, "{question} phải nằm trong {quiz} hay {station}")
        if block.name in ("quiz", "station"):
            if not block.end:
                report(block.line, f"{{{block.name}}} chưa được đóng: thiếu dòng :::: ở cuối")
            quizzes.append(_quiz(block, report))
    report.problems += duplicate_labels((file, quiz.label, quiz.line) for quiz in quizzes)
    return quizzes, sorted(report.problems)


def parse_quiz(
    title: str, body: list[str], file: str, line: int, first: int, name: str = "quiz"
) -> tuple[Quiz, list[Problem]]:
    """One quiz from the directive `name`: `line` is the directive's, `first` the first line of its body."""
    report = Report(file)
    lines = tuple(myst.numbered("\n".join(body), first))
    quiz = _quiz(myst.Block(name, title, line, first + len(body), lines), report)
    return quiz, sorted(report.problems)


def duplicate_labels(labels: Iterable[tuple[str, str, int]]) -> list[Problem]:
    """Problems for labels, given as (file, label, line), that an earlier quiz has taken."""
    return taken_twice(labels, "label quiz {name!r}")


def _quiz(block: myst.Block, report: Report) -> Quiz:
    found, rest = myst.options(block.body)
    name = block.name
    label = stable_name(found, "label", block.line, name, report)
    refuse_unknown(found, {"label"}, name, report)
    intro, questions = [], []
    for part in myst.blocks(list(rest)):
        if isinstance(part, myst.Line):
            if name == "station" and not questions:
                intro.append(part)
            elif part.text.strip():
                report(part.number, f"{_holds(name)}; hãy đưa dòng này ra ngoài")
        elif part.name != "question":
            report(part.line, f"{_holds(name)}; hãy đưa khối này ra ngoài")
        elif part.argument not in KINDS:
            report(part.line, f"loại câu hỏi {part.argument!r} không có; cần một trong: {', '.join(KINDS)}")
        else:
            if not part.end:
                report(part.line, "{question} chưa được đóng: thiếu dòng ::: ở cuối")
            questions.append(_question(part, label, report))
    text = "\n".join(line.text for line in intro)
    start = next((line.number for line in intro if line.text.strip()), block.line)
    quiz = Quiz(
        label, block.argument, block.line, block.end, tuple(questions),
        kind=name, intro=text.strip("\n"), intro_line=start,
    )  # fmt: skip
    for line, message in quiz_mistakes(quiz):
        report(line, message)
    return quiz


def _holds(name: str) -> str:
    """What may stand in the directive."""
    before = "một đoạn văn rồi " if name == "station" else ""
    return f"trong {{{name}}} chỉ có {before}các {{question}}"


def _question(block: myst.Block, label: str, report: Report) -> Question:
    kind = block.argument
    found, rest = myst.options(block.body)
    name = stable_name(found, "id", block.line, "câu hỏi", report)
    refuse_unknown(found, OPTIONS[kind], f"câu hỏi {kind}", report)
    prompt, listed, spoiler = items(list(rest), NUMBERED if kind == "order" else BOXED)
    if spoiler:
        report(spoiler.number, "danh sách đáp án phải đứng cuối câu hỏi; dòng nối tiếp phải thụt vào")
    answers = tuple(_answer(item, kind, report) for item in listed)
    text = "\n".join(line.text for line in prompt)
    start = next((line.number for line in prompt if line.text.strip()), block.line)
    if not text.strip():
        report(block.line, "câu hỏi chưa có lời hỏi")
    return Question(
        kind=kind,
        id=f"{label}-{name}",
        line=block.line,
        prompt=SAID_ABOVE.sub("", text.strip("\n")),
        prompt_line=start,
        answers=answers,
        tolerance=_tolerance(found.get("tolerance"), report) if kind == "number" else None,
        unit=found["unit"].text if "unit" in found else "",
    )


def _answer(item: Item, kind: str, report: Report) -> Answer:
    if kind != "order":
        return boxed_answer(item, report)
    text, why = split_arrow(item.text)
    return Answer(text, why, right=True, line=item.line)


def _tolerance(option: myst.Line | None, report: Report) -> float | None:
    if option is None:
        return None
    tolerance = to_number(option.text)
    if 0 <= tolerance < float("inf"):
        return tolerance
    report(option.number, f"tolerance là {option.text!r}; cần một số không âm, ví dụ 0.01")
    return None
