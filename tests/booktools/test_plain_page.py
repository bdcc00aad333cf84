"""The pages that stand alone carry their logo and colours."""

import re
from pathlib import Path

import pytest

from booktools import plain_page
from booktools.offline import web_app
from booktools.sphinx import page

ALONE = {"offline": web_app.HERE / web_app.OFFLINE, "404": page.TEMPLATES / "404.html"}


@pytest.mark.parametrize("name", ALONE)
def test_logo_and_colours_are_inside_and_nothing_else_is_asked_for(name):
    text = plain_page.dressed(ALONE[name].read_text("utf-8"))
    assert text.count(plain_page.LOGO) == 1 and "<main>" in text and "</main>" in text
    assert "prefers-color-scheme: dark" in text and "background: var(--ground)" in text
    assert not re.search(r'(?:src|href)="(?!data:|\{\{|\./")', text), "a file of its own"
    assert 'rel="icon" href="data:image/svg+xml,%3Csvg' in text


def test_the_colours_are_the_book_s():
    sheet = (Path(__file__).resolve().parents[2] / "book" / "styles" / "colours.css").read_text("utf-8")
    for colour in set(re.findall(r"#[0-9a-f]{6}\b", plain_page.STYLE)):
        assert colour in sheet


def test_a_page_without_a_place_for_the_logo_is_refused():
    with pytest.raises(ValueError, match="<!-- brand -->"):
        plain_page.dressed('<style>/* style */</style><link href="data:,">')
