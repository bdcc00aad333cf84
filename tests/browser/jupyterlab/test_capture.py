"""The screenshots of chapter 1 can be taken again, and are small and sharp."""

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from booktools.capture import IMAGES, SCALE, WIDTH
from hocsau.doctor.browser import find_chromium


@pytest.mark.live
@pytest.mark.skipif(find_chromium() is None, reason="không có Chromium")
def test_the_screenshots_can_be_taken_again(tmp_path):
    command = [sys.executable, "-m", "booktools.capture", str(tmp_path)]
    subprocess.run(command, check=True, timeout=180)
    names = {path.name for path in IMAGES.glob("jupyterlab-*.png")}
    assert names and {path.name for path in tmp_path.iterdir()} == names
    for name in names:  # the same window; letters and icons may change with JupyterLab
        with Image.open(IMAGES / name) as ours, Image.open(tmp_path / name) as new:
            assert new.size == ours.size


@pytest.mark.parametrize("path", sorted(IMAGES.iterdir()), ids=lambda path: path.name)
def test_a_picture_of_the_book_is_small_sharp_and_used(path):
    assert path.stat().st_size <= 40_000
    with Image.open(path) as picture:
        assert picture.width == WIDTH * SCALE and round(picture.info["dpi"][0]) == 96 * SCALE
    pages = [page.read_text("utf-8") for page in Path(IMAGES).parent.glob("*.md")]
    assert any(f"images/{path.name}" in page for page in pages)
