"""One term, one word: names that book/glossary.md says not to use are found in the book and in our messages.

An entry of the glossary forbids other names in a line of its own, which readers see too:

    learning rate
      Số dương nhân với gradient …

      Không dùng: tốc độ học, hệ số học.

Code, formulas and addresses are left alone; so is a name in `code`, for the rare text that must cite it.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from booktools.source.book import name_of, reader_files
from booktools.source.myst import Line, directives
from booktools.source.problem import Problem
from booktools.source.prose import prose, strings

GLOSSARY = "book/glossary.md"
OTHERS_WORDS = {"book/sources.md"}  # titles of works that others named
ABOUT_NAMES = {"terms.py"}  # this file, which shows a forbidden name as an example
FORBIDS = re.compile(r"^\s+Không dùng:\s*(?P<names>.*?)\s*$")


@dataclass(frozen=True)
class Entry:
    """A glossary entry: its names (one a line), its line, its text, the names it forbids with their line."""

    names: tuple[str, ...]
    line: int
    text: str
    forbidden: tuple[tuple[str, int], ...]


def check(root: Path) -> list[Problem]:
    """Forbidden names in the book, in the READMEs, in the messages of our code and in what pages show."""
    path = root / GLOSSARY
    if not path.is_file():
        return [Problem(GLOSSARY, 1, "không thấy bảng thuật ngữ")]
    text = _nfc(path)
    found = list(entries(text))
    problems = list(check_glossary(text, found))
    search = Search(found)
    for file in reader_files(root):
        if name_of(file, root) in OTHERS_WORDS:
            continue
        shown = prose(_nfc(file))
        if file == path:
            shown = "\n".join("" if FORBIDS.match(line) else line for line in shown.split("\n"))
        problems += search.problems(shown, name_of(file, root))
    for file in sorted((root / "code").rglob("*.py")):
        if file.name not in ABOUT_NAMES:
            problems += search.problems(strings(_nfc(file)), name_of(file, root))
    for file in _page_parts(root):
        problems += search.problems(_nfc(file), name_of(file, root))
    return problems


def _page_parts(root: Path) -> list[Path]:
    """What pages show besides their text: words in scripts, templates and the list of chapters."""
    places = ("book/live/*.js", "book/_static/*.js", "book/*.yml", "code/booktools/**/*.html")
    return sorted(file for place in places for file in root.glob(place) if ".min." not in file.name)


def _nfc(path: Path) -> str:
    return unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))


def entries(text: str) -> Iterator[Entry]:
    """The entries of every {glossary} of a file."""
    for block in directives(text):
        if block.name == "glossary":
            for names, body in _cut(block.body):
                forbidden = []
                for line in body:
                    if match := FORBIDS.match(line.text):
                        listed = match["names"].removesuffix(".").split(",")
                        forbidden += [(name.strip(), line.number) for name in listed]
                words = tuple(name.text.strip() for name in names)
                shown = "\n".join(line.text for line in body)
                yield Entry(words, names[0].number, shown, tuple(forbidden))


def _cut(lines: tuple[Line, ...]) -> Iterator[tuple[list[Line], list[Line]]]:
    """The lines of each entry: its names, which are not indented, and its body."""
    names: list[Line] = []
    body: list[Line] = []
    for line in lines:
        if line.text and not line.text[0].isspace() and not line.text.startswith(":"):
            if body:
                yield names, body
                names, body = [], []
            names.append(line)
        elif names:
            body.append(line)
    if names:
        yield names, body


def check_glossary(text: str, found: list[Entry]) -> Iterator[Problem]:
    """Whether the glossary can be obeyed: no name twice, none both chosen and forbidden, in A–Z order."""
    if not found:
        yield Problem(GLOSSARY, 1, "bảng thuật ngữ không có mục nào")
    chosen: dict[str, int] = {}
    for entry in found:
        for name in entry.names:
            if name.casefold() in chosen:
                yield Problem(GLOSSARY, entry.line, f"{name!r} đã có ở dòng {chosen[name.casefold()]}")
            chosen.setdefault(name.casefold(), entry.line)
    seen: dict[str, int] = {}
    for name, line in (pair for entry in found for pair in entry.forbidden):
        if not name:
            yield Problem(GLOSSARY, line, "dòng 'Không dùng:' có chỗ trống giữa hai dấu phẩy")
        elif name.casefold() in chosen:
            yield Problem(
                GLOSSARY, line, f"{name!r} vừa bị cấm vừa là một mục (dòng {chosen[name.casefold()]})"
            )
        elif name.casefold() in seen:
            yield Problem(GLOSSARY, line, f"{name!r} đã bị cấm ở dòng {seen[name.casefold()]}")
        seen.setdefault(name.casefold(), line)
    for before, after in zip(found, found[1:], strict=False):
        if alphabetical(before.names[0]) > alphabetical(after.names[0]):
            message = (
                f"{after.names[0]!r} phải đứng trước {before.names[0]!r} (xếp theo chữ cái, không kể dấu)"
            )
            yield Problem(GLOSSARY, after.line, message)
    for number, line in enumerate(text.split("\n"), 1):
        if "Không dùng:" in line and not (FORBIDS.match(line) and line.rstrip().endswith(".")):
            message = (
                "'Không dùng: …' phải ở một dòng riêng, thụt vào, trong một mục, và kết thúc bằng dấu chấm"
            )
            yield Problem(GLOSSARY, number, message)


def alphabetical(name: str) -> str:
    """A name as it is sorted: without marks, in small letters, đ as d."""
    bare = unicodedata.normalize("NFKD", name.casefold().replace("đ", "d"))
    return "".join(character for character in bare if not unicodedata.combining(character))


# What may stand between two words of a name: one line's end (of text, a quotation, a string that goes on in
# the next line), the \n of a label, two strings side by side, or a space; emphasis may begin or end there.
SPACE, EMPHASIS = r"[^\S\n]", "[*_]{0,3}"
GAP = "|".join(
    [
        rf"{EMPHASIS}{SPACE}*[\"']?{SPACE}*\n(?:{SPACE}|>)*(?:[a-zA-Z]{{0,2}}[\"'])?{SPACE}*{EMPHASIS}",
        rf"{SPACE}*\\n{SPACE}*",
        rf"{SPACE}*[\"']{SPACE}+[a-zA-Z]{{0,2}}[\"']{SPACE}*",
        rf"{EMPHASIS}{SPACE}+{EMPHASIS}",
    ]
)
HYPHENS = "[-\u2010\u2011\u2013]"  # hyphen, its two other forms, dash


class Search:
    """Finds forbidden names in a text: in any case, across a line's end, English ones also in the plural."""

    def __init__(self, found: list[Entry]) -> None:
        self.chosen = {
            _key(name): (entry.names[0], line) for entry in found for name, line in entry.forbidden if name
        }
        names = sorted(self.chosen, key=len, reverse=True)
        self.pattern = None
        if names:
            one = "|".join(map(_pattern, names))
            self.pattern = re.compile(rf"(?:(?<![^\W_])|(?<=\\n))(?:{one})(?![^\W_])", re.IGNORECASE)

    def problems(self, text: str, file: str) -> Iterator[Problem]:
        """A problem for every forbidden name."""
        for match in self.pattern.finditer(text) if self.pattern else ():
            key = _key(match.group())
            chosen, line = self.chosen[key if key in self.chosen else key.removesuffix("s")]
            shown = re.sub(GAP, " ", match.group())
            yield Problem(
                file,
                text.count("\n", 0, match.start()) + 1,
                f"'{shown}': sách gọi là '{chosen}' ({GLOSSARY}:{line})",
            )


def _pattern(name: str) -> str:
    """The expression for one forbidden name."""
    words = [re.escape(word).replace(r"\-", HYPHENS) for word in name.split()]
    return f"(?:{GAP})".join(words) + ("s?" if name.isascii() else "")


def _key(name: str) -> str:
    return re.sub(HYPHENS, "-", re.sub(GAP, " ", name.casefold()))
