"""What stands around a page's text: our templates, buttons, links to the repository, search and 404 pages."""

import datetime
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from booktools import repository
from booktools.plain_page import dressed
from booktools.source.book import chapter_number
from booktools.sphinx.styles import SHEET

SEARCH = ("words", "search-plain", "search-rank", "search-suggest", "search-show", "search")
SCRIPTS = ["book.js", *(f"{name}.js" for name in SEARCH), "way.js", "web-app.js"]
TEMPLATES = Path(__file__).parent / "templates"


def configure(app: Sphinx, config: Config) -> None:
    """Everything that follows from the repository's address, or is the same for every build."""
    config.templates_path.insert(0, str(TEMPLATES))
    config.html_baseurl = config.ogp_site_url = repository.pages_url()
    config.ogp_image = repository.pages_url() + "_static/social.png"


def no_sphinx_search(app: Sphinx) -> None:
    app.builder.search = False  # Pagefind finds "đạo hàm" when asked for "dao ham"; Sphinx's index cannot


def more_pages(app: Sphinx) -> Iterator[tuple[str, dict, str]]:
    yield "search", {"title": "Tìm kiếm"}, "search.html"
    yield "404", {"site_url": repository.pages_url()}, "404.html"


@lru_cache(maxsize=1024)
def last_change(path: Path) -> datetime.date | None:
    """Day of the last commit that touched a file; None outside a git checkout."""
    try:
        day = subprocess.run(
            ["git", "log", "-1", "--format=%cs", "--", path.name],
            cwd=path.parent,
            capture_output=True,
            text=True,
        ).stdout.strip()
    except OSError:
        return None
    return datetime.date.fromisoformat(day) if day else None


# How chapters say how long they take: "Đọc và chạy hết chương mất khoảng ba giờ. Bạn nên …"
TIME = re.compile(r"\bĐọc\b[^.;\n]*? mất (?P<time>(?:khoảng|chừng) [^.;,\n]+)")


def reading_time(text: str) -> str:
    """How long a page takes, in its own words ("khoảng ba giờ"); empty when it does not say."""
    match = TIME.search(text)
    return match["time"].strip() if match else ""


def time_of_next(app: Sphinx, pagename: str) -> str:
    """The reading time of the page after this one."""
    _, _, after = getattr(app.builder, "relations", {}).get(pagename) or (None, None, None)
    return reading_time(Path(app.env.doc2path(after)).read_text("utf-8")) if after else ""


def dress(app: Sphinx, pagename: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Give the page its buttons and its links to the repository."""
    context["repository_url"] = repository.url()
    context["issue_url"] = repository.issue(pagename)
    if doctree is not None:
        context["edit_url"] = repository.edit(pagename)
        context["changed"] = last_change(Path(app.env.doc2path(pagename)))
        context["next_time"] = time_of_next(app, pagename)
    name = pagename.rpartition("/")[2]
    if doctree is not None and chapter_number(pagename) is not None:
        context["colab_url"] = repository.colab(name)
        context["notebook_path"] = f"notebooks/{name}.ipynb"
        buttons = app.builder.templates.render("book-actions.html", context)
        context["body"] = context["body"].replace("</h1>", "</h1>\n" + buttons, 1)


def dress_alone(app: Sphinx, exception: Exception | None) -> None:
    """Give the 404 page its style and logo: no other file of the book is at hand where it is shown."""
    page = Path(app.outdir) / "404.html"
    if exception is None and app.builder.name == "html":
        page.write_text(dressed(page.read_text(encoding="utf-8")), encoding="utf-8")


def publish_notebooks(app: Sphinx, exception: Exception | None) -> None:
    """Publish the notebooks beside the pages."""
    if exception is not None or app.builder.name != "html":
        return
    notebooks = sorted((Path(app.srcdir) / "notebooks").glob("*.ipynb"))
    target = Path(app.outdir) / "notebooks"
    target.mkdir(exist_ok=True)
    for old in target.glob("*.ipynb"):
        old.unlink()
    for notebook in notebooks:
        shutil.copy(notebook, target)


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_config_value("comments_config", {}, "", dict)  # Jupyter Book always sets it
    app.connect("config-inited", configure, priority=900)
    app.connect("builder-inited", no_sphinx_search)
    app.connect("html-collect-pages", more_pages)
    app.connect("html-page-context", dress, priority=800)
    app.connect("build-finished", dress_alone)
    app.connect("build-finished", publish_notebooks)
    for sheet in ("icons.css", SHEET):
        app.add_css_file(sheet, priority=800)
    for script in SCRIPTS:
        app.add_js_file(script, loading_method="defer")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
