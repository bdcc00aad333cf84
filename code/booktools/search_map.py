"""The map of the book for its search: one plain script, for a server and for pages opened from disk alike.

It holds the headings of every page, the glossary's names with their meaning and the sections that explain
them, and for every word, with its marks, the pages that have it. search-rank.js reads it.
"""

import gzip
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml
from bs4 import Tag

from booktools.offline import plain_index
from hocsau.files import write_atomically

NAME = "search-map.js"
# What readers call things that no name of the glossary has: {label of a section, or name there: [names]}.
MORE_NAMES = Path(__file__).with_name("search_names.yml")
BETWEEN = " · "  # the names of an entry, in its heading
_WORD = re.compile(r"[^\W_]+")
_LABELLED = re.compile(r'<section\b[^>]*?\bid="([^"]+)"[^>]*>\s*((?:<span id="[^"]+"></span>\s*)+)<h')
_SPAN = re.compile(r'<span id="([^"]+)">')
_NOT_USED = "Không dùng:"
_WHERE = re.compile(r"(?<=[.…!?]) Gặp lần đầu ở .*")  # the card of a search says it with a link of its own


def words(text: str) -> set[str]:
    """The words of a text with their marks, in small letters."""
    return set(_WORD.findall(unicodedata.normalize("NFC", text).lower()))


def labels(html: str) -> dict[str, str]:
    """The labels of a page's sections ({s-3-5: id of its heading}), from its HTML."""
    return {label: section for section, spans in _LABELLED.findall(html) for label in _SPAN.findall(spans)}


def entries_as_headings(article: Tag) -> None:
    """Make each entry of a glossary a section: its names are the heading, its first name's id the place."""
    for entry in article.select("dl.glossary > div"):
        entry.unwrap()
    for listing in article.select("dl.glossary"):
        for text in listing.find_all("dd", recursive=False):
            terms = []
            before = text.find_previous_sibling(["dt", "dd"])
            while before is not None and before.name == "dt":
                terms.insert(0, before)
                before = before.find_previous_sibling(["dt", "dd"])
            if not terms:
                continue
            names = BETWEEN.join(" ".join(term.get_text().split()) for term in terms)
            for term in terms[1:]:
                term.decompose()
            terms[0].name = "h2"
            terms[0].string = names


def names(article: Tag, page: str) -> list[dict]:
    """The entries of a page after `entries_as_headings`.

    Of each: names, names not used, meaning, its place, the places that explain it.
    """
    found = []
    for heading in article.select("dl.glossary > h2[id]"):
        text = heading.find_next_sibling("dd")
        others: list[str] = []
        for line in text.find_all("p", recursive=False):
            said = " ".join(line.get_text().split())
            if said.startswith(_NOT_USED):
                others += [name.strip() for name in said.removeprefix(_NOT_USED).rstrip(".").split(",")]
        links = [link["href"] for link in text.select("a.internal[href*='.html']")][:2]
        meaning = " ".join(text.find("p", recursive=False).get_text().split())
        found.append(
            {
                "names": heading.get_text().split(BETWEEN),
                "others": others,
                "meaning": _WHERE.sub("", meaning),
                "at": f"{page}#{heading['id']}",
                "to": links,
            }
        )
    return found


def with_more_names(entries: list[dict], places: Mapping[str, str]) -> list[dict]:
    """The entries with the names of search_names.yml, and those of sections as entries of their own."""
    entries = [entry | {"others": [*entry["others"]]} for entry in entries]
    called = {name: entry for entry in entries for name in entry["names"]}
    for key, others in yaml.safe_load(MORE_NAMES.read_text("utf-8")).items():
        if key in called:
            called[key]["others"] += others
        elif key in places:
            entries.append({"names": [], "others": others, "to": [places[key]]})
    return entries


def fragments(pagefind: Path) -> dict[str, str]:
    """Pagefind's name for each page: {address: name}."""
    found = {}
    for path in (pagefind / "fragment").glob("*.pf_fragment"):
        content = gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd")
        address = json.loads(content)["url"].lstrip("/")
        found[f"{address}index.html" if address.endswith("/") else address] = path.stem
    return found


def build(
    pages: list[plain_index.Page], glossary: Iterable[dict], labelled: Mapping[str, Mapping[str, str]],
    pagefind: Mapping[str, str],
) -> dict:  # fmt: skip
    """The map: pages, names, words; `labelled` are the labels of each page by its address."""
    numbers = {address: number for number, (address, _, _) in enumerate(pages)}
    places = {}
    for address, found in labelled.items():
        for label, section in found.items():
            places[label] = f"{numbers[address]}#{section}"

    def resolve(link: str) -> str | None:
        address, _, place = link.partition("#")
        address = f"book/{address}"
        if address not in numbers:
            return None
        if place:
            place = labelled.get(address, {}).get(place, place)
        else:
            place = pages[numbers[address]][2][0][0]
        return f"{numbers[address]}#{place}"

    entries = [
        entry | {"at": resolve(entry["at"]), "to": [at for link in entry["to"] if (at := resolve(link))]}
        for entry in glossary
    ]
    having: dict[str, str] = {}
    for number, (_, title, parts) in enumerate(pages):
        text = " ".join([title, *(f"{heading} {text}" for _, heading, text in parts)])
        for word in words(text):
            having[word] = having.get(word, "") + chr(48 + number)
    return {
        "pages": [
            {
                "url": address,
                "title": title,
                "fragment": pagefind.get(address, ""),
                "parts": [(place, heading) for place, heading, _ in parts],
            }
            for address, title, parts in pages
        ],
        "names": with_more_names(entries, places),
        "words": dict(sorted(having.items())),
    }


def write(html: Path, data: dict) -> Path:
    """Write html/search-map.js; a reader never sees half of it."""
    target = html / NAME
    with write_atomically(target) as draft:
        draft.write_text(f"window.HOCSAU_MAP={plain_index.script_json(data)};\n", encoding="utf-8")
    return target
