"""From MyST text to Guess objects, with every mistake told in Vietnamese by file and line."""

from collections.abc import Iterable

from booktools.guess.model import DEFAULT, Axis, Guess, numbers
from booktools.guess.rules import guess_mistakes
from booktools.quiz.reading import BOXED, Report, boxed_answer, refuse_unknown, stable_name, taken_twice
from booktools.quiz.scan import items
from booktools.source import myst
from booktools.source.problem import Problem

COMMON = {"id", "covers", "also"}
OPTIONS = {
    "choice": COMMON | {"from"},
    "number": COMMON | {"from", "tolerance", "unit"},
    "point": COMMON | {"from", "tolerance", "x", "y"},
    "line": COMMON | {"from", "tolerance", "x", "y"},
}


def parse_text(text: str, file: str) -> tuple[list[Guess], list[Problem]]:
    """All guesses of a MyST file, and all that is wrong with them."""
    report = Report(file)
    found = []
    for block in myst.directives(text):
        if block.name == "guess":
            if not block.end:
                report(block.line, "{guess} chưa được đóng: thiếu dòng ::: ở cuối")
            found.append(_guess(block, report))
    guesses = [guess for guess in found if guess is not None]
    report.problems += duplicate_ids((file, guess.id, guess.line) for guess in guesses)
    return guesses, sorted(report.problems)


def parse_guess(
    kind: str, body: list[str], file: str, line: int, first: int
) -> tuple[Guess | None, list[Problem]]:
    """One guess from its directive: `line` is the directive's, `first` the first line of its body."""
    report = Report(file)
    lines = tuple(myst.numbered("\n".join(body), first))
    guess = _guess(myst.Block("guess", kind, line, first + len(body), lines), report)
    return guess, sorted(report.problems)


def duplicate_ids(ids: Iterable[tuple[str, str, int]]) -> list[Problem]:
    """Problems for ids, given as (file, id, line), that an earlier guess has taken."""
    return taken_twice(ids, "id {name!r} của {{guess}}")


def _guess(block: myst.Block, report: Report) -> Guess | None:
    kind = block.argument.strip()
    if kind not in OPTIONS:
        report(block.line, f"loại {kind!r} của {{guess}} không có; cần một trong: {', '.join(OPTIONS)}")
        return None
    found, rest = myst.options(block.body)
    name = stable_name(found, "id", block.line, "{guess}", report)
    refuse_unknown(found, OPTIONS[kind], f"{{guess}} {kind}", report)
    prompt, listed, spoiler = items(list(rest), BOXED)
    if spoiler:
        report(spoiler.number, "danh sách đáp án phải đứng cuối {guess}; dòng nối tiếp phải thụt vào")
    drawn = kind in ("point", "line")
    said = {option: line.text for option, line in found.items()}
    guess = Guess(
        kind=kind,
        id=name,
        line=block.line,
        prompt="\n".join(line.text for line in prompt).strip("\n"),
        prompt_line=next((line.number for line in prompt if line.text.strip()), block.line),
        answers=tuple(boxed_answer(item, report) for item in listed),
        unit=said.get("unit", ""),
        tolerance=said.get("tolerance", DEFAULT),
        x=_axis("x", found, block.line, report) if drawn else None,
        y=_axis("y", found, block.line, report) if drawn else None,
        covers=said.get("covers", "output"),
        also=_count(found.get("also"), report),
        output=said.get("from", ""),
    )
    for line, message in guess_mistakes(guess):
        report(line, message)
    return guess


def _axis(option: str, found: dict[str, myst.Line], line: int, report: Report) -> Axis | None:
    text = found[option].text if option in found else ""
    *numeric, label = text.split(None, 3) if len(text.split(None, 3)) == 4 else ("", "")
    values = numbers(" ".join(numeric))
    if len(values) == 3:
        low, high, step = values
        if low < high < float("inf") and 0 < step <= high - low:
            return Axis(low, high, step, label)
    place = found[option].number if option in found else line
    report(place, f":{option}: là {text!r}; cần 'đầu cuối bước tên trục', ví dụ :{option}: 0 10 0.5 giờ")
    return None


def _count(option: myst.Line | None, report: Report) -> int:
    if option is None:
        return 0
    if option.text.isdecimal():
        return int(option.text)
    report(option.number, f":also: là {option.text!r}; cần số khối che thêm, ví dụ 1")
    return 0
