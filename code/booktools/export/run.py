"""Runs Sphinx over the book and returns its notebooks, without outputs yet."""

import contextlib
import io
import re
import shutil
from pathlib import Path

import nbformat
from jupyter_book.config import get_final_config
from jupyter_book.sphinx import build_sphinx
from nbformat import NotebookNode

from booktools.build import of_machinery
from booktools.export.builder import NAME
from booktools.export.errors import ExportError

# It puts a script into every page, whatever the builder.
SCRIPTS = {"sphinx_thebe"}
BUILDER = "booktools.export.builder"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def sphinx_config(root: Path) -> dict:
    """What _config.yml means to Sphinx."""
    config, _ = get_final_config(
        user_yaml=root / "_config.yml", cli_config={"latex_individualpages": False}, sourcedir=root
    )
    return config


def skeletons(root: Path) -> dict[str, NotebookNode]:
    """Notebook by name (ch03_linear_regression) for every page of _toc.yml that has code cells."""
    out, doctrees = root / "_build" / "notebooks", root / "_build" / ".doctrees-notebooks"
    out.mkdir(parents=True, exist_ok=True)
    _forget_old_reading(root, doctrees)
    config = sphinx_config(root)
    told = io.StringIO()
    with contextlib.redirect_stderr(told), contextlib.redirect_stdout(io.StringIO()):
        status = build_sphinx(
            root,
            out,
            noconfig=True,
            path_config=root / "_config.yml",
            confoverrides={
                "latex_individualpages": False,
                "external_toc_path": (root / "_toc.yml").as_posix(),
                "extensions": [name for name in config["extensions"] if name not in SCRIPTS] + [BUILDER],
                "nb_execution_mode": "off",
            },
            doctreedir=doctrees,
            builder=NAME,
            warningiserror=True,
            keep_going=True,
            quiet=True,
        )
    if status:
        # Sphinx does not warn again about a page that it has read: read all of it next time.
        shutil.rmtree(doctrees, ignore_errors=True)
        message = COLOUR.sub("", told.getvalue()).replace(f"{root}/", "").strip()
        raise ExportError(f"Không xuất được notebook:\n{message}")
    return {path.stem: nbformat.read(path, as_version=4) for path in sorted(out.glob("*.ipynb"))}


def _forget_old_reading(root: Path, doctrees: Path) -> None:
    """Sphinx keeps what it has read of a page even when the code that reads pages has changed."""
    stamp, now = doctrees / "machinery", of_machinery(root)
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != now:
        shutil.rmtree(doctrees, ignore_errors=True)
        doctrees.mkdir(parents=True)
        stamp.write_text(now, encoding="utf-8")
