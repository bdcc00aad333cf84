"""The Python twin of book/live/plate_finder.js: the motorbike stands where it is put, the words are right."""

import base64
import gzip
import json

import numpy as np
import pytest

from hocsau.darknet import Found, IntegerNet
from hocsau.live import plate_finder
from hocsau.live.plate_finder import NUMBER, compose, controls, lazy_data, page_data, said, true_box
from hocsau.plates import plate_corners, plate_face, straighten

SCENE = {"place": "bãi xe", "x": 130, "y": 100, "size": 80, "turn": 0, "light": 1.0}


@pytest.mark.parametrize("turn", [0, -30, 21])
def test_the_plate_stands_where_it_is_put(turn):
    image = compose(**SCENE | {"turn": turn})
    assert image.shape == (192, 256, 3) and image.dtype == np.uint8
    corners = plate_corners(80, turn=turn) + [130, 100]
    seen = straighten(image, corners, 140, 190).mean(axis=2)
    assert np.corrcoef(seen.ravel(), plate_face(NUMBER).ravel())[0, 1] > 0.8
    box = true_box(130, 100, 80, turn)
    np.testing.assert_allclose(box, [*corners.min(axis=0), *corners.max(axis=0)], atol=1e-9)


def test_light_and_place_change_the_scene():
    dark, bright = (compose(**SCENE | {"light": light}).mean() for light in (0.3, 1.5))
    assert dark < 0.5 * bright
    assert (compose(**SCENE) != compose(**SCENE | {"place": "vỉa hè gạch"})).mean() > 0.5
    outside = compose(**SCENE | {"x": 0, "y": 0, "size": 12})  # may hang over the edge
    assert outside.shape == (192, 256, 3)


def test_enlarging_keeps_a_slope_and_a_flat_floor():
    flat = np.full((4, 5, 3), 70.0)
    np.testing.assert_array_equal(plate_finder.enlarged(flat), np.full((8, 10, 3), 70.0))
    slope = np.arange(5.0)[None, :, None].repeat(4, 0).repeat(3, 2)
    np.testing.assert_allclose(plate_finder.enlarged(slope)[0, 1:-1, 0], np.arange(1, 9) / 2 - 0.25)


def test_the_words():
    truth = [100.0, 60.0, 140.0, 90.0]

    def found(*boxes):
        scores = np.linspace(0.9, 0.3, len(boxes))
        return Found(np.array(boxes, float).reshape(-1, 4), scores, np.zeros(len(boxes), int))

    image = compose(**SCENE | {"x": 120, "y": 75, "size": 40})
    assert said(found(), truth, 25, image) == "Không thấy biển số nào đáng tin từ 25 %."
    words = said(found([0, 0, 30, 20], [100, 60, 140, 90]), truth, 25, image)
    start = "Thấy 2 khung, chắc nhất 90 %. Có khung trùng biển (IoU 1.00), đọc ra "
    assert words.startswith(start)
    assert "Không khung nào trùng" in said(found([0, 0, 30, 20]), truth, 25, image)
    assert [plate_finder.spelled(t) for t in ("59X100000", "29AB1234", "59X", "")] == [
        "59-X1 000.00",
        "29-AB 1234",
        "59X",
        "?",
    ]


def test_what_the_page_gets():
    data, lazy = page_data(), lazy_data()
    assert len(json.dumps(data)) < 60_000
    assert len(gzip.compress(json.dumps(lazy).encode())) < 620_000 < len(json.dumps(lazy))
    for name in plate_finder.PLACES:
        content = np.frombuffer(base64.b64decode(lazy["grounds"][name]), np.uint8)
        np.testing.assert_array_equal(content.reshape(96, 128, 3), plate_finder.ground(name))
    again = IntegerNet.unpacked(json.loads(json.dumps(lazy["net"])))
    x = compose(**SCENE).transpose(2, 0, 1) / np.float32(255)
    for a, b in zip(again(x), plate_finder._net()(x), strict=True):
        np.testing.assert_allclose(a, b, atol=1e-4)
    assert NUMBER.order == "00000"  # no motorbike wears it


def test_the_drawing_shows_what_it_says():
    start = {name: control.default for name, control in controls().items()}
    figure, words = plate_finder.draw(**start)
    assert words == page_data()["start"]["reading"] == plate_finder.reading(**start)
    assert "Có khung trùng biển" in words and len(figure.axes[0].lines) >= 1
