"""A compared cell that the processor decides is caught by old kernels and by noise, a steady one is not."""

import re

import nbformat
import pytest
from nbclient import NotebookClient

from booktools import suite
from booktools.kernels.run import kernels, run
from booktools.kernels.spec import Kernel

START = "import numpy as np\nrng = np.random.default_rng(0)\na = rng.normal(size=(200, 200)) / 10\n"
STEADY = START + "print(f'{np.linalg.norm(a @ a):.4f}')"
# What a chapter may do without a thought: the last digits of a product, and a training that amplifies them.
DIGITS = START + "print(repr(float((a @ a).sum())))"
CHAOS = START + "x = a[0]\nfor _ in range(300):\n    x = np.sin(3 * (a @ x))\nprint(f'{x[0]:.3f}')"
UNCOMPARED = START + "print(repr(float((a @ a).sum())))  # not compared"


def notebook(path, *cells: tuple[str, list[str]]):
    """A notebook of these cells, with the output that this machine gives them."""
    made = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source, metadata={"tags": tags}) for source, tags in cells]
    )
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    NotebookClient(made, kernel_name="python3", timeout=60).execute()
    nbformat.write(made, path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("kernels")
    (root / "notebooks").mkdir()
    (root / "pyproject.toml").write_text("[tool.pytest.ini_options]\n", encoding="utf-8")
    compared = ["nbval-check-output"]
    notebook(root / "notebooks" / "steady.ipynb", (STEADY, compared), (UNCOMPARED, []))
    notebook(root / "notebooks" / "moving.ipynb", (STEADY, compared), (DIGITS, compared), (CHAOS, compared))
    return root


def failed(folder, capfd, *wanted: Kernel) -> set[str]:
    code = run(folder, wanted, ["moving"])
    out, err = capfd.readouterr()
    found = set(re.findall(r"^FAILED notebooks/moving.ipynb::Cell (\d+)", out, re.MULTILINE))
    assert code == bool(found) and (wanted[0].name in err) == bool(found)
    return found


def test_old_kernels_and_noise_catch_what_the_processor_decides(folder, capfd):
    assert failed(folder, capfd, Kernel("native", 1, seed=1)) == {"1", "2"}
    assert failed(folder, capfd, Kernel("old")) == {"1", "2"}
    assert run(folder, [Kernel("old", 2), Kernel("native", 2, seed=2)], ["steady"]) == 0


def test_the_suite_runs_the_notebooks_with_old_kernels():
    """The build runs them with this processor's, so that the suite knows two kinds."""
    *_, (_, command, _) = suite.STEPS
    assert suite.OTHER == Kernel("old")
    assert command[command.index("--nbval-kernel-name") + 1] == suite.OTHER.name


def test_what_is_not_there_is_named(folder):
    with pytest.raises(FileNotFoundError, match="không có notebook ch99"):
        run(folder, [Kernel()], ["steady", "ch99"])


def test_sets_threads_and_seeds_are_all_combined():
    found = [kernel.name for kernel in kernels(["native", "old"], [1, 2], [5])]
    assert found == [
        "hocsau-native-1-noise5",
        "hocsau-native-2-noise5",
        "hocsau-old-1-noise5",
        "hocsau-old-2-noise5",
    ]
    assert [kernel.seed for kernel in kernels(["old"], [1], [])] == [None]
