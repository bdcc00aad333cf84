"""The Python twin of book/live/regions.js."""

import json

import numpy as np
import pytest

from hocsau.live.regions import (
    MEASURES,
    THINGS,
    boxes,
    controls,
    draw,
    measure,
    merged,
    owners,
    page_data,
    scene,
    shapes,
    starting,
)


def test_merging_ends_in_one_region():
    labels, first = starting()
    assert 8 <= len(first) <= 40 and scene().shape == (54, 72, 3)
    for by in MEASURES:
        last = controls()["step"].values[-1]
        assert len(np.unique(owners(last, by))) == 1 and measure(last, by)["regions"] == 1
        assert merged(by)[-1].box == (0, 0, 72, 54)


def test_each_step_has_one_region_less_and_owns_every_pixel():
    for step in controls()["step"].values:
        now = owners(step, "cả bốn")
        assert len(np.unique(now)) == measure(step, "cả bốn")["regions"]
        if step:
            x1, y1, x2, y2 = merged("cả bốn")[len(starting()[1]) + step - 1].box
            rows, columns = np.nonzero(now == now.max())
            assert (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1) == (x1, y1, x2, y2)


def test_both_things_are_found_before_the_end():
    last = controls()["step"].values[-1]
    found = [measure(step, "cả bốn")["found"] for step in range(last + 1)]
    assert found == sorted(found) and found[0] < found[-1] == len(THINGS)
    assert len(set(boxes(last, "cả bốn"))) == measure(last, "cả bốn")["proposals"]


@pytest.mark.parametrize("by", MEASURES)
def test_the_patches_cover_the_picture(by):
    strokes = shapes(4, by)
    patches = [attributes for _, look, attributes, _ in strokes if look.startswith("patch")]
    covered = sum(int(part.split("h")[1].split("v")[0]) for p in patches for part in p["d"].split("M")[1:])
    assert covered == 72 * 54 * 4 and len(patches) == measure(4, by)["regions"]


def test_the_words_and_what_the_page_needs():
    figure, words = draw("cả bốn", 0)
    assert figure.startswith("<svg") and words.startswith("Chưa gộp. Còn ")
    assert draw("chỉ cỡ", 1)[1].startswith("Lần gộp 1: thêm khung ")
    assert len(json.dumps(page_data())) < 12_000
