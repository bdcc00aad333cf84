"""Guesses of the whole book: well formed, named once, enough of them, their truth shown by the page.

The numbers of a truth stand in the output that the guess covers, as notebooks/ keeps it, or in a line of the
page's code that asserts them and names the guess (a hidden cell may do so):

    assert round(best, 2) == 0.42  # đoán: ten-cua-cho-doan

What `:from:` quotes stands in the covered output. A cell that notebooks/ does not know yet is not judged:
`notebooks --check` names it. Every chapter (not every lab) has at least SIX guesses, or one for each of its
sections where these are fewer, and no sentence invites to guess ("bạn đoán xem") without a place to do so;
exercises and goals are free to.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from booktools.checks.chapters import is_chapter, numbered_sections
from booktools.checks.evidence import numbers_in
from booktools.guess import Guess, duplicate_ids, parse_text
from booktools.guess.rules import shown_by
from booktools.source.book import book_files, chapter_number, documents, name_of
from booktools.source.cells import Cell, cells
from booktools.source.myst import directives
from booktools.source.problem import Problem
from booktools.source.prose import prose

SIX = 6
TOC = "_toc.yml"
INVITED = re.compile(r"\b(?:bạn (?:hãy |thử )?đoán|(?:hãy|thử) đoán|đoán xem|đoán trước)\b", re.IGNORECASE)
FREE = {"guess", "quiz", "station", "exercise", "admonition"}
ASSERTED = re.compile(r"^\s*assert\b(?P<claim>.*)#\s*đoán:\s*(?P<ids>[\w, -]+?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Shown:
    """What a page shows: its cells, the text that each printed (None: unknown), what it asserts."""

    cells: list[Cell]
    outputs: dict[int, str | None]
    asserted: dict[str, list[float]]

    def behind(self, guess: Guess) -> str | None:
        """The text of the first output behind a guess; None when the notebook does not know it."""
        for cell in self.cells:
            if cell.line > guess.line:
                printed = self.outputs.get(cell.line)
                if printed is None or printed:
                    return printed
        return ""


def check(root: Path) -> list[Problem]:
    """What is wrong with the book's guesses."""
    problems, ids = set(), []
    chapters = set(documents(root)) if (root / TOC).is_file() else set()
    for path in book_files(root):
        file, text = name_of(path, root), path.read_text(encoding="utf-8")
        guesses, found = parse_text(text, file)
        problems |= set(found)
        ids += [(file, guess.id, guess.line) for guess in guesses]
        docname = file.removesuffix(".md")
        if docname in chapters and is_chapter(docname):
            problems |= set(_enough(guesses, text, file))
        if docname in chapters and chapter_number(docname) is not None:
            problems |= set(_invited(text, file))
        if not found and guesses:
            problems |= set(_true(guesses, _shown(path, root), file))
    return sorted(problems | set(duplicate_ids(ids)))


def _enough(guesses: list[Guess], text: str, file: str) -> Iterator[Problem]:
    needed = min(SIX, len(numbered_sections(text)))
    if len(guesses) < needed:
        yield Problem(file, 1, f"chương có {len(guesses)} chỗ đoán trước {{guess}}; cần ít nhất {needed}")


def _invited(text: str, file: str) -> Iterator[Problem]:
    lines = prose(text).split("\n")
    starts: list[int] = []
    for block in directives(text):
        if block.name in FREE:
            lines[block.line - 1 : block.end] = [""] * (block.end - block.line + 1)
        if block.name == "solution-start":
            starts.append(block.line)
        if block.name == "solution-end" and starts:
            first = starts.pop()
            lines[first - 1 : block.end] = [""] * (block.end - first + 1)
    for number, line in enumerate(lines, 1):
        if match := INVITED.search(line):
            yield Problem(file, number, f"{match.group()!r} mời đoán mà không có chỗ đoán: dùng {{guess}}")


def _shown(path: Path, root: Path) -> Shown:
    text = path.read_text(encoding="utf-8")
    found = list(cells(text))
    notebook = root / "notebooks" / f"{path.stem}.ipynb"
    printed: dict[str, str] = {}
    if notebook.is_file():
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                printed["".join(cell["source"]).strip()] = "".join(map(_text, cell.get("outputs", [])))
    asserted: dict[str, list[float]] = {}
    for cell in found:
        for match in ASSERTED.finditer(cell.code):
            for name in match["ids"].split(","):
                asserted.setdefault(name.strip(), []).extend(numbers_in(match["claim"]))
    return Shown(found, {cell.line: printed.get(cell.code.strip()) for cell in found}, asserted)


def _text(output: dict) -> str:
    """What an output says in words: streams and text; a reading of a moving picture is in its text too."""
    shown = [output.get("text", ""), output.get("data", {}).get("text/plain", "")]
    return "\n".join("".join(part) if isinstance(part, list) else part for part in shown) + "\n"


def _true(guesses: list[Guess], shown: Shown, file: str) -> Iterator[Problem]:
    for guess in guesses:
        printed = shown.behind(guess)
        if guess.output and printed is not None and guess.found_in(printed) is None:
            yield Problem(file, guess.line, f"đầu ra ngay sau {{guess}} không có {guess.output!r}")
        values = [*numbers_in(printed or ""), *shown.asserted.get(guess.id, [])]
        judged = guess.truth() and (printed is not None or guess.id in shown.asserted)
        if missing := shown_by(guess, values) if judged else []:
            yield Problem(
                file,
                guess.right.line,
                f"đầu ra bị che không in {', '.join(missing)}: sửa cho khớp, hoặc thêm ô ẩn có "
                f"'assert … # đoán: {guess.id}' nói ra số ấy",
            )
    known = {guess.id for guess in guesses}
    for name in shown.asserted.keys() - known:
        yield Problem(file, 1, f"một ô ghi '# đoán: {name}', mà trang không có {{guess}} nào tên ấy")
