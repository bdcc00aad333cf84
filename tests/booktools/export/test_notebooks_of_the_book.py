"""The notebooks in notebooks/, looked at as they lie there, without the export's own code."""

import json
import re
from pathlib import Path

import nbformat
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
RAW = {
    "directive": re.compile(r"^[\s>*-]*(:{3,}|`{3,}\s*\{|~{3,}\s*\{)", re.MULTILINE),
    "role": re.compile(r"\{[a-z][\w:+.-]*\}`"),
    "target": re.compile(r"^\([\w.:-]+\)=\s*$", re.MULTILINE),
    "comment": re.compile(r"^%", re.MULTILINE),
    "substitution": re.compile(r"\{\{"),
    "table cut off": re.compile(r"^\|.*\$[^$|]*$", re.MULTILINE),
}
OUTSIDE = re.compile(r"^`{3,}[a-z]*\n.*?^`{3,}$|\$\$.*?\$\$", re.DOTALL | re.MULTILINE)


def sources():
    """Pages of _toc.yml with code cells, by the name of their notebook."""
    toc = json.dumps(yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8")))
    paths = [ROOT / f"{name}.md" for name in re.findall(r'"(?:file|root)": "([^"]+)"', toc)]
    return {
        path.stem: path for path in paths if re.search(r"^`{3,}\{code-cell\}", path.read_text("utf-8"), re.M)
    }


def test_every_page_with_code_has_its_notebook():
    assert {path.stem for path in NOTEBOOKS} == set(sources())


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_valid_and_plain(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            text = OUTSIDE.sub("", cell.source)
            for kind, pattern in RAW.items():
                assert not pattern.search(text), f"{kind}: {pattern.search(text).group()!r}"


def code_of(text):
    """Source and tags of each code cell of a page."""
    for _, body in re.findall(r"^(`{3,})\{code-cell\}[^\n]*\n(.*?)^\1\s*?$", text, re.DOTALL | re.MULTILINE):
        options = re.match(r"---\n(.*?)---\n|((?::[\w-]+:[^\n]*\n)+)", body, re.DOTALL) or re.match("", body)
        source = body[options.end() :].strip("\n")
        lines = options.group().replace("---\n", "").splitlines()
        tags = yaml.safe_load("\n".join(re.sub(r"^:([\w-]+):", r"\1:", line) for line in lines)) or {}
        if source.strip():
            yield source, tags.get("tags", [])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_code_is_that_of_the_page(path):
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    found = [(cell.source.strip("\n"), cell.metadata.get("tags", [])) for cell in cells[1:]]
    assert found == list(code_of(sources()[path.stem].read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_outputs_are_light_text(path):
    for cell in nbformat.read(path, as_version=4).cells:
        for output in cell.get("outputs", []):
            kinds = set(output.get("data", {}))
            assert kinds <= {"text/plain", "text/latex", "text/markdown"}
            assert output.output_type != "error" and output.get("name") != "stderr"
            assert "nbval-check-output" not in cell.metadata.get("tags", []) or output.output_type == "stream"
    assert path.stat().st_size < 1_000_000


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_compared_cells_have_an_output_to_compare(path):
    for cell in nbformat.read(path, as_version=4).cells:
        if "nbval-check-output" in cell.metadata.get("tags", []):
            assert "".join(output.text for output in cell.outputs).strip()
