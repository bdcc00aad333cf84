"""Build the HTML book: run the notebooks, write the pages, index them; do again only what changed."""

import json
import os
import shutil
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path

from booktools import ROOT, execute, fingerprint
from booktools.offline import web_app
from booktools.source.book import documents
from hocsau.files import write_atomically

# Tools whose version shows in the pages.
_TOOLS = ("sphinx", "jupyter-book", "myst-nb", "sphinx-book-theme", "sphinx-exercise", "sphinxcontrib-katex")
_JUPYTER_BOOK = "from jupyter_book.cli.main import main; main()"


class State:
    """What the last build was made from, in _build/booktools.json. Lost or unreadable: build all anew."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            data = {}
        data = data if isinstance(data, dict) else {}
        self.notebooks: dict[str, str] = data.get("notebooks", {})
        self.machinery: str = data.get("machinery", "")
        self.content: str = data.get("content", "")
        self.search: str = data.get("search", "")

    def save(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        data = {name: value for name, value in vars(self).items() if name != "path"}
        with write_atomically(self.path) as draft:
            draft.write_text(json.dumps(data), encoding="utf-8")


def build(root: Path = ROOT, verbose: bool = False) -> int:
    """Build the book of `root` into _build/html; return the exit code."""
    start = time.perf_counter()
    state = State(root / "_build" / "booktools.json")
    print("1/3 Chạy các notebook …", flush=True)
    report = run_notebooks(root, state)
    if report is None:
        return 1
    print(f"  chạy {len(report.ran)}, dùng lại {len(report.reused)} (không đổi)", flush=True)

    print("2/3 Dựng trang HTML …", flush=True)
    html = root / "_build" / "html"
    if code := pages(root, html, state, list(report.ran), verbose):
        return code

    print("3/3 Lập chỉ mục tìm kiếm …", flush=True)
    search_index(html, state)
    web_app.write(html)
    page = html / "index.html"
    print(f"\nXong sau {time.perf_counter() - start:.1f} giây: {page}")
    print(f"Mở trong trình duyệt: {page.as_uri()}")
    return 0


def run_notebooks(root: Path, state: State | None = None) -> execute.Report | None:
    """Bring the kept outputs up to date; None, with the reasons printed, when that cannot be."""
    missing = [name for name in documents(root) if not (root / f"{name}.md").is_file()]
    if missing:
        print(f"LỖI _toc.yml nhắc tới trang không có: {', '.join(missing)}", file=sys.stderr)
        return None
    state = state or State(root / "_build" / "booktools.json")
    report = execute.fill(root, state.notebooks, say=lambda line: print(line, flush=True))
    state.save()
    for failure in report.failures:
        print(f"\n{failure}", file=sys.stderr)
    return None if report.failures else report


def pages(root: Path, html: Path, state: State, ran: list[str], verbose: bool = False) -> int:
    """Write the pages with Jupyter Book, warnings being errors; return its exit code.

    Sphinx by itself keeps three kinds of stale page, so it is not left to itself. (1) A warning is given only
    when a page is read, so a failed build would pass the second time: until a build succeeds, nothing of it
    is kept. (2) Titles and labels of a changed chapter show on other pages: all pages are written anew, from
    what was already read. (3) A page whose chapter is gone stays: it is removed.
    """
    doctrees = root / "_build" / ".doctrees"
    machinery, content = of_machinery(root), of_content(root)
    if state.machinery != machinery or not html.is_dir():
        for folder in (doctrees, html):
            shutil.rmtree(folder, ignore_errors=True)
        state.search = ""
    for name in ran:
        (doctrees / f"{name}.doctree").unlink(missing_ok=True)  # read again, with the new outputs
    if ran or state.content != content:
        for page in html.rglob("*.html"):
            page.unlink()
    remove_orphans(root, html)
    state.machinery = ""
    state.save()
    code = jupyter_book(root, verbose)
    if code:
        print("\nLỖI: dựng trang không xong; mỗi cảnh báo ở trên phải được sửa.", file=sys.stderr)
        print("Cần cả nhật kí của Sphinx: python -m booktools build --verbose", file=sys.stderr)
        return code
    state.machinery, state.content = machinery, content
    state.save()
    return 0


def jupyter_book(root: Path, verbose: bool) -> int:
    """Run `jupyter-book build` strictly: warnings are shown always, its own chatter when asked for."""
    command = [sys.executable, "-c", _JUPYTER_BOOK, "build", str(root), "-W", "--keep-going", "-n"]
    environment = {"HOCSAU_PROFILE": "small"} | os.environ | execute.STATIC | {"PYTHONUTF8": "1"}
    # In root: the cache's path in _config.yml starts from there, and elsewhere the notebooks would run again.
    if verbose:
        return subprocess.run(command, env=environment, cwd=root).returncode
    return subprocess.run([*command, "-q"], env=environment, cwd=root, stdout=subprocess.DEVNULL).returncode


def remove_orphans(root: Path, html: Path) -> list[str]:
    """Delete built pages whose chapter was deleted or renamed; return their names."""
    written = set(documents(root))
    orphans = []
    for folder in {name.split("/")[0] for name in written if "/" in name}:
        for page in (html / folder).rglob("*.html"):
            name = page.relative_to(html).with_suffix("").as_posix()
            if name not in written:
                orphans.append(name)
                page.unlink()
                (html / "_sources" / f"{name}.md").unlink(missing_ok=True)
    return sorted(orphans)


def search_index(html: Path, state: State) -> None:
    """Index the pages again if any of them changed: for a server, and for pages opened from disk."""
    from booktools import search, search_map  # pagefind and bs4: not needed to say that a notebook failed
    from booktools.offline import plain_index

    now = fingerprint.of_files((html / "book").rglob("*.html"), html)
    files = (html / name for name in (plain_index.NAME, search_map.NAME))
    whole = (html / search.FOLDER).is_dir() and all(path.is_file() for path in files)
    if state.search != now or not whole:
        state.search = ""
        search.index(html)
        state.search = now
        state.save()


def of_machinery(root: Path) -> str:
    """Hash what every page is made by: the book's tools, its configuration and contents, Sphinx's version."""
    files = [root / "_config.yml", root / "_toc.yml"]
    files += [path for path in (root / "code" / "booktools").rglob("*") if _counts(path)]
    versions = " ".join(metadata.version(name) for name in _TOOLS)
    return f"{fingerprint.of_files(files, root)} {versions}"


def of_content(root: Path) -> str:
    """Hash what a single page shows, its styles and scripts included."""
    return fingerprint.of_files((path for path in (root / "book").rglob("*") if _counts(path)), root)


def _counts(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts and ".ipynb_checkpoints" not in path.parts
