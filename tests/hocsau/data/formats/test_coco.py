"""COCO: what is read, what is refused, and that what is written reads back the same."""

import json

import numpy as np
import pytest

from hocsau.data.formats.coco import read_coco, write_coco
from hocsau.errors import DataError

IMAGE = {"id": 7, "file_name": "a.png", "width": 40, "height": 30}


def tree(*annotations, images=(IMAGE,), categories=({"id": 9, "name": "xe"}, {"id": 3, "name": "người"})):
    return {"images": list(images), "categories": list(categories), "annotations": list(annotations)}


def note(**given):
    return {"id": 1, "image_id": 7, "category_id": 9, "bbox": [1, 2, 10, 10], "iscrowd": 0} | given


@pytest.fixture
def put(tmp_path):
    def put(content, name="n.json"):
        path = tmp_path / name
        if isinstance(content, dict | list):
            content = json.dumps(content)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return put


def test_numbers_of_classes_become_their_order(put):
    found = read_coco(put(tree(note(), note(category_id=3, bbox=[0, 0, 40, 30], iscrowd=1))))
    assert found.classes == ("người", "xe") and found.photos[0].photo == "a.png"
    assert found.photos[0].boxes.tolist() == [[1, 2, 11, 12], [0, 0, 40, 30]]
    assert found.photos[0].labels.tolist() == [1, 0] and found.photos[0].ignore.tolist() == [False, True]


def test_a_photo_without_boxes_is_there(put):
    found = read_coco(put(tree()))
    assert len(found) == 1 and len(found.photos[0]) == 0


def test_bom(put):
    assert len(read_coco(put(b"\xef\xbb\xbf" + json.dumps(tree(note())).encode()))) == 1


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (note(bbox=[5, 5, 0, 4]), "diện tích 0"),
        (note(bbox=[5, 5, -2, 4]), "mép ngược"),
        (note(bbox=[50, 5, 2, 4]), "nằm hẳn ngoài"),
        (note(bbox=[1, 2, 3]), r"bbox là \[1, 2, 3\]"),
        (note(bbox=[1, 2, "3,5", 4]), "bbox là"),
        (note(bbox=[1, 2, None, 4]), "bbox là"),
        (note(bbox=[1, 2, True, 4]), "bbox là"),
        (note(bbox=[1, 2, 1e300, 4]), "bbox là"),
        (note(image_id=8), "image_id là 8: không có ảnh"),
        (note(image_id=[7]), "image_id là"),
        (note(category_id=1), "category_id là 1: lớp ấy không có tên"),
        ("x", "cần một đối tượng"),
        (note(), "trùng khít"),
    ],
)
def test_a_bad_annotation_is_named_or_dropped(entry, words, put):
    path = put(tree(note(), entry))
    with pytest.raises(DataError, match=rf"n.json, annotations\[1\]: .*{words}"):
        read_coco(path)
    bad = []
    assert len(read_coco(path, bad=bad).photos[0]) == 1 and "annotations[1]" in bad[0] and "đã bỏ" in bad[0]


@pytest.mark.parametrize(
    ("image", "words"),
    [
        (IMAGE, "có hai lần"),
        (IMAGE | {"id": 8}, "có hai lần"),
        (IMAGE | {"id": 8, "file_name": "../b.png"}, "dẫn ra ngoài"),
        (IMAGE | {"id": 8, "file_name": 3}, "file_name"),
        (IMAGE | {"id": 8, "file_name": "b.png", "width": 0}, "width và height"),
        (IMAGE | {"id": "8"}, "cần id"),
        (3, "cần id"),
    ],
)
def test_a_bad_image_is_named_or_dropped(image, words, put):
    path = put(tree(note(), images=[IMAGE, image]))
    with pytest.raises(DataError, match=rf"n.json, images\[1\]: .*{words}"):
        read_coco(path)
    bad = []
    assert len(read_coco(path, bad=bad)) == 1 and len(bad) == 1


WHOLE = json.dumps(tree(note()), indent=1)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "tệp rỗng"),
        (WHOLE[: len(WHOLE) // 2], "dòng 1?[0-9]: "),
        (WHOLE[:-1], "cụt"),
        (WHOLE.replace(": 2", ": NaN").replace("2,", "NaN,"), "NaN"),
        ("[" * 100_000, "lồng quá sâu|cụt|sai"),
        ("[1]", "đối tượng json"),
        ('{"images": []}', "thiếu danh sách «categories»"),
        (json.dumps(tree(categories=[])), "chưa có tên lớp"),
        (json.dumps(tree(categories=[{"id": 1}])), r"categories\[0\]"),
        (json.dumps(tree(categories=[{"id": 1, "name": "a"}, {"id": 1, "name": "b"}])), "hai lần"),
        (json.dumps(tree(categories=[{"id": 1, "name": "a"}, {"id": 2, "name": "a"}])), "hai lần"),
        (b"PK\x03\x04", "không phải json"),
        (b"\xff\xfe[\x00", "UTF-8"),
        ("[" + "9" * 10_000 + "]", "n.json"),
    ],
)
def test_a_broken_file_is_refused_even_when_boxes_may_be_dropped(content, words, put):
    with pytest.raises(DataError, match=words):
        read_coco(put(content), bad=[])


def test_photos_that_are_missing_or_of_another_size(put, photos):
    folder = photos("a.png")
    photos("b.png", size=(30, 40))
    others = [IMAGE | {"id": i, "file_name": name} for i, name in ((8, "b.png"), (9, "c.png"))]
    path = put(tree(note(), note(image_id=9), images=[IMAGE, *others]))
    bad = []
    assert [p.photo for p in read_coco(path, photos=folder, bad=bad).photos] == ["a.png"]
    told = "\n".join(bad)
    for words in ("ghi ảnh 40×30 nhưng b.png là 30×40", "nhãn không có ảnh", "image_id là 9"):
        assert words in told
    with pytest.raises(DataError, match=r"images\[1\]"):
        read_coco(path, photos=folder)


def test_what_is_written_reads_back_the_same(labelled, tmp_path, same):
    labelled.photos[0].boxes[0] = [np.pi, np.e, 10 / 3, 29.1]
    write_coco(labelled, tmp_path / "n.json")
    same(read_coco(tmp_path / "n.json"), labelled, atol=1e-13)
