"""What quizzes and guesses read alike: names, options, answers `- [x] text => why`, and how they complain."""

import re
from collections.abc import Iterable

from booktools.quiz.model import Answer
from booktools.quiz.scan import Item, split_arrow
from booktools.source import myst
from booktools.source.problem import Problem

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# A dash opens an answer: text before the answers lists things with `*`, so a forgotten box cannot hide there.
BOXED = re.compile(r"^-(?:\s*\[(?P<marker>[^\]]*)\])?(?:\s+|$)")
RIGHT = ("x", "X")


class Report:
    """Collects problems of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def __call__(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.file, line, message))


def boxed_answer(item: Item, report: Report) -> Answer:
    """An answer that its box calls right or wrong."""
    text, why = split_arrow(item.text)
    if item.marker not in (" ", *RIGHT):
        report(item.line, "đáp án phải bắt đầu bằng '- [ ]' (sai) hoặc '- [x]' (đúng)")
    return Answer(text, why, right=item.marker in RIGHT, line=item.line)


def stable_name(found: dict[str, myst.Line], option: str, line: int, owner: str, report: Report) -> str:
    """The name that the reader's progress hangs on."""
    if option not in found:
        report(line, f"{owner} thiếu :{option}: (tên ổn định, ví dụ :{option}: learning-rate-lon)")
        return ""
    name = found[option]
    if not NAME.fullmatch(name.text):
        report(name.number, f":{option}: là {name.text!r}; chỉ dùng a-z, 0-9 và dấu '-' ở giữa")
    return name.text


def refuse_unknown(found: dict[str, myst.Line], known: set[str], owner: str, report: Report) -> None:
    """Complain of options that the directive does not have."""
    for name, line in found.items():
        if name not in known:
            report(line.number, f"{owner} không có :{name}:; chỉ có: {', '.join(sorted(known))}")


def taken_twice(names: Iterable[tuple[str, str, int]], owner: str) -> list[Problem]:
    """Problems for names, given as (file, name, line), that are taken; `owner` holds {name!r}."""
    seen: dict[str, str] = {}
    problems = []
    for file, name, line in sorted(names, key=lambda item: (item[0], item[2])):
        if name in seen:
            problems.append(Problem(file, line, f"{owner.format(name=name)} đã có ở {seen[name]}"))
        elif name:
            seen[name] = f"{file}:{line}"
    return problems
