"""The search index of pages opened from disk: one classic script (file:// allows no fetch and no modules).

The script sets `window.HOCSAU_INDEX` to a list of [address, title, [[id, heading, text], …]]. It holds the
words as they are written; search.js folds both them and the question, so that "dao ham" finds "đạo hàm".
"""

import json
import re
from pathlib import Path

from bs4 import NavigableString, Tag

from hocsau.files import write_atomically

NAME = "search-index.js"
Part = tuple[str, str, str]  # id, heading, text
Page = tuple[str, str, list[Part]]  # address, title, parts
_HEADING = re.compile("h[1-6]")


def _words(texts: list[str]) -> str:
    return " ".join(" ".join(texts).split())


def parts(article: Tag) -> list[Part]:
    """Cut an article at its headings that have an id: (id, heading, text), in order, none of them empty."""
    found: list[tuple[str, str, list[str]]] = [("", "", [])]
    for node in article.descendants:
        if isinstance(node, Tag) and _HEADING.fullmatch(node.name) and node.get("id"):
            found.append((node["id"], _words([node.get_text()]), []))
        elif isinstance(node, NavigableString) and not _in_heading(node):
            found[-1][2].append(str(node))
    return [(name, title, _words(texts)) for name, title, texts in found if title or _words(texts)]


def _in_heading(node: NavigableString) -> bool:
    return any(_HEADING.fullmatch(parent.name) and parent.get("id") for parent in node.parents)


def page(address: str, article: Tag) -> Page:
    cut = parts(article)
    return address, next((heading for _, heading, _ in cut if heading), address), cut


def script_json(data: object) -> str:
    """JSON that may stand in a script."""
    content = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    # Two line separators are letters in JSON and ends of line in older JavaScript.
    return content.replace("\u2028", " ").replace("\u2029", " ")


def write(html: Path, pages: list[Page]) -> Path:
    """Write html/search-index.js; a reader never sees half of it."""
    with write_atomically(html / NAME) as draft:
        draft.write_text(f"window.HOCSAU_INDEX={script_json(pages)};\n", encoding="utf-8")
    return html / NAME
