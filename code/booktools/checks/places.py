"""Where a term is first met: every entry of the glossary says it, and the section it names links back.

An entry ends in one of these, which readers follow:

    Gặp lần đầu ở {numref}`s-3-3-2`.                        the section that has this label
    Gặp lần đầu ở {doc}`chương 2 <ch02_python>`.            a page, for what stands before its first section
    Gặp lần đầu ở {numref}`s-6a-10`, nói kĩ ở chương 12.    a chapter that is not written yet
    Sẽ gặp ở chương 17.                                     the same, for a term first met there

The section (or page) that is named uses the term in its text, as a {term}; the page's closing list of new
words does not count. No page or section before it, in the order of _toc.yml, links the term.
Once the chapter with the number exists, the entry must link to it.
"""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import yaml

from booktools.checks.terms import GLOSSARY, Entry, entries
from booktools.source.book import book_files, chapter_number, documents, name_of
from booktools.source.myst import sections
from booktools.source.problem import Problem

MET = re.compile(r"Gặp lần đầu ở \{(?:numref|ref|doc)\}`(?:[^`<]*<)?(?P<place>[^`<>]+)>?`")
LATER = re.compile(r"(?P<says>Sẽ gặp|nói kĩ) ở chương (?P<number>\d+)")
TERM = re.compile(r"\{term\}`(?:[^`<]*<)?(?P<name>[^`<>]+)>?`")
LIST = re.compile(r"^\*\*Từ mới:\*\*(?:.+\n?)*", re.MULTILINE)
CHAPTERS = "book/chapters.yml"
TOC = "_toc.yml"

Firsts = dict[str, tuple[int, tuple[str, ...]]]  # name -> its turn in the book, and the places around it


def check(root: Path) -> list[Problem]:
    """Entries that name no place, a wrong one, or one that does not use the term."""
    glossary = root / GLOSSARY
    if not glossary.is_file():
        return []  # checks.terms says so
    pages = {name_of(path, root): path.read_text(encoding="utf-8") for path in book_files(root)}
    written = _chapters(root)
    pieces = {
        page: [((Path(page).stem, *labels), _terms(piece)) for labels, _, piece in sections(text)]
        for page, text in pages.items()
    }
    used: dict[str, set[str]] = {}
    for places, terms in chain.from_iterable(pieces.values()):
        for place in places:
            used.setdefault(place, set()).update(terms)
    first = _first_places(pieces, root)
    return [
        Problem(GLOSSARY, entry.line, f"{entry.names[0]!r}: {message}")
        for entry in entries(pages[GLOSSARY])
        for message in (*_wrong(entry, used, written), *_later(entry, first))
    ]


def _first_places(pieces: dict[str, list[tuple[tuple[str, ...], set[str]]]], root: Path) -> Firsts:
    """For each name that a chapter links: its turn, and the page and labels of its first place."""
    first: Firsts = {}
    if not (root / TOC).is_file():
        return first
    for page in documents(root):
        if chapter_number(page) is not None:
            for places, terms in pieces.get(f"{page}.md", []):
                for name in terms:
                    first.setdefault(name, (len(first), places))
    return first


def _chapters(root: Path) -> dict[int, bool]:
    """The chapters of the book by number: whether their page exists."""
    path = root / CHAPTERS
    parts = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else []
    listed = [chapter for part in parts for chapter in part["chapters"]]
    return {chapter["n"]: (root / "book" / f"{chapter['file']}.md").is_file() for chapter in listed}


def _terms(text: str) -> set[str]:
    """The names that a text links to the glossary, outside its closing list."""
    return {" ".join(found["name"].split()).casefold() for found in TERM.finditer(LIST.sub("", text))}


def _later(entry: Entry, first: Firsts) -> Iterator[str]:
    """The entry names a place that is not the first one."""
    met = MET.search(entry.text)
    places = [first[name.casefold()] for name in entry.names if name.casefold() in first]
    if met and places and met["place"] not in min(places)[1]:
        yield f"gặp lần đầu ở {min(places)[1][-1]} chứ không phải {met['place']}"


def _wrong(entry: Entry, used: dict[str, set[str]], written: dict[int, bool]) -> Iterator[str]:
    met, later = MET.search(entry.text), LATER.search(entry.text)
    if not met and not (later and later["says"] == "Sẽ gặp"):
        yield "chưa nói gặp lần đầu ở đâu: thêm 'Gặp lần đầu ở {numref}`nhãn`.' hoặc 'Sẽ gặp ở chương N.'"
    elif met and met["place"] not in used:
        yield f"không trang hay mục nào có nhãn {met['place']}"
    elif met and not {name.casefold() for name in entry.names} & used[met["place"]]:
        yield f"{met['place']} không dùng {{term}}`{entry.names[0]}` trong bài, mà đây nói gặp nó ở đó"
    if later and int(later["number"]) not in written:
        yield f"{CHAPTERS} không có chương {later['number']}"
    elif later and written[int(later["number"])]:
        yield f"chương {later['number']} đã viết: thay '{later.group()}' bằng đường dẫn {{numref}}`nhãn`"
