"""Exported notebooks as JupyterLab shows them: formulas drawn, links leading somewhere, nothing raw."""

import json
from pathlib import Path

import pytest

pytestmark = pytest.mark.live
ROOT = Path(__file__).resolve().parents[3]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("ch*.ipynb"))


@pytest.fixture
def open_notebook(lab, browser):
    page = browser.new_page(viewport={"width": 1100, "height": 700})

    def open_(path):
        count = sum(cell["cell_type"] == "markdown" for cell in json.loads(path.read_text("utf-8"))["cells"])
        page.goto(lab(path.name))
        page.wait_for_function(
            "n => document.querySelectorAll('.jp-Notebook .jp-RenderedMarkdown').length >= n", arg=count
        )
        page.wait_for_function(  # MathJax is loaded late and draws in its own time
            """() => { const now = document.querySelectorAll('mjx-container').length;
                       const same = now > 0 && now === window.before; window.before = now; return same; }""",
            polling=1500,
        )
        return page

    yield open_
    page.close()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_formulas_are_drawn_and_nothing_is_raw(open_notebook, path):
    page = open_notebook(path)
    unknown = page.locator("mjx-merror, mjx-mtext[style*='red'], mjx-container [data-mjx-error]")
    assert unknown.evaluate_all("all => all.map(e => e.closest('mjx-container').textContent)") == []
    shown = "\n".join(
        page.locator(".jp-RenderedMarkdown :is(p, li, td, h1, h2, h3, summary)").all_inner_texts()
    )
    for raw in ("$$", "\\begin{", "\\frac", "{ref}", "{term}", ":::", "(s-"):
        assert raw not in shown


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_links_inside_the_notebook_lead_to_their_headings(open_notebook, path):
    page = open_notebook(path)
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    order = {cell["id"]: number for number, cell in enumerate(cells)}
    links = page.locator(".jp-RenderedMarkdown a[href^='#cell-id=']")
    targets = [link.get_attribute("href").removeprefix("#cell-id=") for link in links.all()]
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
