"""The concepts of the book and what each needs, from the front matter of its chapters.

    ---
    hocsau:
      concepts:
        đạo hàm: {at: s-3-3-1}
        gradient descent: {at: s-3-3-2, needs: [đạo hàm, loss function]}
    ---

`at` is the label of the section that teaches the concept, in the same file. `needs` names concepts that come
earlier in the book. Names are those of book/glossary.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from booktools.source.myst import front_matter, targets
from booktools.source.problem import Problem


@dataclass(frozen=True)
class Concept:
    """A concept: its name, its chapter (docname), the label of its section, the names it needs, its line."""

    name: str
    docname: str
    at: str
    needs: tuple[str, ...]
    line: int


def read_concepts(text: str, docname: str, file: str) -> tuple[list[Concept], list[Problem]]:
    """The concepts that one file teaches, and what is wrong with how it says so."""
    head = front_matter(text)
    try:
        front = yaml.safe_load(head) or {}
    except yaml.YAMLError as error:
        return [], [Problem(file, 1, f"phần đầu (giữa hai dòng ---) không phải YAML: {error}")]
    listed = (front.get("hocsau") or {}).get("concepts") or {}
    labels = {target.text for target in targets(text)}
    concepts, problems = [], []
    for name, entry in listed.items():
        line = _line(head, name)
        entry = entry if isinstance(entry, dict) else {}
        if not isinstance(entry.get("at"), str) or not set(entry) <= {"at", "needs"}:
            shape = "{at: nhãn-của-mục, needs: [khái niệm, …]}"
            problems.append(Problem(file, line, f"khái niệm {name!r} phải viết dạng {shape}"))
            continue
        if entry["at"] not in labels:
            problems.append(Problem(file, line, f"khái niệm {name!r}: tệp này không có mục ({entry['at']})="))
        concepts.append(Concept(name, docname, entry["at"], tuple(entry.get("needs", ())), line))
    return concepts, problems


def _line(front: str, name: str) -> int:
    for number, line in enumerate(front.split("\n"), 2):
        if line.strip().startswith((f"{name}:", f'"{name}":')):
            return number
    return 1


def read_book(root: Path, docnames: Iterable[str]) -> tuple[list[Concept], list[Problem]]:
    """The concepts of the whole book in reading order, and everything that is wrong with them."""
    concepts, problems = [], []
    for docname in docnames:
        path = root / f"{docname}.md"
        if path.is_file():
            found, wrong = read_concepts(path.read_text(encoding="utf-8"), docname, f"{docname}.md")
            concepts += found
            problems += wrong
    return concepts, problems + list(_order(concepts))


def _order(concepts: list[Concept]) -> Iterable[Problem]:
    """Each name once, and each need taught before it: so the graph has no circle either."""
    taught: dict[str, Concept] = {}
    names = {concept.name for concept in concepts}
    for concept in concepts:
        file = f"{concept.docname}.md"
        if concept.name in taught:
            first = taught[concept.name]
            message = f"khái niệm {concept.name!r} đã được dạy ở {first.docname}.md:{first.line}"
            yield Problem(file, concept.line, message)
        for need in concept.needs:
            if need not in names:
                yield Problem(file, concept.line, f"{concept.name!r} cần {need!r}, mà không chương nào dạy")
            elif need not in taught:
                yield Problem(file, concept.line, f"{concept.name!r} cần {need!r}, mà sách dạy nó sau")
        taught.setdefault(concept.name, concept)
