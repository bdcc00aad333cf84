"""Warnings about references, in Vietnamese: what Sphinx and MyST say of a dead link, and how to mend it.

The place (file and line) stays as Sphinx gives it. Only words change: a warning that the table does not know
is shown as it came.
"""

import logging
import re

from sphinx.application import Sphinx
from sphinx.util.logging import NAMESPACE, WarningStreamHandler

WHAT = r"""['"]?(?P<what>.+?)['"]?"""
OTHER = r"other instance in (?P<page>.+)"
WORDS = [
    (f"undefined label: {WHAT}", "không có nhãn '{what}': gõ nhầm, hoặc chưa đặt ({what})= trước đề mục"),
    (f"equation not found: {WHAT}", "không có công thức nào mang nhãn '{what}'"),
    (
        f"unknown document: {WHAT}",
        "không có trang '{what}' (viết tên tệp không đuôi, từ thư mục trang này)",
    ),
    (
        f"'myst' cross-reference target not found: {WHAT}",
        "liên kết hỏng: không có tệp hay nhãn '{what}'",
    ),
    (f"local id not found in doc '(?P<page>.+?)': {WHAT}", "liên kết hỏng: trang {page} không có '#{what}'"),
    (f"term not in glossary: {WHAT}", "'{what}' chưa có trong book/glossary.md"),
    (f"image file not readable: {WHAT}", "không đọc được tệp hình {what}"),
    (f"download file not readable: {WHAT}", "không đọc được tệp {what} để tải về"),
    (f"could not find bibtex key {WHAT}", "book/references.bib không có nguồn '{what}'"),
    (f"Unknown interpreted text role {WHAT}\\.", "không có vai {{{what}}}; gõ nhầm tên?"),
    (f"Unknown directive type: {WHAT}", "không có khối {{{what}}}; gõ nhầm tên?"),
    (f"duplicate label (?P<what>.+?)[,;] {OTHER}", "nhãn '{what}' dùng hai lần, chỗ kia ở {page}"),
    (f"Duplicate explicit target name: {WHAT}\\.", "nhãn '{what}' dùng hai lần trong trang này"),
    (
        f"duplicate label of equation (?P<what>.+?), {OTHER}",
        "hai công thức cùng nhãn '{what}', kia ở {page}",
    ),
]
TABLE = [(re.compile(rf"{pattern}(?P<kind> \[[\w.]+\])?", re.DOTALL), words) for pattern, words in WORDS]
TABLE.sort(key=lambda row: -len(row[0].pattern))  # "duplicate label of equation" before "duplicate label"


def translate(message: str) -> str:
    """The message in Vietnamese; as it is when the table does not know it."""
    for pattern, words in TABLE:
        if match := pattern.fullmatch(message.strip()):
            return words.format(**match.groupdict()) + (match["kind"] or "")
    return message


class Translator(logging.Filter):
    """Changes the words of a warning on its way to the reader."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = logging.LogRecord.getMessage(record)  # Sphinx's own puts the place before it
        record.msg, record.args = translate(said), ()
        return True


def setup(app: Sphinx) -> dict[str, bool]:
    for handler in logging.getLogger(NAMESPACE).handlers:
        if isinstance(handler, WarningStreamHandler):
            handler.addFilter(Translator())
    return {"parallel_read_safe": True, "parallel_write_safe": True}
