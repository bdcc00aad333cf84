"""The detector that comes with the book: small, and it finds the plates of scenes that it has never seen."""

import numpy as np

from hocsau.data import load
from hocsau.detection import evaluate
from hocsau.plates.shipped import FILE, plate_detector
from hocsau.recorded import recorded, recorded_file


def test_it_is_small_and_as_good_as_its_record_says():
    assert recorded_file(FILE).stat().st_size < 450_000
    net = plate_detector()
    data = load("plate_scenes")
    found, truth = [], []
    for image, labels in zip(data.test.x, data.test.y, strict=True):
        one = net.detect(image, threshold=0.01)
        found.append({"boxes": one.boxes, "scores": one.scores, "labels": one.labels})
        truth.append({"boxes": labels.boxes, "labels": labels.labels})
    score = evaluate(found, truth, (0.5,)).at(0.5)
    # forty scenes: a few hundredths either way
    assert score > recorded("plates-narrow")["scores"]["int8_ap50"] - 0.08
    assert sum(part["kernel"].size for part in net.parts.values()) < 371_084


def test_a_photo_of_nothing_has_no_plate():
    assert len(plate_detector().detect(np.full((200, 300, 3), 120, np.uint8), threshold=0.5)) == 0
