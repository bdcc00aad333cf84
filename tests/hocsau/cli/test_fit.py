"""`hocsau fit`: the reader's own csv in one line, and every way in which it can be wrong."""

import re
import struct
import xml.dom.minidom

import numpy as np
import pytest

from hocsau.cli import main
from hocsau.data import embedded_path, load


@pytest.fixture
def fit(tmp_path, monkeypatch, capsys):
    """In this process: quick, and what is printed is what a subprocess prints (test_console.py)."""
    monkeypatch.chdir(tmp_path)

    def fit(*arguments):
        code = main(["fit", *map(str, arguments)])
        out, err = capsys.readouterr()
        return code, out, err

    return fit


def number_after(label, text):
    return float(re.search(re.escape(label) + r" *[=≈] *(-?[\d.e+-]+)", text)[1])


def test_the_houses_of_the_book(fit, tmp_path):
    code, out, err = fit(
        embedded_path("houses.csv"), "--x", "Diện tích", "--y", "Giá", "--predict", "50", "--out", "f.png"
    )
    assert (code, err) == (0, "")
    data = load("houses").train
    slope, intercept = np.polyfit(data.x[:, 0], data.y, 1)  # not our own solver
    assert number_after("w0 (bias)", out) == pytest.approx(intercept, rel=1e-5)
    assert number_after("w1 (Diện tích)", out) == pytest.approx(slope, rel=1e-5)
    assert number_after("R²", out) == pytest.approx(np.corrcoef(data.x[:, 0], data.y)[0, 1] ** 2, rel=1e-5)
    assert number_after("Diện tích = 50: Giá", out) == pytest.approx(slope * 50 + intercept, rel=1e-5)
    content = (tmp_path / "f.png").read_bytes()
    assert content.startswith(b"\x89PNG") and struct.unpack(">II", content[16:24]) > (400, 300)
    assert [path.name for path in tmp_path.iterdir()] == ["f.png"]


def test_two_columns_against_numpy(fit):
    code, out, _ = fit(
        embedded_path("houses_bedrooms.csv"),
        *("--x", "Diện tích", "Số phòng ngủ", "--y", "Giá", "--predict", "50", "2", "--out", "f.svg"),
    )
    assert code == 0
    data = load("houses_bedrooms").train
    weights = np.linalg.lstsq(np.c_[np.ones(30), data.x], data.y, rcond=None)[0]
    found = [number_after(f"w{i} ({n})", out) for i, n in enumerate(["bias", "Diện tích", "Số phòng ngủ"])]
    np.testing.assert_allclose(found, weights, rtol=1e-5)
    assert number_after("Số phòng ngủ = 2: Giá", out) == pytest.approx(weights @ [1, 50, 2], rel=1e-5)


def test_l1_passes_by_an_outlier(fit, write):
    path = write("x,y\n" + "".join(f"{i},{2 * i + 1}\n" for i in range(9)) + "9,500\n")
    lines = {}
    for loss in ("l1", "l2"):
        _, out, _ = fit(path, "--x", "x", "--y", "y", "--loss", loss)
        lines[loss] = (number_after("w0 (bias)", out), number_after("w1 (x)", out))
    assert lines["l1"] == pytest.approx((1, 2), abs=1e-6)
    assert lines["l2"][1] > 10


def test_l1_is_the_least_absolute_error(fit):
    """Against the line through two points that chapter 3 searches for: another algorithm, the same sum."""
    from hocsau.models.robust_line import l1_line

    x, y = load("houses").table["Diện tích"], load("houses").table["Giá"]
    _, out, _ = fit(embedded_path("houses.csv"), "--x", "Diện tích", "--y", "Giá", "--loss", "l1")
    w0, w1 = number_after("w0 (bias)", out), number_after("w1 (Diện tích)", out)
    b0, b1 = l1_line(x, y)
    assert abs(y - w0 - w1 * x).sum() == pytest.approx(abs(y - b0 - b1 * x).sum(), rel=1e-4)


@pytest.mark.parametrize("ending", ["png", "svg", "pdf", "jpg", "webp", "PNG"])
def test_every_picture_format(fit, write, tmp_path, ending):
    assert fit(write(), "--x", "Diện tích", "--y", "Giá", "--out", f"hình nhà.{ending}")[0] == 0
    content = (tmp_path / f"hình nhà.{ending}").read_bytes()
    start = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF", "jpg": b"\xff\xd8", "webp": b"RIFF"}
    assert content.startswith(start[ending.lower()])
    if ending == "svg":
        xml.dom.minidom.parseString(content)


