"""Whole exports: outputs, what counts as stale, what is written, and whether nbval notices a wrong output."""

import shutil
import subprocess
import sys

import nbformat
import pytest

from booktools.export import export_all

PAGE = """\
Trước. $w_1$

```{code-cell} ipython3
:tags: [nbval-check-output]
print("J =", 40.96)
print("dòng hai")
```

```{code-cell} ipython3
import sys
import time

print("giây:", time.perf_counter_ns())
print("cảnh báo", file=sys.stderr)
```

```{code-cell} ipython3
:tags: [nbval-ignore-output]
print(time.time())
```

```{code-cell} ipython3
:tags: [remove-cell]
class Picture:
    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": "J = 1 sau 2 bước", "image/png": "aGk=", "text/html": "<b>x</b>",
                "application/vnd.hocsau.explore+json": {"frames": []}, "text/latex": "$x$"}
```

```{code-cell} ipython3
Picture()
```

```{code-cell} ipython3
object()
```
"""


@pytest.fixture(scope="module")
def exported(tmp_path_factory, write_book):
    root = write_book(tmp_path_factory.mktemp("xuat"), {"ch01_mau": PAGE})
    assert export_all(root) == ["notebooks/ch01_mau.ipynb: đã xuất từ book/ch01_mau.md"]
    return root


@pytest.fixture
def book(exported, tmp_path):
    return shutil.copytree(exported, tmp_path / "sach")


def stored(root):
    return nbformat.read(root / "notebooks" / "ch01_mau.ipynb", as_version=4)


def save(root, notebook):
    nbformat.write(notebook, root / "notebooks" / "ch01_mau.ipynb")


def code(root):
    return [cell for cell in stored(root).cells if cell.cell_type == "code"]


def test_outputs_are_text_only(exported):
    _, checked, timed, ignored, hidden, picture, noise = code(exported)
    assert checked.outputs == [{"name": "stdout", "output_type": "stream", "text": "J = 40.96\ndòng hai\n"}]
    assert [output.name for output in timed.outputs] == ["stdout"]  # no warnings
    assert ignored.outputs == [] and hidden.outputs == []
    (output,) = picture.outputs
    assert output.data == {"text/plain": "J = 1 sau 2 bước", "text/latex": "$x$"}
    assert noise.outputs == []  # <object object at 0x…>
    assert [cell.execution_count for cell in code(exported)] == list(range(1, 8))


def test_metadata_names_no_version(exported):
    assert stored(exported).metadata == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }


def test_code_is_that_of_the_page(exported):
    source = (exported / "book" / "ch01_mau.md").read_text(encoding="utf-8")
    for cell in code(exported)[1:]:
        assert cell.source in source


def test_exporting_again_changes_nothing(book):
    before = {path: path.read_bytes() for path in (book / "notebooks").iterdir()}
    assert export_all(book) == []
    assert export_all(book, check=True) == []
    assert {path: path.read_bytes() for path in (book / "notebooks").iterdir()} == before


def test_check_needs_no_outputs(book):
    shutil.rmtree(book / "_build")
    assert export_all(book, check=True) == []
    assert not (book / "_build" / ".jupyter_cache").exists()  # nothing was run


@pytest.mark.parametrize(
    "change",
    [
        lambda nb: nb.cells[1].update(source=nb.cells[1].source + " sửa tay"),
        lambda nb: nb.cells[2].update(source="print('khác')"),
        lambda nb: nb.cells[2].metadata.update(tags=[]),
        lambda nb: nb.cells[2].outputs[0].update(text="J = 40.97\ndòng hai\n"),
        lambda nb: nb.cells.pop(),
        lambda nb: nb.metadata["language_info"].update(version="3.11.2"),
    ],
)
def test_a_changed_notebook_is_stale(book, change):
    notebook = stored(book)
    change(notebook)
    save(book, notebook)
    before = (book / "notebooks" / "ch01_mau.ipynb").read_bytes()
    (line,) = export_all(book, check=True)
    assert line == "notebooks/ch01_mau.ipynb: cũ so với book/ch01_mau.md: chạy `make notebooks` rồi commit"
    assert (book / "notebooks" / "ch01_mau.ipynb").read_bytes() == before
    assert export_all(book) and export_all(book, check=True) == []


def test_outputs_that_nbval_does_not_compare_may_differ(book):
    notebook = stored(book)
    notebook.cells[3].outputs[0]["text"] = "giây: 5\n"
    save(book, notebook)
    assert export_all(book, check=True) == []


def test_a_changed_page_makes_the_notebook_stale(book):
    path = book / "book" / "ch01_mau.md"
    path.write_text(path.read_text(encoding="utf-8").replace("Trước.", "Sau."), encoding="utf-8")
    assert len(export_all(book, check=True)) == 1
    assert len(export_all(book)) == 1
    assert "Sau." in stored(book).cells[1].source


def test_missing_broken_and_orphaned_notebooks(book):
    path = book / "notebooks" / "ch01_mau.ipynb"
    path.rename(book / "notebooks" / "ch99_bo.ipynb")
    missing, orphan = export_all(book, check=True)
    assert "ch01_mau.ipynb: chưa có" in missing and "ch99_bo.ipynb: thừa" in orphan
    path.write_text("{", encoding="utf-8")
    assert "không đọc được" in export_all(book, check=True)[0]
    assert len(export_all(book)) == 2
    assert [found.name for found in (book / "notebooks").iterdir()] == ["ch01_mau.ipynb"]


def nbval(folder):
    command = [sys.executable, "-m", "pytest", "--nbval-lax", "-q", "-p", "no:cacheprovider", str(folder)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8")


def test_nbval_passes_and_notices_a_wrong_output(book):
    good = nbval(book / "notebooks")
    assert good.returncode == 0, good.stdout
    notebook = stored(book)
    notebook.cells[2].outputs[0]["text"] = "J = 40.97\ndòng hai\n"
    save(book, notebook)
    bad = nbval(book / "notebooks")
    assert bad.returncode == 1
    assert "40.97" in bad.stdout and "1 failed" in bad.stdout
