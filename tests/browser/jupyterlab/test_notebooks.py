"""Exported notebooks as JupyterLab shows them: formulas drawn, links leading somewhere, nothing raw."""

import json
from pathlib import Path

import pytest

pytestmark = pytest.mark.live
ROOT = Path(__file__).resolve().parents[3]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("ch*.ipynb"))
# One JupyterLab for all the notebooks, and no kernel: nothing is run here, and starting both takes seconds.
OPEN = """path => jupyterapp.restored.then(() => jupyterapp.commands.execute(
  'docmanager:open', { path, factory: 'Notebook', kernelPreference: { shouldStart: false } }))
  .then(widget => widget.context.ready)"""
HREFS = "links => links.map(link => link.getAttribute('href'))"
CLOSE = "jupyterapp.commands.execute('application:close-all')"
DRAWN = """() => { const now = document.querySelectorAll('mjx-container').length;
  const same = now > 0 && now === window.before; window.before = now; return same; }"""


@pytest.fixture(scope="module")
def jupyterlab(lab, browser):
    page = browser.new_page(viewport={"width": 1100, "height": 700})
    page.goto(lab())
    page.wait_for_function("window.jupyterapp")
    yield page
    page.close()


@pytest.fixture
def open_notebook(jupyterlab):
    def open_(path):
        count = sum(cell["cell_type"] == "markdown" for cell in json.loads(path.read_text("utf-8"))["cells"])
        jupyterlab.evaluate(OPEN, path.name)
        jupyterlab.wait_for_function(
            "n => document.querySelectorAll('.jp-Notebook .jp-RenderedMarkdown').length >= n", arg=count
        )
        # MathJax is loaded late and draws in its own time
        jupyterlab.wait_for_function(DRAWN, polling=600)
        return jupyterlab

    yield open_
    jupyterlab.evaluate(CLOSE)
    jupyterlab.wait_for_function("document.querySelectorAll('.jp-Notebook').length === 0")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_formulas_are_drawn_nothing_is_raw_and_links_lead_to_their_headings(open_notebook, path):
    page = open_notebook(path)
    unknown = page.locator("mjx-merror, mjx-mtext[style*='red'], mjx-container [data-mjx-error]")
    assert unknown.evaluate_all("all => all.map(e => e.closest('mjx-container').textContent)") == []
    shown = "\n".join(
        page.locator(".jp-RenderedMarkdown :is(p, li, td, h1, h2, h3, summary)").all_inner_texts()
    )
    assert len(shown) > 1000
    for raw in ("$$", "\\begin{", "\\frac", "{ref}", "{term}", ":::", "(s-"):
        assert raw not in shown
    links_lead_to_their_headings(page, json.loads(path.read_text(encoding="utf-8"))["cells"])


def links_lead_to_their_headings(page, cells: list[dict]) -> None:
    order = {cell["id"]: number for number, cell in enumerate(cells)}
    links = page.locator(".jp-RenderedMarkdown a[href^='#cell-id=']")
    targets = [href.removeprefix("#cell-id=") for href in links.evaluate_all(HREFS)]
    assert len(targets) == json.dumps(cells).count("#cell-id=") and set(targets) <= set(order)
    for target in sorted(set(targets), key=targets.index)[:5]:
        link = links.nth(targets.index(target))
        link.evaluate("e => { for (let d = e; (d = d.parentElement.closest('details')); ) d.open = true; }")
        link.click()
        heading = page.locator(".jp-Notebook .jp-Cell").nth(order[target]).locator("h1, h2, h3, h4").first
        box = heading.bounding_box()
        for _ in range(20):
            if box and 0 <= box["y"] <= 700:
                break
            page.wait_for_timeout(250)
            box = heading.bounding_box()
        assert box and 0 <= box["y"] <= 700, target
