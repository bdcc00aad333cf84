"""Photographs in figures weigh little; maps of pixels keep every colour."""

import base64
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from booktools.sphinx.photos import PNG, SEEN, lighten


def svg_of(pixels: np.ndarray) -> str:
    buffer = BytesIO()
    Image.fromarray(pixels).save(buffer, "png")
    text = base64.b64encode(buffer.getvalue()).decode("ascii")
    return f'<svg><image xlink:href="data:image/png;base64,{text}"/></svg>'


def read(svg: str) -> np.ndarray:
    text = svg.split("base64,")[1].split('"')[0]
    return np.asarray(Image.open(BytesIO(base64.b64decode(text))).convert("RGBA"), dtype=float)


@pytest.fixture
def photo() -> np.ndarray:
    """Soft shapes with the grain of a sensor, no two pixels alike."""
    rng = np.random.default_rng(0)
    y, x = np.mgrid[:120, :160] / 30
    smooth = np.stack([np.sin(x + y), np.cos(x * y / 3), np.sin(x - 2 * y)], axis=-1)
    return (127 + 90 * smooth + rng.normal(0, 4, smooth.shape)).clip(0, 255).astype(np.uint8)


def test_a_photograph_becomes_much_lighter_and_looks_the_same(photo):
    before = svg_of(photo)
    after = lighten(before)
    assert "data:image/webp" in after and len(after) < 0.4 * len(before)
    assert np.sqrt(((read(after) - read(before)) ** 2).mean()) <= SEEN


@pytest.mark.parametrize("kind", ["map", "noise", "transparent"])
def test_where_every_colour_counts_every_colour_stays(kind, photo):
    rng = np.random.default_rng(1)
    pixels = {
        "map": np.repeat(np.repeat(rng.integers(0, 256, (12, 16, 3), dtype=np.uint8), 10, 0), 10, 1),
        "noise": rng.integers(0, 256, (80, 80, 3), dtype=np.uint8),  # lossy would be far off
        "transparent": np.dstack([photo, rng.integers(0, 2, photo.shape[:2], dtype=np.uint8) * 255]),
    }[kind]
    before = svg_of(pixels)
    after = lighten(before)
    np.testing.assert_array_equal(read(after), read(before))
    assert len(after) <= len(before)


def test_what_is_small_and_the_drawing_itself_stay(photo):
    small = svg_of(photo[:20, :20])
    assert len(PNG.search(small)[1]) < 8000 and lighten(small) == small
    assert lighten('<svg><path d="M0 0"/></svg>') == '<svg><path d="M0 0"/></svg>'