def test_without_out_the_picture_is_named_after_the_file(fit, write, tmp_path):
    code, out, _ = fit(write(name="giá nhà 2024.csv"), "--x", "Diện tích", "--y", "Giá")
    assert code == 0 and "Đã vẽ hình: giá nhà 2024_fit.png" in out
    assert (tmp_path / "giá nhà 2024_fit.png").is_file()


def test_names_that_matplotlib_would_take_for_formulas(fit, write, tmp_path):
    name = r"Giá $\frac{1$ (_^%) " + "dài" * 30
    code, _, err = fit(write(f'"{name}",Giá ($)\n1,2\n2,3.5\n3,4\n'), "--x", name, "--y", "Giá ($)")
    assert (code, err) == (0, "") and (tmp_path / "houses_fit.png").is_file()


def test_several_predictions_and_a_caution_outside_the_data(fit, write):
    _, out, _ = fit(write(), "--x", "Diện tích", "--y", "Giá", "--predict", "50", "42,5", "--predict", "120")
    assert number_after("Diện tích = 50: Giá", out) == pytest.approx(758)
    assert number_after("Diện tích = 42.5: Giá", out) == pytest.approx(645.5)
    lines = [line for line in out.splitlines() if line.startswith("Dự đoán")]
    assert ["thận trọng" in line for line in lines] == [False, False, True]


def test_other_columns_may_hold_anything(fit, write):
    path = write("Tên,Diện tích,Giá,Ghi chú\nLan,1,2,\nHoa,2,4,đẹp\nMai,3,7,\n")
    assert fit(path, "--x", "diện tích", "--y", "GIÁ")[0] == 0


def test_a_file_from_a_vietnamese_excel(fit, write):
    path = write("\ufeffDiện tích;Giá\r\n30,5;448,5\r\n40;600,25\r\n50;758\r\n")
    code, out, _ = fit(path, "--x", "Diện tích", "--y", "Giá")
    assert code == 0 and "3 dòng dữ liệu" in out


def test_thousands_of_a_vietnamese_file(fit, write):
    path = write("\ufeffDiện tích;Giá\r\n30;850\r\n45;1.250\r\n60;1.700\r\n80;2.300\r\n", "nhà.csv")
    code, out, err = fit(path, *XY)
    assert (code, out) == (2, "") and "--thousands ." in err
    for how in (("--thousands", "."), ("--decimal", ",")):
        code, out, _ = fit(path, *XY, *how, "--predict", "1.500", "50,5", "50.5")
        slope = np.polyfit([30, 45, 60, 80], [850, 1250, 1700, 2300], 1)[0]
        assert code == 0 and number_after("w1 (Diện tích)", out) == pytest.approx(slope, rel=1e-5)
        assert "Diện tích = 1500:" in out and out.count("Diện tích = 50.5:") == 2
    assert fit(path, *XY, "--decimal", ".")[0] == 0
    code, _, err = fit(path, *XY, "--decimal", ".", "--thousands", ".")
    assert code == 2 and "hai dấu khác nhau" in err


def test_the_separator_can_be_said(fit, write):
    path = write("a,b;c\n1,2;3\n2,4;5\n3,5;9\n")
    assert "--sep ';'" in fit(path, "--x", "a,b", "--y", "c")[2]
    assert fit(path, "--x", "a,b", "--y", "c", "--sep", ";")[0] == 0
    assert fit(write("a\tb\n1\t2\n2\t3\n"), "--x", "a", "--y", "b", "--sep", "tab")[0] == 0
    with pytest.raises(SystemExit):
        fit(path, "--x", "a", "--y", "c", "--sep", ";;")


EXTREMES = [
    ("x,y\n0,1e-300\n1,5e-324\n2,1e-200\n", ()),
    ("x,y\n1,1\n1.0000000000000002,2\n3,3\n", ()),
    ("x,y\n0,1e300\n1,-1e300\n2,0\n", ()),
    ("x,y\n0,1e154\n1,-1e154\n2,0\n", ("--predict", "1e200")),
    ("x,y\n1,2\n2,4\n3,7\n", ("--predict", "1.7e308")),
    ("x,y\n1,2\n2,4\n3,7\n", ("--predict", "1e308")),
    ("x,y\n1e-320,2\n2e-320,4\n3e-320,7\n", ()),
    ("x,y\n1e16,1\n10000000000000002,2\n10000000000000004,3\n", ()),
    ("x,y\n1e-160,1e160\n-1e-160,-1e160\n0,1\n", ()),
]


