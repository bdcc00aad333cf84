"""Properties of read_csv: round trips, and an independent reader as the oracle of damaged files."""

import csv
import io
import re
import tracemalloc
import unicodedata

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hocsau.data import DataError, read_csv

# 1.125 alone may be a thousand and more: test_csv.py asks about those.
finite = st.floats(allow_nan=False, allow_infinity=False, width=64).filter(
    lambda value: not re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", repr(value))
)
# Letters, so that no name is a number, "nan" or empty after cleaning.
header_name = st.text(st.sampled_from("abcđĐêệữ ƠơÁ"), min_size=1, max_size=8).map(
    lambda s: "c" + " ".join(unicodedata.normalize("NFC", s).split())
)
tables = st.integers(1, 4).flatmap(
    lambda width: st.tuples(
        st.lists(header_name, min_size=width, max_size=width, unique_by=str.casefold),
        st.lists(st.lists(finite, min_size=width, max_size=width), min_size=1, max_size=6),
    )
)
relaxed = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def dump(names, rows, sep=",", quoting=csv.QUOTE_MINIMAL, end="\n", decimal="."):
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=sep, quoting=quoting, lineterminator=end)
    writer.writerow(names)
    writer.writerows([[repr(value).replace(".", decimal) for value in row] for row in rows])
    return out.getvalue()


def check(path, content, names, rows):
    path.write_bytes(content)
    table = read_csv(path)
    assert table.names == tuple(names)
    np.testing.assert_array_equal(table.array(), np.array(rows))


@relaxed
@given(
    table=tables,
    sep=st.sampled_from(",;\t"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig"]),
    form=st.sampled_from(["NFC", "NFD"]),
    tail=st.sampled_from(["", "\n", "\n\n \n"]),
)
def test_round_trip(tmp_path, table, sep, quoting, end, encoding, form, tail):
    names, rows = table
    text = unicodedata.normalize(form, dump(names, rows, sep, quoting, end)) + tail
    check(tmp_path / "a.csv", text.encode(encoding), names, rows)


@relaxed
@given(table=tables)
def test_decimal_comma_is_read_exactly_or_refused(tmp_path, table):
    """Never read as thousands: 448,524 alone cannot be told apart, so it is refused."""
    names, rows = table
    path = tmp_path / "a.csv"
    path.write_text(dump(names, rows, ";", decimal=","), encoding="utf-8")
    try:
        found = read_csv(path).array()
    except DataError as error:
        assert "không rõ" in str(error)
    else:
        np.testing.assert_array_equal(found, np.array(rows))


@relaxed
@given(table=tables, data=st.data())
def test_a_broken_cell_is_always_reported_with_its_row_and_column(tmp_path, table, data):
    names, rows = table
    i = data.draw(st.integers(0, len(rows) - 1))
    j = data.draw(st.integers(0, len(names) - 1))
    bad = data.draw(st.sampled_from(["abc", "12 000", "1.2.3", "--5", "1e", "inf", "五", "1 234,5", "$5"]))
    cells = [[repr(value) for value in row] for row in rows]
    cells[i][j] = f'"{bad}"'
    path = tmp_path / "a.csv"
    path.write_text("\n".join(",".join(row) for row in [names, *cells]), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_csv(path)
    assert f"dòng {i + 2}, cột «{names[j]}»" in str(caught.value)


@relaxed
@given(table=tables, data=st.data())
def test_a_row_of_another_width_is_always_refused(tmp_path, table, data):
    names, rows = table
    assume(len(names) > 1)
    i = data.draw(st.integers(0, len(rows) - 1))
    cells = [[repr(value) for value in row] for row in rows]
    cells[i] = data.draw(st.sampled_from([cells[i][:-1], [*cells[i], "1"]]))
    path = tmp_path / "a.csv"
    path.write_text("\n".join(",".join(row) for row in [names, *cells]), encoding="utf-8")
    with pytest.raises(DataError, match=f"dòng {i + 2}:"):
        read_csv(path)


def plain_reading(text):
    """A second reader, as simple as can be: it knows commas, points and nothing else."""
    header, *lines = [line for line in text.splitlines() if line.replace(",", "").strip()]
    return header.split(","), np.array([[float(cell) for cell in line.split(",")] for line in lines])


@relaxed
@given(table=tables, data=st.data())
def test_damaged_bytes_give_an_error_or_what_a_second_reader_reads(tmp_path, table, data):
    names, rows = table
    content = bytearray(dump(names, rows).encode())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(content) - 1)) if content else 0
        kind = data.draw(st.sampled_from(["cut", "drop", "change", "insert"]))
        if kind == "cut":
            del content[at:]
        elif kind == "drop":
            del content[at : at + 1]
        elif kind == "change" and content:
            content[at] = data.draw(st.sampled_from(b"0123456789.,\n-e\"' \xff\x00a"))
        else:
            content.insert(at, data.draw(st.sampled_from(b'0.,\n-e"\r\xe1')))
    path = tmp_path / "a.csv"
    path.write_bytes(bytes(content))
    try:
        table = read_csv(path, missing="nan")
    except DataError:
        return
    text = bytes(content).decode("utf-8-sig")
    if '"' in text or table.missing:  # beyond the second reader
        return
    _, expected = plain_reading(text)
    width = len(table.names)
    np.testing.assert_array_equal(table.array(), expected[:, :width])


@relaxed
@given(content=st.binary(max_size=300))
def test_any_bytes_give_a_table_or_a_data_error(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    try:
        table = read_csv(path)
    except DataError:
        return
    assert np.isfinite(table.array()).all()


def test_memory_stays_near_the_size_of_the_file(tmp_path):
    """One long cell must not widen the cells of every row."""
    path = tmp_path / "a.csv"
    path.write_text("a,b\n" + "1,x\n" * 5000 + "1," + "x" * 100_000 + "\n", encoding="utf-8")
    tracemalloc.start()
    try:
        read_csv(path, text=["b"])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 20e6
