"""One spelling of Vietnamese: the mark stands on the main vowel (hoá, luỹ); i, not y, after h, k, l, m, s, t.

Both ways are correct, but a word spelled in two ways is two words to a search and to a reader's eye. Capitals
are left alone: most are names. So are titles of others' works, and names that the glossary forbids.
"""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from booktools.checks.terms import FORBIDS, OTHERS_WORDS
from booktools.source.book import name_of, reader_files
from booktools.source.problem import Problem
from booktools.source.prose import prose, strings

# The mark on the first of two vowels that end a syllable; in "quý" the u belongs to q.
MARK = re.compile(r"(?<!\w)(?!q)([a-zđ]{0,3})([óòỏõọ][ae]|[úùủũụ]y)(?!\w)")
Y = re.compile(r"(?<!\w)[hklmst][ýỳỷỹỵ](?!\w)")


def check(root: Path) -> list[Problem]:
    """Words of the other spelling in the book, in the READMEs and in what our code says."""
    problems: list[Problem] = []
    for path in reader_files(root):
        if name_of(path, root) not in OTHERS_WORDS:
            problems += _wrong(prose(path.read_text(encoding="utf-8")), name_of(path, root))
    for path in sorted((root / "code").rglob("*.py")):
        problems += _wrong(strings(path.read_text(encoding="utf-8")), name_of(path, root))
    return problems


def _wrong(text: str, file: str) -> Iterator[Problem]:
    for number, line in enumerate(unicodedata.normalize("NFC", text).split("\n"), 1):
        if FORBIDS.match(line):
            continue
        for match in [*MARK.finditer(line), *Y.finditer(line)]:
            yield Problem(file, number, f"'{match.group()}': sách viết '{ours(match.group())}'")


def ours(word: str) -> str:
    """The word as the book spells it."""
    if not Y.fullmatch(word):
        first, mark = unicodedata.normalize("NFD", word[-2])
        return unicodedata.normalize("NFC", word[:-2] + first + word[-1] + mark)
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", word).replace("y", "i"))
