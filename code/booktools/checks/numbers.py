"""Numbers in the prose that a cell of the page prints: text and output cannot drift apart.

A number that a reader takes for a result stands somewhere on its page: in a cell's output, in code, in a
formula, or in the recorded run that the page shows. Rounded counts: 96.7 % stands for 0.9666; behind
"khoảng", "chừng", "gần", "hơn" … the last digit may be one off. Looked at are

    decimals of three digits and more (0.74, 12.5), percentages, whole numbers from three digits on;

but no years, versions and labels, and no single digit with zeros behind it (100, 2000). A number that comes
from elsewhere (another page, a source, mental arithmetic) is named in a comment, which no reader sees:

    % số: 2496, 8.1 %, 12 288 (bảng dữ liệu của NVIDIA)

It allows its numbers on the whole page. One that the page no longer needs is a problem too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from booktools.checks.evidence import PLAIN, Evidence
from booktools.source.book import book_files, name_of
from booktools.source.myst import directives, emptied
from booktools.source.problem import Problem
from booktools.source.prose import prose

MARK = re.compile(r"^% *số: *(?P<numbers>[^(\n]*?) *(?P<reason>\([^\n]*\))? *$", re.MULTILINE)
NUMBER = re.compile(
    r"(?<![\w.,/:@^=*\\-])(?P<whole>\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d{1,3}(?:,\d{3})+|\d+)"
    r"(?P<decimals>\.\d+)?(?![\d\w]|[.,-]\d|-\w)"
    r"(?P<percent>[ \u00a0\u202f]?%)?(?:\s(?P<times>nghìn|triệu|tỉ)\b)?"
)
TIMES = {"nghìn": 1e3, "triệu": 1e6, "tỉ": 1e9, None: 1.0}
ABOUT = re.compile(
    r"(?:khoảng|chừng|gần|hơn|cỡ|độ|xấp xỉ|chưa tới|dưới|trên|≈)(?:\s+\S+)?\s*$", re.IGNORECASE
)
# What stands behind these is a label: Python 3.11 đến 3.14, Ubuntu 24.04, bài 10.1 và 10.3.
LABEL = re.compile(
    r"(?:^###|\b(?:Python|Ubuntu|conda|bản|mục|bài|chương|hình))(?: từ)?[\s(|]+"
    r"(?:[\d.]+(?:,|\s+(?:đến|tới|và|hoặc|hay))\s+)*$",
    re.IGNORECASE,
)
YEAR = re.compile(r"1[89]\d\d|20\d\d")
# Their numbers are the readers' to find, or are checked by their own code.
WITHOUT = {"code-cell", "guess", "quiz", "station"}


@dataclass(frozen=True)
class Claim:
    """A number as the prose writes it: where, which, how far off the shown one may be, a share, thousands."""

    line: int
    text: str
    value: float
    half: float
    percent: bool
    times: float

    def holds(self, evidence: Evidence) -> bool:
        """Whether the page shows it: as it is, as a share, or in thousands and millions."""
        scales = {1.0, self.times, 0.01 if self.percent else 1.0}
        return any(evidence.near(self.value * scale, self.half * scale) for scale in scales)


def check(root: Path) -> list[Problem]:
    """Numbers that their page does not show, and marks that it does not need."""
    problems: list[Problem] = []
    for path in book_files(root):
        if evidence := Evidence.of_page(path, root):
            problems += _page(path.read_text(encoding="utf-8"), name_of(path, root), evidence)
    return problems


def _page(text: str, file: str, evidence: Evidence) -> Iterator[Problem]:
    marks = [(match, text.count("\n", 0, match.start()) + 1) for match in MARK.finditer(text)]
    allowed = {key: line for match, line in marks for key in _keys(match["numbers"])}
    needed = set()
    for claim in claims(text):
        if claim.holds(evidence):
            continue
        if claim.text in allowed:
            needed.add(claim.text)
            continue
        yield Problem(
            file,
            claim.line,
            f"không ô nào của trang in ra {claim.text}: sửa cho khớp, hoặc ghi '% số: {claim.text} (lí do)'",
        )
    for match, line in marks:
        if match["reason"] is None:
            yield Problem(file, line, "dòng '% số:' chưa ghi lí do trong ngoặc")
    for key, line in allowed.items():
        if key not in needed:
            yield Problem(file, line, f"dòng '% số:' kể {key}, mà trang không cần: xoá số ấy")


def claims(text: str) -> Iterator[Claim]:
    """The numbers of a page that a cell should show."""
    for number, line in enumerate(_text(text).split("\n"), 1):
        for match in NUMBER.finditer(line):
            claim = _claim(match, number, line)
            if claim and not LABEL.search(line[: match.start()]):
                yield claim


def _text(text: str) -> str:
    """The prose of a page without its cells and quizzes; a formula that is but a number is shown."""
    plain = PLAIN.sub(lambda m: f" {m['number']}{' %' if m['percent'] else ''}".ljust(len(m.group())), text)
    last = text.count("\n") + 1
    without = [(block.line, block.end or last) for block in directives(text) if block.name in WITHOUT]
    return emptied(prose(plain), without)


def _keys(numbers: str) -> set[str]:
    return {_key(match) for match in NUMBER.finditer(numbers)}


def _key(match: re.Match[str]) -> str:
    whole = re.sub(r"[ \u00a0\u202f]", " ", match["whole"])
    return whole + (match["decimals"] or "") + (" %" if match["percent"] else "")


def _claim(match: re.Match[str], number: int, line: str) -> Claim | None:
    whole, decimals = re.sub(r"[ \u00a0\u202f,]", "", match["whole"]), match["decimals"] or ""
    digits = (whole + decimals).replace(".", "").lstrip("0")
    significant = digits if decimals else digits.rstrip("0")
    if match["percent"]:
        counts = whole + decimals not in ("0", "100")
    elif decimals:
        counts = len(whole + decimals) > 3  # the point is one of them
    else:
        year = YEAR.fullmatch(match["whole"]) and not match["times"]
        counts = len(digits) >= 3 and len(significant) >= 2 and not year
    if not counts:
        return None
    unit = 10.0 ** (-len(decimals[1:]) if decimals else len(whole) - len(whole.rstrip("0")))
    about = ABOUT.search(line[: match.start()])
    half = 1.001 * unit if about else 0.5001 * (unit if decimals else 1)
    percent = bool(match["percent"])
    return Claim(number, _key(match), float(whole + decimals), half, percent, TIMES[match["times"]])
