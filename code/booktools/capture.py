"""The screenshots of chapter 1: our own JupyterLab, photographed by Chromium, with numbers where to click.

Run `python -m booktools.capture [FOLDER]` to write them anew into book/images/, or another folder; it needs
the test packages and Chromium.
"""

import io
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import nbformat.v4 as v4
from PIL import Image

from booktools import ROOT
from booktools.chromium import launch
from booktools.lab import jupyterlab
from hocsau.doctor.browser import find_chromium

IMAGES = ROOT / "book" / "images"
IDLE = re.compile(r"Python 3.*\| Idle")
WIDTH, SCALE, COLOURS = 480, 2, 128  # CSS pixels; a phone shows the picture at 340
MARK = (
    "display:flex;align-items:center;justify-content:center;position:fixed;z-index:9999;width:26px;height:26px;"
    "border-radius:50%;background:#c0261c;color:#fff;border:2px solid #fff;font:bold 16px sans-serif"
)
DRAW = """([number, style]) => {
  const disc = document.createElement("div");
  disc.textContent = number; disc.style = style;
  document.body.append(disc); }"""
CELLS = ['name = "Mai"\nprint("Xin chào,", name)', "print(2 + 3)", 'print("Tạm biệt,", name)']
LARGE_LETTERS = {
    "apputils-extension/themes": {
        "overrides": {"code-font-size": "16px", "ui-font-size1": "15px", "content-font-size1": "16px"}
    }
}


@contextmanager
def page_of(address: str, height: int) -> Iterator[object]:
    """A page of JupyterLab in a small, sharp window."""
    from playwright.sync_api import sync_playwright

    executable = find_chromium()
    if executable is None:
        raise FileNotFoundError("không thấy Chromium; cài nó hoặc đặt HOCSAU_CHROMIUM")
    with sync_playwright() as playwright:
        browser = launch(playwright, executable)
        size = {"width": WIDTH, "height": height}
        page = browser.new_page(viewport=size, device_scale_factor=SCALE, color_scheme="light")
        page.goto(address)
        yield page
        browser.close()


def mark(page: object, number: int, target: object, side: str) -> None:
    """Put a numbered disc beside what the reader has to click or look at."""
    box = target.bounding_box()
    x, y = box["x"] + box["width"] / 2 - 15, box["y"] + box["height"] / 2 - 15
    x += (box["width"] / 2 + 18) * (side == "right")
    y += {"below": 1, "above": -1}.get(side, 0) * (box["height"] / 2 + 16)
    page.evaluate(DRAW, [str(number), f"{MARK};left:{x}px;top:{y}px"])


def keep(page: object, path: Path) -> None:
    """Write the window as a small PNG that says it is twice as sharp as it is big."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    few = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(path, optimize=True, dpi=(96 * SCALE, 96 * SCALE))
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


def launcher(address: str, folder: Path) -> None:
    """What JupyterLab shows first."""
    with page_of(address, 330) as page:
        tile = page.locator(".jp-LauncherCard").first
        tile.wait_for(timeout=60_000)
        hide_files(page)
        mark(page, 1, page.locator(".jp-SideBar .lm-TabBar-tab").first, "right")
        mark(page, 2, tile, "right")
        keep(page, folder / "jupyterlab-launcher.png")


def notebook(address: str, folder: Path) -> None:
    """A notebook whose cells have been run."""
    with page_of(address, 470) as page:
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60_000)
        page.get_by_text(IDLE).first.wait_for(timeout=60_000)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        page.get_by_text("Tạm biệt, Mai").last.wait_for(timeout=60_000)
        hide_files(page)
        page.locator(".jp-Notebook .jp-CodeCell .cm-content").first.click()
        page.wait_for_timeout(500)
        for number, name in enumerate(["run", "restart-and-run"], 1):
            mark(page, number, page.locator(f"[data-jp-item-name='{name}']"), "below")
        mark(page, 3, page.locator(".jp-InputPrompt").nth(1), "right")
        mark(page, 4, page.get_by_text(IDLE).first, "above")
        keep(page, folder / "jupyterlab-notebook.png")


def hide_files(page: object) -> None:
    """Close the list of files on the left, which takes half of a small window."""
    opened = page.locator(".jp-SideBar.jp-mod-left .lm-TabBar-tab.lm-mod-current")
    if opened.count():  # JupyterLab remembers what was closed
        opened.click()
    page.wait_for_timeout(1500)


def main(folder: Path = IMAGES) -> None:
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as own:
        home, work = Path(own, "home"), Path(own, "work")
        home.mkdir()
        work.mkdir()
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        cells = [v4.new_code_cell(text) for text in CELLS]
        nbformat.write(v4.new_notebook(cells=cells, metadata=kernel), work / "bai_1.ipynb")
        with jupyterlab(home, work, LARGE_LETTERS) as address:
            launcher(address("lab"), folder)
            notebook(address("doc/tree/bai_1.ipynb"), folder)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
