"""Pascal VOC: what is read, what is refused, and that what is written reads back the same."""

import time

import numpy as np
import pytest

from hocsau.data.formats.voc import read_voc, read_voc_folder, write_voc_folder
from hocsau.errors import DataError

CLASSES = ("RBC", "WBC")


def thing(name="RBC", box=(1, 2, 11, 12), extra=""):
    sides = "".join(
        f"<{side}>{value}</{side}>" for side, value in zip(("xmin", "ymin", "xmax", "ymax"), box, strict=True)
    )
    return f"<object><name>{name}</name>{extra}<bndbox>{sides}</bndbox></object>\n"


def xml(*things, size="<size><width>40</width><height>30</height></size>", head=""):
    return f"{head}<annotation>\n<filename>a.png</filename>\n{size}\n" + "".join(things) + "</annotation>\n"


@pytest.fixture
def put(tmp_path):
    def put(text, name="a.xml"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return put


def test_boxes_labels_and_the_hard_ones(put):
    hard = thing("WBC", (0, 0, 40, 30), "<difficult>1</difficult>")
    found = read_voc(put(xml(thing(), hard)), CLASSES)
    assert (found.photo, found.size) == ("a.png", (40, 30))
    assert found.boxes.tolist() == [[1, 2, 11, 12], [0, 0, 40, 30]]
    assert found.labels.tolist() == [0, 1] and found.ignore.tolist() == [False, True]


def test_points_that_count_from_one(put):
    found = read_voc(put(xml(thing(box=(1, 1, 40, 30)))), CLASSES, first=1)
    assert found.boxes.tolist() == [[0, 0, 40, 30]]
    with pytest.raises(ValueError, match="first"):
        read_voc(put(xml()), CLASSES, first=2)


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (thing(box=(5, 5, 5, 9)), "diện tích 0"),
        (thing("Platelets"), "lớp «Platelets» không có trong RBC, WBC"),
        (thing(box=("1,5", 2, 11, 12)), "<xmin> là «1,5».*dấu chấm"),
        (thing(box=("nan", 2, 11, 12)), "<xmin> là «nan»"),
        (thing(box=("", 2, 11, 12)), "thiếu <xmin>"),
        ("<object><name>RBC</name></object>\n", "không có thẻ <bndbox>"),
        ("<object><bndbox></bndbox></object>\n", "thiếu <xmin>"),
        (thing(box=(100, 2, 110, 12)), "nằm hẳn ngoài"),
        (thing(), "trùng khít"),
    ],
)
def test_a_bad_thing_names_file_and_line(item, words, put):
    path = put(xml(thing(), item))
    with pytest.raises(DataError, match=f"a.xml, dòng 5: .*{words}"):
        read_voc(path, CLASSES)
    bad = []
    assert len(read_voc(path, CLASSES, bad=bad)) == 1 and "dòng 5" in bad[0] and "đã bỏ" in bad[0]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "tệp rỗng"),
        (" \n", "tệp rỗng"),
        (xml(thing())[:-20], "cụt"),
        (xml(thing())[:60], "cụt"),
        (xml(thing()).replace("</name>", "</nam>"), "xml sai"),
        ("<a></a>", "thẻ gốc là <a>"),
        (xml(size=""), "thiếu thẻ <size>"),
        (xml(size="<size><width>0</width><height>3</height></size>"), "cỡ ảnh 0×3"),
        (xml(size="<size><width>4</width></size>"), "thiếu <height>"),
        (b"\xff\xfe\x00", "a.xml"),
        ('<?xml version="1.0" encoding="nope"?><annotation/>', "bảng mã"),
        ("<a>" * 60, "lồng quá 50 tầng"),
        (xml().replace("a.png", "../../a.png"), "dẫn ra ngoài"),
    ],
)
def test_a_broken_file_is_refused_even_when_boxes_may_be_dropped(content, words, put):
    for bad in (None, []):
        with pytest.raises(DataError, match=words):
            read_voc(put(content), CLASSES, bad=bad)


LAUGHS = "<!DOCTYPE a [<!ENTITY x0 'ha'>" + "".join(
    f"<!ENTITY x{i + 1} '{f'&x{i};' * 10}'>" for i in range(9)
)


@pytest.mark.parametrize(
    "head",
    [
        LAUGHS + "]>",
        "<!DOCTYPE a SYSTEM 'file:///etc/passwd'>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE a>",
    ],
)
def test_entities_and_outside_files_are_refused_at_once(head, put):
    begun = time.process_time()
    with pytest.raises(DataError, match="a.xml, dòng 1: có <!DOCTYPE"):
        read_voc(put(head + xml(thing("&x9;"))), CLASSES)
    assert time.process_time() - begun < 1


def test_bom_utf16_and_vietnamese_names(put):
    text = '<?xml version="1.0" encoding="utf-16"?>' + xml(thing("hồng cầu"))
    for content in (xml(thing("hồng cầu")).encode("utf-8-sig"), text.encode("utf-16")):
        assert read_voc(put(content), ("hồng cầu",)).labels.tolist() == [0]


def test_a_folder_with_its_photos(labelled, photos, tmp_path, same):
    folder = photos("a.png", "b.png", "c.png")
    write_voc_folder(labelled, tmp_path / "xml")
    same(read_voc_folder(tmp_path / "xml", folder, labelled.classes), labelled)


def test_labels_without_photo_photos_without_label_and_another_size(labelled, photos, tmp_path):
    folder = photos("a.png", "d.png")
    photos("c.png", size=(30, 40))
    write_voc_folder(labelled, tmp_path / "xml")
    (tmp_path / "xml" / "d.xml").write_text(xml(thing("lạ")))
    bad = []
    found = read_voc_folder(tmp_path / "xml", folder, labelled.classes, bad=bad)
    assert [p.photo for p in found.photos] == ["a.png", "d.png"] and len(found.photos[1]) == 0
    told = "\n".join(bad)
    for words in ("b.xml: nhãn không có ảnh", "ghi ảnh 40×30 nhưng c.png là 30×40; đã bỏ ảnh", "lớp «lạ»"):
        assert words in told
    photos("e.png")
    with pytest.raises(DataError, match="không có"):
        read_voc_folder(tmp_path / "xml", folder, labelled.classes)
    with pytest.raises(DataError, match="không có tệp nhãn .xml"):
        read_voc_folder(folder, folder, labelled.classes)
    with pytest.raises(DataError, match="không có thư mục"):
        read_voc_folder(tmp_path / "none", folder, labelled.classes)


def test_two_photos_of_one_name_are_not_guessed_between(labelled, photos, tmp_path):
    folder = photos("a.png", "a.jpg", "b.png", "c.png")
    write_voc_folder(labelled, tmp_path / "xml")
    with pytest.raises(DataError, match="cùng phần tên"):
        read_voc_folder(tmp_path / "xml", folder, labelled.classes)


def test_what_is_written_reads_back_to_the_last_bit(labelled, tmp_path):
    labelled.photos[0].boxes[0] = [np.pi, np.e, 10 / 3, 29.1]
    write_voc_folder(labelled, tmp_path / "xml")
    assert read_voc(tmp_path / "xml" / "a.xml", labelled.classes).boxes[0].tolist() == [
        np.pi,
        np.e,
        10 / 3,
        29.1,
    ]
