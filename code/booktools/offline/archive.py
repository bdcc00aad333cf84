"""`make zip`: the whole book in one file, to be read from disk without any server."""

import zipfile
from collections.abc import Iterable
from pathlib import Path

from booktools.offline import plain_index, web_app
from hocsau.files import write_atomically

FOLDER = "hoc-sau"
NAME = f"{FOLDER}.zip"
# The same pages give the same bytes, on every day and every system: the oldest date that a zip can hold.
DATE = (1980, 1, 1, 0, 0, 0)
MODE = 0o644
# What only works over http, and what Sphinx keeps for itself.
LEFT_OUT = {"pagefind", "404.html", "objects.inv", ".buildinfo", *web_app.FILES}
FIRST_WORDS = """Học sâu — sách tương tác

Giải nén rồi mở tệp index.html bằng trình duyệt. Không cần mạng, không cần cài gì: hình tương tác, quiz
và ô tìm kiếm (gõ không dấu cũng được) đều chạy.
"""


def write_entries(target: Path, entries: Iterable[tuple[str, bytes, bool]]) -> Path:
    """Write a zip of (name, content, packed), in that order; a reader never sees half of it."""
    with write_atomically(target) as draft, zipfile.ZipFile(draft, "w") as archive:
        for name, content, packed in entries:
            entry = zipfile.ZipInfo(name, DATE)
            entry.create_system = 3  # Unix, also when made on Windows
            entry.external_attr = MODE << 16
            entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            archive.writestr(entry, content, compresslevel=9 if packed else None)
    return target


def files(html: Path) -> list[Path]:
    """The files of the built book that a reader without a server needs, sorted by name."""
    found = (path for path in html.rglob("*") if path.is_file())
    wanted = [path for path in found if path.relative_to(html).parts[0] not in LEFT_OUT]
    return sorted(wanted, key=lambda path: path.relative_to(html).as_posix())


def make(html: Path, target: Path) -> Path:
    """Write the book built in `html` to `target`; FileNotFoundError when it is not built, or not wholly."""
    for needed in ("index.html", plain_index.NAME):
        if not (html / needed).is_file():
            raise FileNotFoundError(f"không có {html / needed}: hãy build sách trước (make book)")
    entries = [(f"{FOLDER}/DOC-TRUOC.txt", FIRST_WORDS.encode(), True)]
    entries += [
        (f"{FOLDER}/{path.relative_to(html).as_posix()}", path.read_bytes(), True) for path in files(html)
    ]
    return write_entries(target, entries)


def run(root: Path) -> int:
    """Zip the built book."""
    target = make(root / "_build" / "html", root / "_build" / NAME)
    print(
        f"Sách đọc không cần mạng: {target} ({target.stat().st_size / 1e6:.1f} MB). Giải nén, mở index.html."
    )
    return 0
