import numpy as np
import pytest
from PIL import Image

from hocsau.driving import LogWriter, read_log
from hocsau.errors import DataError

ROW = "IMG/center_1.jpg, IMG/left_1.jpg, IMG/right_1.jpg, 0.25, 1, 0, 22.1"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "IMG").mkdir()
    for i, camera in enumerate(("center", "left", "right")):
        Image.fromarray(np.full((160, 320, 3), 60 * i + 20, dtype=np.uint8)).save(
            tmp_path / "IMG" / f"{camera}_1.jpg"
        )
    return tmp_path


def write(folder, *rows, header=True):
    lines = (["center,left,right,steering,throttle,brake,speed"] if header else []) + list(rows)
    (folder / "driving_log.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_reads_the_format_of_the_source_with_its_blanks(folder):
    log = read_log(write(folder, ROW))
    assert (log.steering[0], log.throttle[0], log.brake[0], log.speed[0]) == (0.25, 1, 0, 22.1)
    assert [int(log.image(0, camera).mean()) for camera in ("center", "left", "right")] == [20, 80, 140]


def test_reads_what_the_simulator_itself_writes_without_a_header(folder):
    assert len(read_log(write(folder, ROW, ROW, header=False))) == 2


ELSEWHERE = (
    r"C:\Users\An\Desktop\IMG" + "\\", "/home/an/data/IMG/", "C:/Users/An/IMG/", "D:IMG\\", "D:IMG/",
    "~/IMG/", "data/IMG/", "./IMG/", ".\\IMG\\", "", "IMG\\", r"\\may\chung\IMG" + "\\", "x" * 5000 + "/",
)  # fmt: skip


@pytest.mark.parametrize("where", ELSEWHERE)
def test_absolute_paths_of_another_computer_are_found_beside_the_log(folder, where):
    log = read_log(write(folder, ROW.replace("IMG/", where)))
    assert log.image(0, "right").mean() == 140


def test_absolute_paths_of_this_computer_are_taken_as_they_are(folder, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    log = read_log(write(elsewhere, ROW.replace("IMG/", f"{folder}/IMG/")))
    assert log.image(0).mean() == 20


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (ROW.replace("0.25", "abc"), "dòng 3, cột «steering»: «abc» không phải là số"),
        (ROW.replace("0.25", "2.5"), r"dòng 3, cột «steering»: 2.5 nằm ngoài khoảng \[-1, 1\]"),
        (ROW.replace("0.25", ""), "cột «steering»: thiếu giá trị ở dòng 3"),
        (ROW + ", 7", "dòng 3: có 8 ô"),
    ],
)
def test_a_bad_row_is_named(folder, row, says):
    with pytest.raises(DataError, match=says):
        read_log(write(folder, ROW, row))


HEADER = "center,left,right,steering,throttle,brake,speed"
COMMAS = ROW.replace(", ", ";").replace(".25", ",25").replace("22.1", "22,1")
STANDING = ROW.replace("0.25", "0").replace("22.1", "0")


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADER.replace(',', ';')}\n{COMMAS}\n",
        f"{COMMAS}\n{COMMAS}\n",
        f"{COMMAS};\n",
        f"sep=;\n{HEADER.replace(',', ';')}\n{COMMAS}\n",
        f"{HEADER.replace(',', chr(9))}\n{COMMAS.replace(';', chr(9))}\n",
        f"{ROW.replace(', ', ';')}\n",
        f"{STANDING.replace(', ', ';')}\n{COMMAS}\n",
        f"{HEADER}\n{ROW},\n",
        f"\ufeff{HEADER}\r\n{ROW}\r\n",
    ],
)
def test_a_log_that_was_saved_again_elsewhere(folder, text):
    (folder / "driving_log.csv").write_text(text, encoding="utf-8")
    log = read_log(folder)
    assert (log.steering[-1], log.throttle[-1], log.speed[-1]) == (0.25, 1, 22.1)
    assert log.image(len(log) - 1, "left").mean() == 80


