"""The build looks at every picture that reaches a page, whatever function drew it."""

import base64
import json
from pathlib import Path

import pytest

# one pixel
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def notebook(metadata: dict) -> str:
    output = {
        "output_type": "display_data",
        "metadata": {},
        "data": {"image/png": DOT, "text/plain": "<Figure>"},
    }
    cell = {"cell_type": "code", "metadata": metadata, "source": "draw()", "outputs": [output]}
    cells = [{"cell_type": "markdown", "metadata": {}, "source": "# Thử"}, {**cell, "execution_count": 1}]
    python = {
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "language_info": {"name": "python"},
    }
    python["language_info"]["pygments_lexer"] = "ipython3"
    return json.dumps({"cells": cells, "metadata": python, "nbformat": 4, "nbformat_minor": 4})


@pytest.mark.parametrize(("alt", "warns"), [(None, True), (" ", True), ("một chấm", False)])
def test_a_plot_without_alt_is_a_warning_with_its_place(tmp_path, sphinx_build, alt, warns):
    metadata = {} if alt is None else {"mystnb": {"image": {"alt": alt}}}
    config = {"extensions": ["myst_nb", "booktools.sphinx.figures"]}
    warnings = sphinx_build(tmp_path, {"index.ipynb": notebook(metadata)}, **config).strip()
    assert len(list(Path(tmp_path, "html", "_images").glob("*.png"))) == 1  # there was a picture to look at
    assert ("index.ipynb:" in warnings and "hình thiếu mô tả" in warnings) if warns else warnings == ""


def test_a_picture_in_the_text_too(tmp_path, sphinx_build):
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.png").write_bytes(base64.b64decode(DOT))
    config = {"extensions": ["myst_nb", "booktools.sphinx.figures"]}
    warnings = sphinx_build(tmp_path, {"index.md": "# Thử\n\n![](a.png)\n\n![mèo](a.png)\n"}, **config)
    assert warnings.count("hình thiếu mô tả") == 1 and "index.md:3: " in warnings
