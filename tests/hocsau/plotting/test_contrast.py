"""Letters in pictures stand out (WCAG AA, 4.5:1) on white and as the dark page shows them.

The dark page draws pictures through `filter: invert(0.92) hue-rotate(180deg)` (book.css, explore.css).
"""

import re
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from hocsau import plotting
from hocsau.plotting import style

ROOT = Path(__file__).resolve().parents[3]
INKS = {name: getattr(style, name) for name in ("BLUE", "RED", "GREEN", "ORANGE", "PURPLE", "GREY", "DARK")}
# The matrix of Filter Effects for hue-rotate(180deg): luminance weights and cos 180° = −1.
HUE_180 = 2 * np.tile([0.213, 0.715, 0.072], (3, 1)) - np.eye(3)


def luminance(rgb: np.ndarray) -> float:
    linear = np.where(rgb <= 0.03928, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one: np.ndarray, two: np.ndarray) -> float:
    darker, lighter = sorted([luminance(one), luminance(two)])
    return (lighter + 0.05) / (darker + 0.05)


def darkened(rgb: np.ndarray) -> np.ndarray:
    inverted = rgb * (1 - 0.92) + (1 - rgb) * 0.92
    return np.clip(HUE_180 @ inverted, 0, 1)


@pytest.mark.parametrize("name", INKS)
def test_every_ink_is_legible_in_light_and_dark(name):
    ink, white = np.array(to_rgb(INKS[name])), np.ones(3)
    assert contrast(ink, white) >= 4.5
    assert contrast(darkened(ink), darkened(white)) >= 4.5


def test_the_pages_use_the_filter_that_is_computed_here():
    for sheet in ("styles/pictures.css", "live/explore.css"):
        text = (ROOT / "book" / sheet).read_text("utf-8")
        assert re.findall(r"filter: invert\(([\d.]+)\) hue-rotate\((\d+)deg\)", text) == [("0.92", "180")]


def test_a_faint_ink_would_be_seen():
    assert contrast(np.array(to_rgb("#9aa0a6")), np.ones(3)) < 4.5


def test_the_palette_is_what_chapters_import():
    assert {plotting.BLUE, plotting.RED, plotting.GREEN, plotting.ORANGE, plotting.GREY} <= set(INKS.values())
