"""Outputs of a notebook: from the cache that the build fills, and only what is text."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from jupyter_cache import get_cache
from myst_nb.core.config import NbParserConfig
from myst_nb.core.execute import ExecutionError
from myst_nb.core.execute.cache import NotebookClientCache
from myst_nb.core.read import myst_nb_reader_plugin
from nbformat import NotebookNode, from_dict

from booktools.export.errors import ExportError

KEPT = ("text/plain", "text/latex", "text/markdown")
# What says nothing to a reader and changes at every run: an object's address, a figure without its picture.
NOISE = re.compile(r"\bat 0x[0-9a-f]+|^<Figure size |^<IPython\.core\.display\.")
OVERWRITTEN = re.compile(r"[^\n\r]*\r(?!\n)")  # a progress bar's earlier states
READER = {"type": "plugin", "name": "myst_nb_md"}


class _Quiet:
    """myst-nb's client wants a Sphinx logger; its errors come back as exceptions anyway."""

    def info(self, message: str, **kwargs: object) -> None: ...

    warning = debug = info


def outputs(source: Path, root: Path, config: dict, execute: bool) -> list[list[NotebookNode]] | None:
    """Text outputs by cell of the source page; None when nothing is cached and `execute` is false."""
    notebook = myst_nb_reader_plugin(str(source))
    cache = root / (config.get("nb_execution_cache_path") or "_build/.jupyter_cache")
    executed = None
    if cache.is_dir():
        with suppress(KeyError):
            executed = get_cache(cache).merge_match_into_notebook(notebook)[1]
    if executed is None:
        if not execute:
            return None
        executed = _execute(notebook, source, cache, config)
    return [text_only(cell.get("outputs", [])) for cell in executed.cells]


def _execute(notebook: NotebookNode, source: Path, cache: Path, config: dict) -> NotebookNode:
    """Run a page as the build does, and leave the result in the cache for it."""
    settings = NbParserConfig(
        execution_mode="cache",
        execution_cache_path=str(cache),
        execution_timeout=config.get("nb_execution_timeout", 300),
        execution_in_temp=config.get("nb_execution_in_temp", False),
        execution_raise_on_error=True,
        execution_show_tb=True,
    )
    try:
        with _static(), NotebookClientCache(notebook, source, settings, _Quiet(), read_fmt=READER) as client:
            return client.notebook
    except ExecutionError as error:
        raise ExportError(f"{source}: chạy trang bị lỗi:\n{error.__cause__}") from error


@contextmanager
def _static() -> Iterator[None]:
    before = os.environ.get("HOCSAU_STATIC")
    os.environ["HOCSAU_STATIC"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["HOCSAU_STATIC"]
        else:
            os.environ["HOCSAU_STATIC"] = before


def text_only(found: list[NotebookNode]) -> list[NotebookNode]:
    """Standard output and the text form of results; pictures, HTML, widgets and warnings are left out."""
    kept: list[NotebookNode] = []
    for output in found:
        if output.output_type == "stream" and output.name == "stdout":
            if kept and kept[-1].output_type == "stream":
                kept[-1]["text"] += output.text
            else:
                kept.append(from_dict({"output_type": "stream", "name": "stdout", "text": output.text}))
        elif output.output_type in ("display_data", "execute_result"):
            data = {kind: output.data[kind] for kind in KEPT if kind in output.data}
            if not data or (data.keys() == {"text/plain"} and NOISE.search(data["text/plain"])):
                continue
            made = {"output_type": output.output_type, "data": data, "metadata": {}}
            if output.output_type == "execute_result":
                made["execution_count"] = None
            kept.append(from_dict(made))
    for output in kept:
        if output.output_type == "stream":
            output["text"] = OVERWRITTEN.sub("", output["text"])
    return kept
