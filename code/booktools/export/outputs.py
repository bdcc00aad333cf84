"""Outputs of the pages: from the cache that the build fills, and only what is text."""

import re
from pathlib import Path

from nbformat import NotebookNode, from_dict

from booktools import execute
from booktools.build import run_notebooks
from booktools.export.errors import ExportError

Outputs = list[list[NotebookNode]]  # by cell of the source page
KEPT = ("text/plain", "text/latex", "text/markdown")
# What says nothing to a reader and changes at every run: an object's address, a figure without its picture.
NOISE = re.compile(r"\bat 0x[0-9a-f]+|^<Figure size |^<IPython\.core\.display\.")
OVERWRITTEN = re.compile(r"[^\n\r]*\r(?!\n)")  # a progress bar's earlier states


def outputs(root: Path, run: bool) -> dict[str, Outputs | None]:
    """Text outputs of every page by its docname; None where nothing is kept and `run` is false."""
    found = execute.executed(root)
    if run and None in found.values():
        if run_notebooks(root) is None:  # it has told which cell failed
            raise ExportError("chưa xuất được: có trang không chạy hết (xem lỗi ở trên)")
        found = execute.executed(root)
    return {
        name: None if notebook is None else [text_only(cell.get("outputs", [])) for cell in notebook.cells]
        for name, notebook in found.items()
    }


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
