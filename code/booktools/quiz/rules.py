"""What an answer key must satisfy: nothing impossible, nothing ambiguous, nothing unexplained."""

import math
from collections.abc import Iterator
from itertools import combinations

from booktools.quiz.model import ANY_NUMBER, Answer, Question, Quiz

Mistake = tuple[int, str]
MOST = 26  # the letters A to Z
REST = (2, 3)  # questions of a station


def quiz_mistakes(quiz: Quiz) -> Iterator[Mistake]:
    """Line and message of everything that makes a quiz unanswerable."""
    if quiz.kind == "station":
        yield from _station(quiz)
    elif not quiz.questions:
        yield quiz.line, "quiz không có câu hỏi nào"
    seen: dict[str, int] = {}
    for question in quiz.questions:
        if question.id in seen:
            yield question.line, f"id câu hỏi {question.id!r} đã dùng ở dòng {seen[question.id]}"
        seen.setdefault(question.id, question.line)
        yield from explained(question.line, question.answers)
        yield from KINDS[question.kind](question)


def _station(station: Quiz) -> Iterator[Mistake]:
    least, most = REST
    if not least <= len(station.questions) <= most:
        yield station.line, f"chỗ nghỉ có {len(station.questions)} câu hỏi; cần {least} hoặc {most} câu ngắn"
    if not station.title:
        yield station.line, "chỗ nghỉ chưa có tên: viết '{station} Xong phần một' (bạn đọc vừa qua điều gì)"
    if not station.intro:
        yield station.line, "chỗ nghỉ chưa có đoạn văn: đã có gì trong tay, lần sau bắt đầu từ đâu"


def explained(line: int, answers: tuple[Answer, ...]) -> Iterator[Mistake]:
    """Answers that are empty, unexplained, too many, or there twice; `line` is their question's."""
    if len(answers) > MOST:
        yield line, f"câu hỏi có {len(answers)} đáp án; nhiều nhất {MOST} (A–Z)"
    texts: dict[str, int] = {}
    for answer in answers:
        if not answer.text:
            yield answer.line, "đáp án để trống"
        elif not answer.why:
            yield answer.line, "đáp án thiếu giải thích: viết 'đáp án => giải thích'"
        elif "\n\n" in answer.text:
            yield answer.line, "một đáp án chỉ được là một đoạn"
    for answer in answers:
        text = " ".join(answer.text.split())
        if text and text in texts:
            yield answer.line, f"đáp án trùng với dòng {texts[text]}"
        texts.setdefault(text, answer.line)


def _choice(question: Question) -> Iterator[Mistake]:
    if len(question.answers) < 2:
        yield question.line, f"câu choice có {len(question.answers)} đáp án; cần ít nhất 2"
    if not any(answer.right for answer in question.answers):
        yield question.line, "câu choice không có đáp án đúng: đánh dấu '- [x]'"


def _order(question: Question) -> Iterator[Mistake]:
    if len(question.answers) < 2:
        yield question.line, f"câu order có {len(question.answers)} mục; cần ít nhất 2 mục '1. …', '2. …'"


def _number(question: Question) -> Iterator[Mistake]:
    numbers = []
    for answer in question.answers:
        if answer.text == ANY_NUMBER:
            if answer.right:
                yield answer.line, "'*' là mọi số khác nên không thể là đáp án đúng"
        elif math.isfinite(answer.value):
            numbers.append(answer)
        elif answer.text:
            yield (
                answer.line,
                f"{answer.text!r} không phải là số hữu hạn (viết dấu chấm thập phân: 40.96)",
            )
    right = [answer for answer in question.answers if answer.right]
    if len(right) != 1:
        yield question.line, f"câu number có {len(right)} đáp án đúng; cần đúng một '- [x]'"
    if all(answer.text != ANY_NUMBER for answer in question.answers):
        yield question.line, "câu number thiếu '- [ ] * => …', lời giải thích cho mọi số khác"
    yield from _ambiguous(question, numbers)


def _ambiguous(question: Question, numbers: list[Answer]) -> Iterator[Mistake]:
    for first, second in combinations(numbers, 2):
        if first.text == second.text:
            continue  # reported as a duplicate
        if question.meets(first.value, second) or question.meets(second.value, first):
            wrong, other = (first, second) if second.right else (second, first)
            what = "đáp án đúng" if other.right else "số nhầm ở trên"
            tolerance = max(question.tolerance_of(first), question.tolerance_of(second))
            yield (
                wrong.line,
                f"{wrong.text} không phân biệt được với {what} {other.text}: "
                f"cách nhau không quá tolerance {tolerance:g}",
            )


KINDS = {"choice": _choice, "number": _number, "order": _order}
