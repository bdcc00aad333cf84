"""What two notebooks must share for the stored one to count as fresh."""

from nbformat import NotebookNode

COMPARED = "nbval-check-output"


def same(stored: NotebookNode, made: NotebookNode, outputs: bool) -> bool:
    """Whether cells and metadata agree, and (when `outputs` are known) the outputs that nbval compares.

    Other outputs may differ from machine to machine (seconds, last digits) without making a notebook stale.
    """
    return _essence(stored, outputs) == _essence(made, outputs)


def _essence(notebook: NotebookNode, outputs: bool) -> dict:
    cells = []
    for cell in notebook.cells:
        compared = outputs and COMPARED in cell.metadata.get("tags", [])
        cells.append(
            {
                **{key: cell.get(key) for key in ("id", "cell_type", "source", "metadata")},
                "outputs": cell.outputs if compared else None,
            }
        )
    version = (notebook.nbformat, notebook.nbformat_minor)
    return {"version": version, "metadata": notebook.metadata, "cells": cells}
