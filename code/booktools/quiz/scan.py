"""Lines of MyST: fences, options, answer lists. Knows nothing of what makes a quiz sensible."""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

FENCE = re.compile(r"^(?P<marks>:{3,}|`{3,}|~{3,})(?P<info>.*)$")
DIRECTIVE = re.compile(r"^\{(?P<name>[^}]+)\}\s*(?P<argument>.*?)\s*$")
OPTION = re.compile(r"^:(?P<name>[\w-]+):(?:\s+(?P<value>.*?))?\s*$")
# What `=>` must not be looked for in: code and formulas.
OPAQUE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)|\$[^$]+\$", re.DOTALL)
ARROW = re.compile(r"(?:^|(?<=\s))=>(?=\s|$)")


@dataclass(frozen=True)
class Line:
    """A line and its number in the file, from 1."""

    number: int
    text: str


@dataclass(frozen=True)
class Block:
    """A directive: its name, argument and body; end is the closing fence's line (0 when it is missing)."""

    name: str
    argument: str
    line: int
    end: int
    body: tuple[Line, ...]


@dataclass(frozen=True)
class Item:
    """One item of an answer list: its marker (None when malformed) and its text, dedented."""

    marker: str | None
    text: str
    line: int


def numbered(text: str, first: int = 1) -> list[Line]:
    """Number the lines of a text from `first` on."""
    return [Line(number, line) for number, line in enumerate(text.split("\n"), first)]


def blocks(lines: list[Line]) -> Iterator[Block | Line]:
    """Cut lines into directives and the lines between them; any fence hides what it holds."""
    position = 0
    while position < len(lines):
        line = lines[position]
        opening = FENCE.match(line.text)
        if opening is None:
            yield line
            position += 1
            continue
        marks, end = opening["marks"], position + 1
        while end < len(lines) and not closes(lines[end].text, marks):
            end += 1
        directive = DIRECTIVE.match(opening["info"].strip())
        closed = lines[end].number if end < len(lines) else 0
        body = tuple(lines[position + 1 : end])
        name, argument = (directive["name"], directive["argument"]) if directive else ("", "")
        yield Block(name, argument, line.number, closed, body)
        position = end + 1


def closes(text: str, marks: str) -> bool:
    """Whether a line closes a fence: the same mark, at least as often, and nothing else."""
    stripped = text.strip()
    return len(stripped) >= len(marks) and set(stripped) == {marks[0]}


def options(lines: tuple[Line, ...]) -> tuple[dict[str, Line], tuple[Line, ...]]:
    """Split `:name: value` lines from what follows; each Line then holds the value alone."""
    found: dict[str, Line] = {}
    for position, line in enumerate(lines):
        match = OPTION.match(line.text)
        if match is None:
            return found, lines[position:]
        found[match["name"]] = Line(line.number, match["value"] or "")
    return found, ()


def items(lines: list[Line], marker: re.Pattern[str]) -> tuple[list[Line], list[Item], Line | None]:
    """Split lines into what stands before an answer list, the list, and the first line that spoils it."""
    start = _first_item(lines, marker)
    found: list[tuple[str | None, int, str, list[str]]] = []
    spoiler = None
    for line in lines[start:]:
        match = marker.match(line.text)
        if match:
            found.append((match["marker"], line.number, line.text[match.end() :].strip(), []))
        elif not line.text.strip() or line.text[0] in " \t":
            found[-1][3].append(line.text)
        else:
            spoiler = line
            break
    listed = []
    for mark, number, text, rest in found:
        continued = textwrap.dedent("\n".join(rest))
        listed.append(Item(mark, f"{text}\n{continued}".strip(), number))
    return lines[:start], listed, spoiler


def _first_item(lines: list[Line], marker: re.Pattern[str]) -> int:
    marks = ""
    for position, line in enumerate(lines):
        fence = FENCE.match(line.text)
        if marks:
            marks = "" if closes(line.text, marks) else marks
        elif fence:
            marks = fence["marks"]
        elif marker.match(line.text):
            return position
    return len(lines)


def split_arrow(text: str) -> tuple[str, str]:
    """Cut `answer => explanation` at its first arrow outside code and formulas."""
    masked = OPAQUE.sub(lambda match: "\0" * len(match.group()), text)
    arrow = ARROW.search(masked)
    if arrow is None:
        return text.strip(), ""
    return text[: arrow.start()].strip(), text[arrow.end() :].strip()