@pytest.mark.parametrize("loss", ["l1", "l2"])
@pytest.mark.parametrize(("content", "more"), EXTREMES)
def test_extreme_numbers_are_fitted_or_refused_in_vietnamese(fit, write, content, more, loss):
    code, out, err = fit(write(content), "--x", "x", "--y", "y", "--loss", loss, *more)
    assert code in (0, 2) and (code == 0) == (err == "")
    assert not re.search(r"\b(nan|inf)\b|[Ww]arning|Error|must|cannot|numpy", out + err)
    if err:
        assert re.search("hãy đổi đơn vị|số quá lớn", err)


def test_l1_of_large_and_small_numbers(fit, write):
    for scale in (1e-30, 1e30):
        path = write(
            "x,y\n" + "".join(f"{i},{(2 * i + 1) * scale}\n" for i in range(9)) + f"9,{500 * scale}\n"
        )
        _, out, _ = fit(path, "--x", "x", "--y", "y", "--loss", "l1")
        assert number_after("w1 (x)", out) == pytest.approx(2 * scale, rel=1e-5)


@pytest.mark.parametrize(
    ("typed", "shown"), [("-5,5", "-5.5"), ("-1e1", "-10"), ("-5", "-5"), ("-,5", "-0.5"), ("-.5", "-0.5")]
)
def test_negative_numbers_are_no_options(fit, write, typed, shown):
    code, out, _ = fit(write("x,y\n-9,1\n2,3\n4,7\n"), "--x", "x", "--y", "y", "--predict", typed)
    assert code == 0 and f"Dự đoán với x = {shown}:" in out


def test_a_number_that_may_be_two_is_asked_about(fit, write):
    code, out, err = fit(write(), *XY, "--predict", "1,234")
    assert (code, out) == (2, "") and "không rõ «1,234»" in err


