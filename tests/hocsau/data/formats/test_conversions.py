"""From each format of boxes to each other, and back."""

import itertools

import pytest

from hocsau.data import (
    read_coco,
    read_voc_folder,
    read_yolo_folder,
    write_coco,
    write_voc_folder,
    write_yolo_folder,
)

WRITE = {
    "voc": write_voc_folder,
    "yolo": write_yolo_folder,
    "coco": lambda labels, place: write_coco(labels, place.with_suffix(".json")),
}
READ = {
    "voc": lambda place, photos, classes: read_voc_folder(place, photos, classes),
    "yolo": lambda place, photos, classes: read_yolo_folder(place, photos, place / "classes.txt"),
    "coco": lambda place, photos, classes: read_coco(place.with_suffix(".json"), photos=photos),
}


@pytest.mark.parametrize("pair", list(itertools.permutations(WRITE, 2)), ids="-".join)
def test_there_and_back(pair, labelled, photos, tmp_path, same):
    folder, now = photos("a.png", "b.png", "c.png"), labelled
    for i, kind in enumerate((*pair, pair[0])):
        WRITE[kind](now, tmp_path / f"{i}-{kind}")
        now = READ[kind](tmp_path / f"{i}-{kind}", folder, labelled.classes)
    same(now, labelled, atol=1e-6, ignore="yolo" not in pair)  # YOLO has no place for "do not count"