@pytest.mark.parametrize(
    ("rows", "header", "words"),
    [
        ((ROW, ROW.replace("0.25", "0,25")), True, "dòng 3: có 8 ô, cần 7.*dấu thập phân của hệ điều hành"),
        ((STANDING, ROW.replace("0.25", "0,25")), False, "dòng 2: có 8 ô.*dấu thập phân"),
        ((ROW, ", ".join(ROW.split(", ")[:3])), True, "dòng 3: có 3 ô, cần 7.*dòng cuối.*xoá"),
        ((ROW, ", ".join(ROW.split(", ")[:4]), ROW), True, r"dòng 3: có 4 ô, cần 7 \(center"),
        ((ROW, ROW.replace("0.25", "1.0000001")), True, "1.0000001 nằm ngoài"),
        ((ROW, ROW.replace("22.1", "NaN")), True, "cột «speed»: thiếu giá trị ở dòng 3; hãy xoá"),
    ],
)
def test_what_went_wrong_with_a_row_is_said_with_a_cure(folder, rows, header, words):
    with pytest.raises(DataError, match=words) as caught:
        read_log(write(folder, *rows, header=header))
    assert "read_csv" not in str(caught.value)


def test_an_empty_name_of_an_image(folder):
    log = read_log(write(folder, ROW.replace("IMG/left_1.jpg", "")))
    with pytest.raises(DataError, match="dòng 2: không có ảnh"):
        log.image(0, "left")


def test_rows_are_taken_by_number_and_by_mask(folder):
    log = read_log(write(folder, ROW, STANDING))
    assert log.take(log.steering > 0).rows.tolist() == [2] and log.take([1, 0]).rows.tolist() == [3, 2]
    assert len(log.take([])) == 0 and len(log.take(np.zeros(2, bool))) == 0
    with pytest.raises(DataError, match="rows"):
        log.take([True])


def test_numbers_with_decimal_commas_are_explained(folder):
    with pytest.raises(DataError, match="dấu thập phân của hệ điều hành"):
        read_log(write(folder, ROW.replace("0.25", "0,25").replace("22.1", "22,1"), header=False))


def test_a_missing_image_is_named_with_its_row(folder):
    log = read_log(write(folder, ROW, ROW.replace("_1", "_2")))
    with pytest.raises(DataError, match="driving_log.csv, dòng 3: không có ảnh .*left_2.jpg"):
        log.image(1, "left")


def test_a_cut_image_and_one_of_another_size_are_refused(folder):
    log = read_log(write(folder, ROW))
    path = folder / "IMG" / "center_1.jpg"
    path.write_bytes(path.read_bytes()[:400])
    with pytest.raises(DataError, match="dòng 2: ảnh center_1.jpg hỏng"):
        log.image(0)
    Image.new("RGB", (64, 64)).save(path)
    with pytest.raises(DataError, match="cỡ 64×64; cần 320×160"):
        log.image(0)


def test_what_is_written_is_read_again(recorded):
    log = read_log(recorded)
    text = (recorded / "driving_log.csv").read_text()
    assert text.startswith(
        "center,left,right,steering,throttle,brake,speed\nIMG/center_2020_01_01_00_00_00_000.jpg, IMG/"
    )
    assert len(log) == text.count("\n") - 1 and log.image(2, "left").shape == (160, 320, 3)
    assert (log.throttle * log.brake == 0).all() and log.speed[-1] > 0


def test_a_log_is_never_overwritten(recorded):
    with pytest.raises(DataError, match="đã có driving_log.csv"):
        LogWriter(recorded)


def test_an_unknown_camera_is_refused(recorded):
    with pytest.raises(ValueError, match="center, left, right"):
        read_log(recorded).image(0, "middle")


@pytest.mark.real_data
def test_the_log_of_udacity(real):
    log = read_log(real("udacity-driving"))
    assert len(log) == 165 and (log.steering != 0).sum() == 81
    assert (log.steering.min(), log.steering.max()) == pytest.approx((-0.933, 0.425), abs=5e-4)
    for i in range(0, 165, 20):
        for camera in ("center", "left", "right"):
            assert log.image(i, camera).std() > 20


@pytest.mark.real_data
def test_the_whole_log_of_udacity(real):
    log = read_log(real("udacity-driving/driving_log_full.csv"))
    assert len(log) == 8036 and (log.steering == 0).sum() == 4361
