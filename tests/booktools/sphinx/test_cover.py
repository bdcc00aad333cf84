"""The cover's valley: the loss of one slope on the houses of chapter 3, drawn and handed to the script."""

import json
import re

import numpy as np
import pytest

from booktools.sphinx.cover import FLOOR, HEIGHT, WIDTH, Valley
from hocsau.data import load

EXTENSIONS = ["myst_nb", "booktools.sphinx.cover"]


@pytest.fixture(scope="module")
def valley() -> Valley:
    return Valley()


def test_the_bottom_is_the_least_squares_slope(valley):
    houses = load("houses").train
    assert valley.best == pytest.approx(np.polyfit(houses.x[:, 0], houses.y, 1)[0])
    assert valley.down(valley.best) == FLOOR > valley.down(valley.best + 5) > valley.down(valley.high)


def test_the_script_gets_every_house_and_rates_from_a_crawl_to_a_throw(valley):
    data = json.loads(valley.data())
    assert len(data["x"]) == len(data["y"]) == 30
    slope = np.dot(data["x"], data["y"]) / np.dot(data["x"], data["x"])
    assert slope == pytest.approx(valley.best, abs=1e-3)
    shares = np.array(data["rates"]) * valley.curve
    assert shares[0] < 0.2 and sorted(shares) == list(shares)
    assert shares[-2] < 2 < shares[-1]  # |1 − share| < 1 comes down, else the ball flies


def test_the_script_places_things_where_the_still_picture_has_them(valley):
    data = json.loads(valley.data())
    for w in (valley.low, valley.best, 17.0, valley.high):
        assert data["across"][0] + data["across"][1] * w == pytest.approx(valley.across(w))
        depth = data["floor"] - data["deep"] * (w - valley.best) ** 2
        assert depth == pytest.approx(valley.down(w))
        for (x, at), area in zip(data["ends"], (valley.x.min(), valley.x.max()), strict=True):
            price = data["middle"] + w * x
            there = valley.house(area, price)
            assert (at, data["up"][0] + data["up"][1] * price) == pytest.approx(there)


def test_everything_drawn_lies_in_the_picture(valley):
    drawn = valley.pictures()
    spots = re.findall(r'cx="([-\d.]+)" cy="([-\d.]+)"', drawn)
    assert len(spots) == 30 + 6
    assert all(0 < float(x) < WIDTH and 0 < float(y) < HEIGHT for x, y in spots)


def test_the_button_leads_to_the_first_chapter(tmp_path, sphinx_build):
    (tmp_path / "source" / "book").mkdir(parents=True)
    pages = {
        "_toc.yml": "",
        "book/ch01_a.md": "# Một\n",
        "index.md": "# Sách\n\n```{cover}\n:start: ch01_a\n```\n\n```{toctree}\n:hidden:\nbook/ch01_a\n```\n",
    }
    assert sphinx_build(tmp_path, pages, extensions=EXTENSIONS, language="en") == ""
    html = (tmp_path / "html" / "index.html").read_text("utf-8")
    assert re.search(r'class="cover-go">.*href="book/ch01_a\.html"', html, re.DOTALL)
    assert "cover.js" in html and "place.js" in html
    other = (tmp_path / "html" / "book" / "ch01_a.html").read_text("utf-8")
    assert "cover.js" not in other and "place.js" in other


def test_a_cover_without_a_start_is_refused(tmp_path, sphinx_build):
    words = sphinx_build(tmp_path, {"index.md": "# Sách\n\n```{cover}\n```\n"}, extensions=EXTENSIONS)
    assert "{cover} cần `:start:`" in words
