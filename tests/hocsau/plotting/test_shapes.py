"""Lists of shapes as SVG, and numbers as JavaScript writes them."""

import xml.etree.ElementTree as ET

import pytest

from hocsau.plotting.shapes import fixed, place, svg


def test_a_list_becomes_one_drawing():
    made = svg(
        [["text", "middle", {"x": 1, "y": 2}, "a < b"], ["line", "ink", {"x1": 0}, ""]], 30, 20, mark="m"
    )
    root = ET.fromstring(made)
    assert root.get("viewBox") == "0 0 30 20" and root.get("class") == "hs-shapes m"
    assert [child.text for child in root] == ["a < b", None]
    assert root[1].get("x1") == "0" and root[1].get("stroke")


def test_an_unknown_class_is_named():
    with pytest.raises(ValueError, match="'bold' chưa có màu"):
        svg([["rect", "bold", {}, ""]], 1, 1)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(0.125, 2, "0.13"), (-0.125, 2, "−0.12"), (-0.001, 2, "0.00"), (2.5, 0, "3"), (-1.26, 1, "−1.3")],
)
def test_a_half_goes_up(value, digits, text):
    assert fixed(value, digits) == text


def test_places_have_two_decimals():
    assert place(1.005) == pytest.approx(1.0, abs=0.011) and place(2.346) == 2.35
