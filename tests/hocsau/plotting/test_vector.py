"""Strokes made into SVG."""

import xml.etree.ElementTree as ET

import pytest

from hocsau.plotting.vector import LOOKS, box, svg


def test_strokes_become_svg():
    made = svg(
        [box("given", (1, 2, 4, 6), 10, 5, 1), ("text", "text", {"x": 1.005, "y": 2}, "a < b")], 100, 50
    )
    root = ET.fromstring(made)
    assert root.get("viewBox") == "0 0 100 50" and root.get("class") == "hs-det"
    rect, text = root
    assert [rect.get(n) for n in ("x", "y", "width", "height")] == ["15", "21", "30", "40"]
    assert rect.get("class") == "hs-det-given" and rect.get("stroke") == LOOKS["given"]["stroke"]
    assert text.text == "a < b"


def test_an_attribute_of_its_own_comes_before_the_look():
    assert 'fill="#ff0000"' in svg([("path", "patch", {"d": "M0 0", "fill": "#ff0000"}, "")], 1, 1)


def test_an_unknown_look_is_refused():
    with pytest.raises(KeyError, match="blue"):
        svg([("rect", "blue", {}, "")], 1, 1)
