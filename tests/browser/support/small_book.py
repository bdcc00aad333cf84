"""A small book with the real theme and our own extensions: a form is tested alone, in seconds.

    book = Book(extensions=("progress", "guess"), css=("book.css",)).build(folder, {"index.md": "# Thử"})

A page is text, or a list of notebook cells (`name.ipynb`), which are shown as they stand and never run.
"""

import multiprocessing
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import nbformat.v4 as v4
from sphinx.cmd.build import main as sphinx_build

ROOT = Path(__file__).resolve().parents[3]
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
# To import Sphinx and the theme takes seconds, a build of a page tenths of one: each build is a fork of
# a process that has them. (In the tests' own process one build would leave its scripts to the next.)
WARM = [
    "nbformat.v4",
    "sphinx.cmd.build",
    "myst_nb.sphinx_ext",
    "sphinx_book_theme",
    "booktools.sphinx.explore",
]
SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload(WARM)
LANGUAGE = {"name": "python", "pygments_lexer": "ipython3"}


@dataclass(frozen=True)
class Book:
    """What conf.py says: our extensions by their last name, others in full, and what else is asked for."""

    extensions: Sequence[str]
    others: Sequence[str] = ()
    css: Sequence[str] = ()
    js: Sequence[str] = ()
    more: Mapping = field(default_factory=dict)  # further settings of Sphinx

    def conf(self) -> str:
        settings = {
            "extensions": [
                "myst_nb",
                *self.others,
                "booktools.sphinx.styles",
                *(f"booktools.sphinx.{name}" for name in self.extensions),
            ],
            "myst_enable_extensions": ["colon_fence"],
            "nb_execution_mode": "off",
            "language": "vi",
            "html_theme": "sphinx_book_theme",
            "html_static_path": [str(ROOT / "book" / "_static")],
            "html_css_files": list(self.css),
            "html_js_files": list(self.js),
            "html_context": {"default_mode": "auto"},
            "html_favicon": "icon.svg",
        } | dict(self.more)
        return "".join(f"{name} = {value!r}\n" for name, value in settings.items())

    def build(self, folder: Path, pages: Mapping[str, str | list]) -> Path:
        files = {"conf.py": self.conf(), "icon.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>'}
        for name, page in (files | dict(pages)).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if not isinstance(page, str):
                page = v4.new_notebook(cells=page, metadata={"kernelspec": KERNEL, "language_info": LANGUAGE})
                page = nbformat.writes(page)
            path.write_text(page, encoding="utf-8")
        # What the book's own pages load, where its extensions look for it.
        for name in ("live", "styles"):
            shutil.copytree(ROOT / "book" / name, folder / "book" / name)
        process = SERVER.Process(
            target=_sphinx, args=(["-W", "-q", "-b", "html", f"{folder}", f"{folder}/html"],)
        )
        process.start()
        process.join()
        assert process.exitcode == 0, f"Sphinx could not build {folder}"
        return folder / "html"


def _sphinx(arguments: list[str]) -> None:
    sys.exit(sphinx_build(arguments))
