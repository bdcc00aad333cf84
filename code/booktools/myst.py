"""MyST as lines and blocks: enough to find directives, their options and their bodies, with line numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

FENCE = re.compile(r"^(?P<marks>:{3,}|`{3,}|~{3,})(?P<info>[^`]*)$")
DIRECTIVE = re.compile(r"^\{(?P<name>[^}]+)\}\s*(?P<argument>.*?)\s*$")
OPTION = re.compile(r"^:(?P<name>[\w-]+):(?:\s+(?P<value>.*?))?\s*$")


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
