"""Answer lists of a quiz, line by line. Knows nothing of what makes a quiz sensible."""

import re
import textwrap
from dataclasses import dataclass

from booktools.source.myst import Line, blocks

# What `=>` must not be looked for in: code and formulas.
OPAQUE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)|\$[^$]+\$", re.DOTALL)
ARROW = re.compile(r"(?:^|(?<=\s))=>(?=\s|$)")


@dataclass(frozen=True)
class Item:
    """One item of an answer list: its marker (None when malformed) and its text, dedented."""

    marker: str | None
    text: str
    line: int


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
    """Where the answers begin; what looks like one inside a fence is the question's own."""
    for part in blocks(lines):
        if isinstance(part, Line) and marker.match(part.text):
            return part.number - lines[0].number
    return len(lines)


def split_arrow(text: str) -> tuple[str, str]:
    """Cut `answer => explanation` at its first arrow outside code and formulas."""
    masked = OPAQUE.sub(lambda match: "\0" * len(match.group()), text)
    arrow = ARROW.search(masked)
    if arrow is None:
        return text.strip(), ""
    return text[: arrow.start()].strip(), text[arrow.end() :].strip()
