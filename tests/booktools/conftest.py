"""Real builds of tiny books."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from docutils.languages import get_language
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace


@pytest.fixture(scope="session")
def sphinx_build() -> Callable[..., str]:
    """sphinx_build(folder, {name: text}, builder="html", **config) -> what Sphinx warned of."""
    get_language("vi")  # docutils has no Vietnamese; else it says so once, in whichever test is the first
    return build


def build(folder: Path, pages: dict[str, str], builder: str = "html", **config) -> str:
    """Build the pages; return what Sphinx warned of."""
    source = folder / "source"
    source.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (source / name).write_text(text, encoding="utf-8")
    warnings = io.StringIO()
    settings = {
        "extensions": ["myst_nb", "booktools.sphinx.quiz"],
        "myst_enable_extensions": ["colon_fence", "dollarmath"],
        "nb_execution_mode": "off",
        "html_theme": "basic",
        "html_math_renderer": "mathjax",
        "master_doc": "index",
        "language": "vi",
        **config,
    }
    with docutils_namespace():
        app = Sphinx(
            source, None, folder / builder, folder / "doctrees", builder, settings,
            status=None, warning=warnings, freshenv=False,
        )  # fmt: skip
        app.build()
    return re.sub(r"\x1b\[[\d;]*m", "", warnings.getvalue())
