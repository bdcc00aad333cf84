"""The numbers and boxes that all scripts share (book/live/parts.js) are Python's, in one run of node."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from booktools.katex import node_binary
from hocsau.detection.boxes import iou_naive
from hocsau.live import anchor_kmeans, boxes
from hocsau.plotting.shapes import fixed, place

PARTS = Path(__file__).resolve().parents[3] / "book" / "live" / "parts.js"
SCRIPT = """
global.window = {};
require(process.argv[1]);
const { place, fixed, three, rint, iou, iouOfSizes, bytes, everySetting } = window.hocsauParts;
const { values, digits, pairs, sizes, packed, controls } = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify({
  place: values.map(place), three: values.map(three), rint: values.map(rint),
  fixed: digits.map(d => values.map(v => fixed(v, d))),
  iou: pairs.map(([a, b]) => iou(a, b)), sizes: sizes.map(([a, b]) => iouOfSizes(a, b)),
  bytes: Array.from(bytes(packed)), settings: everySetting(controls),
}));
"""
HALVES = [0.0, -0.0, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0.125, -0.125, 0.0005, -0.0004, 12.345, -7.0, 1234.5]


@pytest.fixture(scope="module")
def asked():
    rng = np.random.default_rng(0)
    corners = np.sort(rng.integers(0, 9, (40, 2, 2, 2)), axis=2).reshape(40, 2, 4) + [0, 0, 1, 1]
    return {
        "values": HALVES + rng.normal(0, 40, 200).tolist(),
        "digits": [0, 1, 2, 3],
        "pairs": corners.tolist(),
        "sizes": rng.uniform(1, 9, (40, 2, 2)).tolist(),
        "packed": "AH+A/w==",
        "controls": [{"name": "k", "values": [1, 2]}, {"name": "kind", "values": ["a", "b"]}],
    }


@pytest.fixture(scope="module")
def said(asked):
    done = subprocess.run(
        [node_binary(), "-e", SCRIPT, str(PARTS)],
        input=json.dumps(asked),
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_numbers_are_rounded_and_written_as_python_does(asked, said):
    values = asked["values"]
    assert said["place"] == [place(v) for v in values]
    assert said["three"] == [boxes.three(v) for v in values]
    assert said["fixed"] == [[fixed(v, digits) for v in values] for digits in asked["digits"]]
    np.testing.assert_array_equal(said["rint"], np.rint(values))


def test_overlaps_are_python_s(asked, said):
    np.testing.assert_allclose(said["iou"], [iou_naive(*pair) for pair in asked["pairs"]], atol=1e-15)
    assert 0 < np.count_nonzero(said["iou"]) < len(said["iou"])
    sizes = [anchor_kmeans.iou(tuple(a), tuple(b)) for a, b in asked["sizes"]]
    np.testing.assert_allclose(said["sizes"], sizes, atol=1e-15)


def test_packed_bytes_and_every_setting(said):
    assert said["bytes"] == [0, 127, 128, 255]
    assert said["settings"] == [{"k": k, "kind": kind} for k in (1, 2) for kind in "ab"]