BAD_FILES = {
    "missing column": ("Diện tích,Tiền\n1,2\n2,3\n", "không có cột «Giá».*«Diện tích», «Tiền»"),
    "near miss": ("Diện tích,Gia\n1,2\n2,3\n", "Ý bạn là «Gia»"),
    "text in a number column": (
        "Diện tích,Giá\n1,2\n2,ba tỉ\n",
        "dòng 3, cột «Giá»: «ba tỉ» không phải là số",
    ),
    "one row": ("Diện tích,Giá\n1,2\n", "chỉ có 1 dòng dữ liệu \\(dòng 2\\); cần ít nhất 2"),
    "only a header": ("Diện tích,Giá\n", "chỉ có dòng tên cột"),
    "empty file": ("", "tệp rỗng"),
    "constant x": (
        "Diện tích,Giá\n5,1\n5,2\n5,3\n",
        "cột «Diện tích»: mọi dòng \\(từ dòng 2 đến 4\\) đều bằng 5",
    ),
    "constant y": ("Diện tích,Giá\n1,7\n2,7\n3,7\n", "cột «Giá»: mọi dòng .* đều bằng 7"),
    "blank": ("Diện tích,Giá\n1,\n2,3\n,4\n", "cột «Diện tích»: thiếu giá trị ở dòng 4"),
    "NaN": ("Diện tích,Giá\n1,2\n2,NaN\n3,4\n", "cột «Giá»: thiếu giá trị ở dòng 3"),
    "infinity": ("Diện tích,Giá\n1,2\n2,inf\n3,4\n", "dòng 3, cột «Giá»: «inf»"),
    "overflow": ("Diện tích,Giá\n1e308,1\n-1e308,2\n3,4\n", "số quá lớn"),
    "overflow of y": ("Diện tích,Giá\n1,1e308\n2,-1e308\n3,4\n", "số quá lớn"),
    "UTF-16": ("Diện tích,Giá\n1,2\n".encode("utf-16"), "UTF-8"),
    "old Windows encoding": (
        "Diê\u0323n ti\u0301ch,Gia\u0301\n1,2\n".encode("cp1258"),
        "dòng 1: byte .* UTF-8",
    ),
    "ragged": ("Diện tích,Giá\n1,2\n2\n", "dòng 3: có 1 ô"),
    "two columns alike": ("Diện tích,Giá,Giá\n1,2,3\n", "hai cột cùng tên «Giá»"),
    "Excel": (b"PK\x03\x04abc", "Excel"),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_bad_files(fit, write, tmp_path, case):
    content, message = BAD_FILES[case]
    code, out, err = fit(write(content), "--x", "Diện tích", "--y", "Giá")
    assert (code, out) == (2, "") and err.startswith("Lỗi: ") and re.search(message, err, re.S), err
    assert [path.name for path in tmp_path.iterdir()] == ["houses.csv"]


XY = ("--x", "Diện tích", "--y", "Giá")
BAD_ARGUMENTS = {
    "no such file": (("none.csv", *XY), "không có tệp none.csv"),
    "a folder": ((".", *XY), "là thư mục"),
    "unknown ending": (("houses.csv", *XY, "--out", "f.gif"), r"«f.gif»; tên tệp phải kết thúc bằng \.png"),
    "no ending": (("houses.csv", *XY, "--out", "f"), "«f»"),
    "no such folder": (("houses.csv", *XY, "--out", "a/b/f.png"), "không có thư mục a.b"),
    "out is a folder": (("houses.csv", *XY, "--out", "folder.png"), "folder.png là thư mục"),
    "x is y": (("houses.csv", "--x", "Giá", "--y", "giá"), "cả --x lẫn --y"),
    "x twice": (("houses.csv", "--x", "Diện tích", "diện tích", "--y", "Giá"), "--x hai lần"),
    "too few numbers": (("3.csv", "--x", "a", "b", "--y", "c", "--predict", "1"), "có 1 số; cần 2 số.*a, b"),
    "dependent columns": (("4.csv", "--x", "a", "b", "--y", "c"), "«a», «b» phụ thuộc nhau"),
    "too few rows": (("3.csv", "--x", "a", "b", "d", "--y", "c"), "chỉ có 3 dòng dữ liệu.*cần ít nhất 4"),
}


@pytest.mark.parametrize("case", BAD_ARGUMENTS)
def test_bad_arguments(fit, write, tmp_path, case):
    arguments, message = BAD_ARGUMENTS[case]
    write()
    write("a,b,c,d\n1,5,2,1\n2,3,4,4\n3,9,7,9\n", "3.csv")
    write("a,b,c\n1,3,2\n2,5,4\n3,7,7\n4,9,8\n", "4.csv")
    (tmp_path / "folder.png").mkdir()
    before = sorted(tmp_path.iterdir())
    code, out, err = fit(*arguments)
    assert (code, out) == (2, "") and re.search(message, err, re.S), err
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("value", ["abc", "nan", "inf", "1e999", "5m2", ""])
def test_predict_wants_numbers(fit, write, capsys, value):
    with pytest.raises(SystemExit) as caught:
        fit(write(), *XY, "--predict", value)
    assert caught.value.code == 2 and f"«{value}» không phải là số" in capsys.readouterr().err


def test_a_picture_that_cannot_be_written_leaves_the_old_one(fit, write, tmp_path, monkeypatch):
    from matplotlib.figure import Figure

    (tmp_path / "f.png").write_bytes(b"old")

    def full_disk(self, path, *args, **kwargs):
        with open(path, "wb") as file:
            file.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Figure, "savefig", full_disk)
    code, _, err = fit(write(), *XY, "--out", "f.png")
    assert code == 2 and "không ghi được hình f.png" in err
    assert (tmp_path / "f.png").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["f.png", "houses.csv"]


@pytest.mark.real_data
def test_the_csv_of_the_tutorial(fit, real):
    code, out, _ = fit(real("dl-tutorial-csv/data_linear.csv"), *XY, "--predict", "50")
    assert code == 0 and number_after("w1 (Diện tích)", out) == pytest.approx(15.2111, abs=1e-3)


@pytest.mark.real_data
def test_california_from_the_command_line(fit, real):
    path = real("california-housing/housing.csv")
    code, out, _ = fit(path, "--x", "median_income", "--y", "median_house_value")
    # known to everyone who has fitted it: about 41,794 dollars for every ten thousand of income
    assert code == 0 and number_after("w1 (median_income)", out) == pytest.approx(41793.8, rel=1e-4)
