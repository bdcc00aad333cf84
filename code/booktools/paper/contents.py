"""The order of the book: parts and pages, as _toc.yml has them."""

from dataclasses import dataclass
from pathlib import Path

import yaml

# Pages that only make sense with a script.
LEFT_OUT = ("book/progress",)


@dataclass(frozen=True)
class Entry:
    """A page: its docname, the part that begins with it (or ""), its depth (0: chapter, 1: lab)."""

    docname: str
    part: str
    depth: int

    @property
    def name(self) -> str:
        return self.docname.rpartition("/")[2]


def entries(root: Path) -> list[Entry]:
    """Every page, in order; FileNotFoundError without _toc.yml."""
    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    found = [Entry(toc["root"], "", 0)]
    for part in toc.get("parts") or [{"chapters": toc.get("chapters", [])}]:
        caption = part.get("caption", "")
        for chapter in part.get("chapters", []):
            found.append(Entry(chapter["file"], caption, 0))
            caption = ""
            found += [Entry(section["file"], "", 1) for section in chapter.get("sections", [])]
    return [entry for entry in found if entry.docname not in LEFT_OUT]


def choose(root: Path, chapter: str = "") -> list[Entry]:
    """Every page, or one chapter by its file name; ValueError names those that exist."""
    every = entries(root)
    if not chapter:
        return every
    wanted = chapter.removeprefix("book/").removesuffix(".md").removesuffix(".html")
    chosen = [Entry(entry.docname, "", 0) for entry in every if entry.name == wanted]
    if not chosen:
        names = ", ".join(entry.name for entry in every)
        raise ValueError(f"không có chương tên {chapter!r}; các trang đang có: {names}")
    return chosen
