"""read_csv: what it takes, and the error for everything else."""

import unicodedata

import numpy as np
import pytest

from hocsau.data import DataError, read_csv

GOOD = "Diện tích,Giá\n30,448.5\n32.4,509.2\n34.8,535.1\n"
AREA, PRICE = [30, 32.4, 34.8], [448.5, 509.2, 535.1]


@pytest.fixture
def write(tmp_path):
    def write(content, name="nhà của tôi.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def same_meaning():
    yield "as is", GOOD.encode()
    yield "BOM", GOOD.encode("utf-8-sig")
    yield "CRLF", GOOD.replace("\n", "\r\n").encode()
    yield "old Mac line ends", GOOD.replace("\n", "\r").encode()
    yield "no final newline", GOOD.rstrip().encode()
    yield "trailing blank lines", (GOOD + "\n\n   \n,\n").encode()
    yield "blank line first", ("\n" + GOOD).encode()
    yield "NFD headers", unicodedata.normalize("NFD", GOOD).encode()
    yield "spaces", GOOD.replace(",", " ,  ").encode()
    yield "no-break space in the header", GOOD.replace("Diện tích", "Diện\u00a0tích").encode()
    yield "quoted", GOOD.replace("\n", '"\n"').replace(",", '","').join(['"', ""])[:-1].encode()
    yield "semicolons", GOOD.replace(",", ";").encode()
    yield "tabs", GOOD.replace(",", "\t").encode()
    yield "decimal comma", GOOD.replace(",", ";").replace(".", ",").encode()
    yield "decimal comma with tabs", GOOD.replace(",", "\t").replace(".", ",").encode()
    yield "decimal comma, quoted", 'Diện tích,Giá\n30,"448,5"\n"32,4","509,2"\n"34,8","535,1"\n'.encode()
    yield "empty columns at the right edge", GOOD.replace("\n", ",,\n").encode()
    yield "plus sign and exponent", GOOD.replace("30,", "+3e1,").encode()


@pytest.mark.parametrize("content", [pytest.param(c, id=name) for name, c in same_meaning()])
def test_same_table_in_many_clothes(write, content):
    table = read_csv(write(content))
    assert table.names == ("Diện tích", "Giá")
    np.testing.assert_array_equal(table["Diện tích"], AREA)
    np.testing.assert_array_equal(table["Giá"], PRICE)
    np.testing.assert_array_equal(table.array("Giá", "Diện tích"), np.stack([PRICE, AREA], axis=1))
    assert table.array().dtype == np.float64 and len(table) == 3


@pytest.mark.parametrize(
    "name", ["Diện tích", "diện tích", " DIỆN  TÍCH ", unicodedata.normalize("NFD", "Diện tích")]
)
def test_a_column_is_found_however_its_name_is_typed(write, name):
    np.testing.assert_array_equal(read_csv(write(GOOD), [name])[name], AREA)


def test_two_columns_that_differ_by_case_are_told_apart(write):
    table = read_csv(write("Giá,giá\n1,2\n"))
    assert (table["Giá"][0], table["giá"][0]) == (1, 2)
    with pytest.raises(DataError, match="không có cột «GIÁ»"):
        table["GIÁ"]


def test_rows_are_numbered_as_in_a_spreadsheet(write):
    table = read_csv(write("a,b\n1,2\n\n3,4\n"))
    np.testing.assert_array_equal(table.rows, [2, 4])


def test_only_the_wanted_columns_must_be_numbers(write):
    path = write("tên,giá\nnhà Lan,5\n,6\n")
    np.testing.assert_array_equal(read_csv(path, ["giá"])["giá"], [5, 6])
    assert list(read_csv(path, text=["tên"])["tên"]) == ["nhà Lan", ""]
    with pytest.raises(DataError, match="dòng 2, cột «tên»: «nhà Lan» không phải là số"):
        read_csv(path)
    with pytest.raises(DataError, match="cột «tên» là cột chữ"):
        read_csv(path, text=["tên"]).array()


def test_missing_values_are_reported_by_row(write):
    path = write("a,b\n1,\n2,5\n,6\n4,NaN\n")
    with pytest.raises(DataError, match="cột «a»: thiếu giá trị ở dòng 4"):
        read_csv(path)
    table = read_csv(path, missing="nan")
    assert table.missing == {"a": (4,), "b": (2, 5)}
    np.testing.assert_array_equal(table["b"], [np.nan, 5, 6, np.nan])


def test_many_missing_values_are_summed_up(write):
    path = write("a,b\n" + "1,\n" * 40)
    with pytest.raises(DataError, match=r"2, 3, 4, 5, 6, 7, 8, 9, 10, 11… \(tất cả 40 dòng\)"):
        read_csv(path)


def test_names_for_a_file_without_header(write):
    table = read_csv(write("1,2\n3,4\n"), names=["x", "y"])
    np.testing.assert_array_equal(table.array("x", "y"), [[1, 2], [3, 4]])
    np.testing.assert_array_equal(table.rows, [1, 2])


BAD = [
    ("", "tệp rỗng"),
    (" \n\n", "tệp rỗng"),
    (b"\xef\xbb\xbf", "tệp rỗng"),
    (",,\n,,\n", "mọi ô đều trống"),
    ("Diện tích,Giá\n", "chỉ có dòng tên cột"),
    ("30,448.5\n32,509\n", "dòng 1: dòng đầu toàn là số"),
    ("a,a\n1,2\n", "hai cột cùng tên «a» \\(cột 1 và 2\\)"),
    (unicodedata.normalize("NFD", "Giá") + ",Giá\n1,2\n", "hai cột cùng tên «Giá»"),
    ("a,,c\n1,2,3\n", "cột thứ 2 không có tên"),
    ("a,b\n1,2\n3\n", "dòng 3: có 1 ô nhưng có 2 tên cột"),
    ("a,b\n1,2\n3,4,5\n", "dòng 3: có 3 ô nhưng có 2 tên cột"),
    ("a,b\n30,5,448,5\n", "dấu phẩy thập phân"),
    ("a,b\n1,2\n3,khoảng 5\n", "dòng 3, cột «b»: «khoảng 5» không phải là số"),
    ("a,b\n1,inf\n", "dòng 2, cột «b»: «inf» không phải là số"),
    ("a,b\n1,-Infinity\n", "cột «b»: «-Infinity»"),
    ("a,b\n1,1e999\n", "cột «b»: «1e999»"),
    ("a,b\n1,1_000\n", "cột «b»: «1_000»"),
    ("a,b\n1,٣\n", "cột «b»: «٣»"),
    ("a,b\n1,0x10\n", "cột «b»: «0x10»"),
    ("a,b\n1,12m2\n", "cột «b»: «12m2»"),
    ('a,b\n1,"1,2345.5"\n', "cột «b»: «1,2345.5»"),
    ('a,b\n1,"1,234"\n', "dòng 2: không rõ «1,234»"),
    ("a;b\n1;448,524\n2;509,248\n", "dòng 2: không rõ «448,524»"),
    ("a;b\n1,5;448.5\n", "cột «b»: «448.5» không phải là số \\(tệp này dùng dấu phẩy thập phân\\)"),
    ("a,b;c\n1,2;3\n", "không rõ các ô cách nhau"),
    ('a,b\n1,"2\n', "ngoặc kép"),
    ('a,b\n1,"2"x\n', "ngoặc kép"),
    ("a,b\n1," + "9" * 200_000 + "\n", "ô dài quá mức"),
    (b"a,b\n1,2\n3,\0\n", "byte 0|UTF-16"),
    (b"a,b\n" + b"1,2\n" * 1000 + b"3,\0\n", "dòng 1002: có byte 0"),
    ("Diện tích,Giá\n1,2\n".encode("utf-16"), "UTF-16.*CSV UTF-8"),
    ("Diện tích,Giá\n1,2\n".encode("utf-16-le"), "UTF-16.*CSV UTF-8"),
    ("Gia\u0301,b\n1,2\n".encode("cp1258"), "dòng 1: byte 0xec không phải chữ UTF-8.*CSV UTF-8"),
    ("a,b\n1,2\nnhà,3\n".encode("latin-1"), "dòng 3: byte 0xe0"),
    (b"PK\x03\x04....", "Excel"),
    (b"\x1f\x8b....", "gzip"),
]


@pytest.mark.parametrize(("content", "message"), BAD)
def test_bad_files_are_refused(write, content, message):
    with pytest.raises(DataError, match=message):
        read_csv(write(content))


EXCEL = "\ufeffDiện tích;Giá\r\n30;850\r\n45;1.250\r\n60;1.700\r\n80;2.300\r\n"
UNSURE = {
    "a Vietnamese Excel": EXCEL,
    "tabs": EXCEL.replace(";", "\t"),
    "quoted": EXCEL.replace("850", '"850"').replace("1.250", '"1.250"'),
    "đồng": "a;b\n1;850.000\n2;950.000\n",
    "minus": "a;b\n1;-1.250\n",
    "a point typed by hand beside it": "a;b\n30.5;850\n40;1.250\n",
    "nothing but groups, with commas": "a,b\n1,1.250\n2,2.300\n",
    "both": 'a;b\n1;1.250\n2;"448,524"\n',
}


@pytest.mark.parametrize("content", UNSURE.values(), ids=UNSURE)
def test_a_point_that_may_part_thousands_is_asked_about(write, content):
    with pytest.raises(DataError) as caught:
        read_csv(write(content))
    text = str(caught.value)
    assert "không rõ" in text and "--decimal . hoặc --thousands ." in text and "thousands='.'" in text


SURE = [
    ("a;b\n30,5;850\n40;1.250\n", [850, 1250]),
    ("a;b\n1;850.000\n2;1.950.000\n", [850_000, 1_950_000]),
    ("a;b\n1;1.234,5\n2;1.250\n", [1234.5, 1250]),
    ("a,b\n1,1.250\n2,2.31\n", [1.25, 2.31]),
    ("a;b\n1;1.250\n2;0.5\n", [1.25, 0.5]),
    ('a,b\n1,"1,234.5"\n2,"1,250"\n', [1234.5, 1250]),
    ('a;b\n1;"1,234,567"\n', [1_234_567]),
    ("a;b;c\n1;12,100;2,5\n2;13,200;3\n", [12.1, 13.2]),
    ("a;b\n1;1e3\n2;1,5e-1\n", [1000, 0.15]),
    ("a;b\n1;12345\n2;1.250\n3;0,5\n", [12345, 1250, 0.5]),
]


@pytest.mark.parametrize(("content", "expected"), SURE)
def test_one_possible_reading_is_read(write, content, expected):
    path = write(content)
    assert read_csv(path)["b"].tolist() == expected
    assert read_csv(path, ["b"])["b"].tolist() == expected  # the other columns still tell


def test_the_reader_settles_what_a_mark_means(write):
    path = write("a;b\n1;448,524\n2;509,248\n")
    assert read_csv(path, decimal=",")["b"].tolist() == [448.524, 509.248]
    for how in ({"decimal": "."}, {"thousands": ","}, {"decimal": ".", "thousands": ","}):
        assert read_csv(path, **how)["b"].tolist() == [448524, 509248]
    path = write(EXCEL)
    assert read_csv(path, decimal=".")["Giá"].tolist() == [850, 1.25, 1.7, 2.3]
    for how in ({"thousands": "."}, {"decimal": ","}, {"decimal": ",", "thousands": "."}):
        table = read_csv(path, **how)
        assert table["Giá"].tolist() == [850, 1250, 1700, 2300] and table.marks == (",", ".")
    with pytest.raises(DataError, match="dòng 2, cột «b»: «12.50» không phải là số"):
        read_csv(write("a;b\n1;12.50\n"), thousands=".")


ONE_TABLE = [
    "sep=;\nDiện tích;Giá\n30,5;448\n45;509\n",
    "\ufeffsep=;\r\nDiện tích;Giá\r\n30,5;448\r\n45;509\r\n",
    '"sep=,"\nDiện tích,Giá\n30.5,448\n45,509\n',
    "SEP=\t\nDiện tích\tGiá\n30,5\t448\n45\t509\n",
    "sep=|\nDiện tích|Giá\n30,5|448\n45|509\n",
    "Diện tích,Giá\n30.5,448,\n45,509,\n",
    "Diện tích;Giá\n30,5;448;\n45;509;\n",
    "Diện tích;Giá\n30,5;448;;\n45;509\n",
]


@pytest.mark.parametrize("content", ONE_TABLE)
def test_what_spreadsheets_add_to_a_table(write, content):
    table = read_csv(write(content))
    assert table.names == ("Diện tích", "Giá")
    assert table.array().tolist() == [[30.5, 448], [45, 509]]


def test_the_sep_line_is_a_line(write):
    assert read_csv(write("sep=;\na;b\n1;2\n")).rows.tolist() == [3]
    with pytest.raises(DataError, match="dòng 4, cột «b»: «x»"):
        read_csv(write("sep=;\r\na;b\r\n1;2\r\n3;x\r\n"))


@pytest.mark.parametrize("name", ["Diện tích (m², sàn)", "Diện tích [m², sàn]"])
def test_a_comma_inside_the_brackets_of_a_name_cuts_nothing(write, name):
    assert read_csv(write(f"{name};Giá\n30,5;448\n45,2;509\n")).names == (name, "Giá")
    assert read_csv(write(f"Giá;{name}\n30,5;448\n")).names == ("Giá", name)
    assert read_csv(write(f"{name}\n30,5\n448\n"))[name].tolist() == [30.5, 448]  # found by the fuzz
    assert read_csv(write(f"{name}\n12,157.5\n"))[name].tolist() == [12157.5]


def test_one_column_with_decimal_commas(write):
    assert read_csv(write("Giá\n30,5\n40,25\n7\n"))["Giá"].tolist() == [30.5, 40.25, 7]


def test_one_column_with_commas_between_thousands(write):
    assert read_csv(write("Giá\n12,157.5\n7\n"))["Giá"].tolist() == [12157.5, 7]
    assert read_csv(write("Giá\n1,950,000\n850\n"))["Giá"].tolist() == [1_950_000, 850]
    with pytest.raises(DataError, match="không rõ «12,157»"):
        read_csv(write("Giá\n12,157\n"))


def test_advice_fits_the_file(write):
    for content, words in [
        ("a;b\n1;2;3\n", "dấu chấm phẩy; dòng này thừa ô"),
        ("a;b\n1\n", "dấu chấm phẩy; dòng này thiếu ô"),
        ("a\tb\n1\n", "tab; dòng này thiếu ô"),
        ("a,b\n1\n", "dấu phẩy; dòng này thiếu ô"),
        ("Bảng giá;;\na;b;c\n1;2;3\n", "dòng 1: cột thứ 2 không có tên.*tiêu đề của bảng"),
        ("Bảng giá\na,b\n1,2\n", "dòng 2: có 2 ô.*tiêu đề của bảng"),
        ("a,b;c\n1,2;3\n", "--sep ',' hoặc --sep ';' .*sep=',' hoặc sep=';'"),
    ]:
        with pytest.raises(DataError, match=words):
            read_csv(write(content))


def test_ambiguous_separator_can_be_settled_by_the_reader(write):
    assert read_csv(write("a,b;c\n1,2;3\n"), sep=";").names == ("a,b", "c")


def test_a_missing_column_lists_what_there_is(write):
    with pytest.raises(
        DataError, match="không có cột «dien tich».*«Diện tích», «Giá».*Ý bạn là «Diện tích»?"
    ):
        read_csv(write(GOOD), ["dien tich"])


def test_not_a_file(tmp_path):
    with pytest.raises(DataError, match="không có tệp"):
        read_csv(tmp_path / "không có.csv")
    with pytest.raises(DataError, match="là thư mục"):
        read_csv(tmp_path)
    with pytest.raises(DataError, match="không đọc được"):
        read_csv("a\0b.csv")


def test_a_file_too_large_is_refused(write):
    from hocsau.data.formats.text import read_text

    with pytest.raises(DataError, match="lớn hơn"):
        read_text(write("a" * 2049), max_bytes=2048)


def test_arguments_are_checked(write):
    with pytest.raises(ValueError, match="missing"):
        read_csv(write(GOOD), missing="0")
    with pytest.raises(ValueError, match="decimal"):
        read_csv(write(GOOD), decimal="'")
    for how in (
        {"thousands": "'"},
        {"decimal": ",", "thousands": ","},
        {"sep": ""},
        {"sep": ",,"},
        {"sep": "a"},
    ):
        with pytest.raises(ValueError, match="|".join(how)):
            read_csv(write(GOOD), **how)
    with pytest.raises(DataError, match="không có cột «c»"):
        read_csv(write(GOOD), text=["c"])
