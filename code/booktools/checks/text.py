"""Characters: every text is UTF-8 in normal form NFC, without invisible characters.

The same Vietnamese word can be written with composed letters or with combining marks (U+1EBF, or e, U+0302
and U+0301). The two look alike, but searches, comparisons and file names then miss each other.
"""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from booktools.source.book import name_of
from booktools.source.problem import Problem

FOLDERS = ("book", "code", "data")
ROOT_FILES = ("*.md", "*.yml", "*.toml")
SUFFIXES = {".md", ".py", ".bib", ".yml", ".yaml", ".toml", ".js", ".css", ".json", ".html"}
INVISIBLE = {
    "\u00ad": "dấu nối mềm",
    "\u200b": "khoảng trắng rộng bằng 0",
    "\u200e": "dấu hướng chữ trái sang phải",
    "\u200f": "dấu hướng chữ phải sang trái",
    "\u2060": "dấu dính từ",
    "\ufeff": "BOM",
}


def check(root: Path) -> list[Problem]:
    """Problems in every text file of the project that people write."""
    problems = []
    for path in text_files(root):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            problems.append(
                Problem(name_of(path, root), line, "không phải UTF-8; hãy lưu lại tệp bằng UTF-8")
            )
            continue
        problems += check_text(text, name_of(path, root))
    return problems


def text_files(root: Path) -> list[Path]:
    """The project's own texts (not what a tool wrote or another project made)."""
    found = [path for pattern in ROOT_FILES for path in root.glob(pattern)]
    for folder in FOLDERS:
        found += [path for path in (root / folder).rglob("*") if path.suffix in SUFFIXES]
    return sorted(path for path in found if path.is_file() and ".min." not in path.name)


def check_text(text: str, file: str) -> Iterator[Problem]:
    """Lines that are not NFC or hold invisible characters."""
    for number, line in enumerate(text.split("\n"), 1):
        if not unicodedata.is_normalized("NFC", line):
            words = [word for word in line.split() if not unicodedata.is_normalized("NFC", word)]
            shown = unicodedata.normalize("NFC", words[0]) if words else "dòng này"
            yield Problem(file, number, f"{shown!r} chưa ở dạng NFC (dấu đang tách khỏi chữ); hãy gõ lại")
        for column, character in enumerate(line, 1):
            if character in INVISIBLE:
                what = f"{INVISIBLE[character]} (U+{ord(character):04X})"
                yield Problem(file, number, f"kí tự vô hình ở cột {column}: {what}; hãy xoá")
