"""Exports book/*.md (MyST notebooks) to notebooks/*.ipynb, for Colab, JupyterLab and nbval.

    pages (Sphinx, builder.py)  →  cells (notebook.py; blocks, inline … write the Markdown)
    →  text outputs from jupyter-cache (outputs.py)  →  notebooks/<name>.ipynb

book/ is the only source: whoever edits a notebook loses the edit at the next export.
"""

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from booktools.export.compare import same
from booktools.export.errors import ExportError
from booktools.export.outputs import Outputs, outputs
from booktools.export.run import skeletons
from hocsau.files import write_atomically

__all__ = ["ExportError", "export_all"]

MEND = "chạy `make notebooks` rồi commit"


def export_all(root: Path | str, check: bool = False) -> list[str]:
    """Write every notebook that changed and return what was done; nothing to do gives an empty list.

    With `check` nothing is written (and no page executed): each line names a notebook that is stale, missing
    or left over, and the command that mends it.
    """
    root = Path(root).resolve()
    folder = root / "notebooks"
    report = []
    made = skeletons(root)
    found = outputs(root, run=not check)
    for name, notebook in made.items():
        path = folder / f"{name}.ipynb"
        page = notebook.metadata.pop("hocsau")["page"]
        complete = _fill(notebook, found.get(page))
        if check:
            report += _stale(path, f"{page}.md", notebook, complete)
        elif _write(path, nbformat.writes(notebook) + "\n"):
            report.append(f"notebooks/{path.name}: đã xuất từ {page}.md")
    for path in sorted(folder.glob("*.ipynb")):
        if path.stem in made:
            continue
        if check:
            report.append(f"notebooks/{path.name}: thừa (không còn trang nguồn): {MEND}")
        else:
            path.unlink()
            report.append(f"notebooks/{path.name}: đã xoá")
    return report


def _fill(notebook: NotebookNode, found: Outputs | None) -> bool:
    """Give the cells their outputs; false when they are not known.

    The cells are counted in their order, as if just run: nbval refuses outputs of a cell that was not.
    """
    count = 0
    for cell in notebook.cells:
        index = cell.metadata.pop("hocsau", {}).get("cell")
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
        if found is None or index is None or "nbval-ignore-output" in cell.metadata.get("tags", []):
            continue
        cell.outputs = found[index]
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = count
    return found is not None


def _stale(path: Path, page: str, made: NotebookNode, complete: bool) -> list[str]:
    name = f"notebooks/{path.name}"
    if not path.is_file():
        return [f"{name}: chưa có: {MEND}"]
    try:
        stored = nbformat.read(path, as_version=4)
        nbformat.validate(stored)
    except Exception as error:  # whatever is wrong with the file, the cure is the same
        return [f"{name}: không đọc được ({type(error).__name__}): {MEND}"]
    return [] if same(stored, made, complete) else [f"{name}: cũ so với {page}: {MEND}"]


def _write(path: Path, text: str) -> bool:
    """Write a changed file, all or nothing, so that a stopped export leaves no half notebook."""
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(exist_ok=True)
    with write_atomically(path) as draft:
        draft.write_text(text, encoding="utf-8", newline="\n")
    return True
