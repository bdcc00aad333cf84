"""Tiny books with explore() pictures, built for real."""

import json
import shutil
from pathlib import Path

import matplotlib.pyplot as plt
import nbformat.v4 as v4
import pytest
from bs4 import BeautifulSoup
from nbformat import writes

from booktools.sphinx.live_files import LIVE
from hocsau.interactive import slider, static
from hocsau.interactive.drawing import checked_draw

ROOT = Path(__file__).resolve().parents[3]
CONFIG = {
    "extensions": ["myst_nb", "booktools.sphinx.explore"],
    "html_static_path": [str(ROOT / "book/_static")],
    "language": "en",
}
ALT = 'Hình "một" & <hai>'


def bundle(draw, alt=ALT, page=None, data=None, name=None, **controls):
    return static.bundle(checked_draw(draw, controls), controls, alt=alt, page=page, data=data, name=name)


def grey(lr=0.2, kind="tròn"):
    figure = plt.figure(figsize=(2, 1))
    figure.add_axes((0, 0, 1, 1), facecolor=str(lr)).text(0.5, 0.5, kind)
    return figure, f"J < {lr}, {kind}"


LR = slider(0.0, 1.0, 0.1, value=0.2, label="learning rate <η>")


def notebook(*bundles, title="Thử"):
    cells = [v4.new_markdown_cell(f"# {title}")]
    for data in bundles:
        output = v4.new_output("display_data", data=json.loads(json.dumps(data)))
        cells.append(v4.new_code_cell("explore(...)", outputs=[output]))
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return writes(v4.new_notebook(cells=cells, metadata=kernel))


def make(sphinx_build, folder, pages, builder="html", **config):
    (folder / "source" / LIVE).mkdir(parents=True, exist_ok=True)
    for file in ("explore.css", "parts.js", "outlier.js"):
        shutil.copy(ROOT / LIVE / file, folder / "source" / LIVE)
    return sphinx_build(folder, pages, builder, **CONFIG, **config)


def read(folder, name="index"):
    return BeautifulSoup((folder / "html" / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


def spec(figure):
    return json.loads(figure.select_one('script[type="application/json"]').string)


def build_error(sphinx_build, folder, *bundles):
    with pytest.raises(Exception) as error:
        make(sphinx_build, folder, {"index.ipynb": notebook(*bundles)})
    assert type(error.value).__name__ == "ExploreError"
    return str(error.value)
