"""Đọc tệp csv của người Việt: BOM, tên cột có dấu, dấu phẩy thập phân, ô trống được báo theo dòng.

Số dòng trong mọi câu lỗi đếm như trong bảng tính: dòng tên cột là dòng 1.
"""

from __future__ import annotations

import csv
import io
import itertools
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from hocsau.data.formats.number import find_decimal, is_missing, parse_number
from hocsau.data.formats.table import Table, clean_name, find_name
from hocsau.data.formats.text import read_text
from hocsau.errors import DataError

SEPARATORS = (",", ";", "\t")
_SNIFF_ROWS = 100


def read_csv(
    path: str | os.PathLike[str],
    columns: Sequence[str] | None = None,
    *,
    text: Sequence[str] = (),
    names: Sequence[str] | None = None,
    missing: str = "error",
    sep: str | None = None,
    decimal: str | None = None,
) -> Table:
    """Đọc tệp csv thành bảng số.

    Tham số: columns là các cột cần đọc (mặc định: mọi cột); text là những cột chữ, các cột còn lại
    phải là số; names là tên cột khi tệp không có dòng tên cột; missing="nan" thay ô trống bằng NaN
    và ghi số dòng vào `table.missing`; sep và decimal chỉ cần khi không tự đoán được.
    Trả về: `Table`; `table["Giá"]` là mảng (N,), `table.array("Diện tích")` là mảng (N, 1).
    Lỗi: DataError nêu dòng và cột.
    """
    if missing not in ("error", "nan"):
        raise ValueError(f"missing = {missing!r}; cần 'error' hoặc 'nan'")
    if decimal not in (None, ".", ","):
        raise ValueError(f"decimal = {decimal!r}; cần '.' hoặc ','")
    file = Path(path).name
    records = _split(file, read_text(path), sep)
    header, body = _header(file, records, names)
    wanted = range(len(header)) if columns is None else [_position(file, header, name) for name in columns]
    text_positions = {_position(file, header, name) for name in text}
    if not body:
        raise DataError(f"{file}: chỉ có dòng tên cột, chưa có dòng dữ liệu nào")
    number_positions = [j for j in wanted if j not in text_positions]
    decimal = decimal or _decimal(file, body, number_positions)

    filled: dict[str, np.ndarray] = {}
    blanks: dict[str, tuple[int, ...]] = {}
    for j in wanted:
        name = header[j]
        if j in text_positions:
            # dtype=object: one very long cell must not make every row that long
            filled[name] = np.array([fields[j].strip() for _, fields in body], dtype=object)
            continue
        filled[name], blanks[name] = _numbers(file, name, [(row, fields[j]) for row, fields in body], decimal)
        if blanks[name] and missing == "error":
            raise DataError(
                f"{file}, cột «{name}»: thiếu giá trị ở dòng {list_rows(blanks[name])}. "
                "Hãy điền hoặc xoá những dòng ấy (trong mã Python: read_csv(…, missing='nan') để giữ lại)."
            )
    rows = np.array([row for row, _ in body])
    return Table(filled, rows, {name: where for name, where in blanks.items() if where}, file)


def list_rows(rows: Sequence[int], most: int = 10) -> str:
    """(2, 5, 9) -> "2, 5, 9"; danh sách dài thì cắt và nói tổng số."""
    shown = ", ".join(str(row) for row in rows[:most])
    return shown if len(rows) <= most else f"{shown}… (tất cả {len(rows)} dòng)"


Record = tuple[int, list[str]]


def _split(file: str, text: str, sep: str | None) -> list[Record]:
    """(row number, fields) of every row that holds something."""
    if not text.strip():
        raise DataError(f"{file}: tệp rỗng")
    sep = sep or _sniff(file, text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sep, strict=True)
    records = []
    try:
        for row, fields in enumerate(reader, start=1):
            if any(field.strip() for field in fields):
                records.append((row, fields))
    except csv.Error as error:
        raise DataError(f"{file}, gần dòng {reader.line_num}: {_explain(error)}") from None
    if not records:
        raise DataError(f"{file}: tệp rỗng, mọi ô đều trống")
    return records


def _explain(error: csv.Error) -> str:
    message = str(error)
    if "field larger" in message:
        return "có ô dài quá mức (hơn 131072 chữ); có lẽ một dấu ngoặc kép mở mà không đóng"
    if "end of data" in message or "expected after" in message:
        return 'dấu ngoặc kép (") mở và đóng không khớp'
    return f"không tách được thành ô ({message})"


def _sniff(file: str, text: str) -> str:
    """The one separator that cuts the header and the rows under it into equally many fields."""
    counts: dict[str, list[int]] = {sep: [] for sep in SEPARATORS}
    for sep, found in counts.items():
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=sep)
        try:
            for fields in itertools.islice(reader, _SNIFF_ROWS):
                if any(field.strip() for field in fields):
                    found.append(len(fields))
        except csv.Error:
            continue  # the strict reader reports it, with its row
    cutting = {sep: found for sep, found in counts.items() if found and found[0] > 1}
    if not cutting:
        return ","  # a single column
    even = [sep for sep, found in cutting.items() if len(set(found)) == 1]
    if len(even) == 1:
        return even[0]
    if len(even) > 1:
        shown = " và ".join(repr(sep) for sep in even)
        raise DataError(f"{file}: không rõ các ô cách nhau bằng {shown}; hãy chỉ rõ bằng sep=…")
    return max(cutting, key=lambda sep: cutting[sep][0])  # uneven rows: reported with their number


def _header(file: str, records: list[Record], names: Sequence[str] | None) -> tuple[list[str], list[Record]]:
    if names is None:
        (first, raw), body = records[0], records[1:]
        if all(parse_number(name) is not None for name in raw):
            raise DataError(
                f"{file}, dòng {first}: dòng đầu toàn là số, thiếu dòng tên cột. "
                "Hãy thêm dòng tên cột (trong mã Python: read_csv(…, names=[…]))."
            )
        header = [clean_name(name) for name in raw]
    else:
        header, body = [clean_name(name) for name in names], records
    # Spreadsheets like to add empty columns at the right edge.
    while header and not header[-1] and all(len(f) < len(header) or not f[-1].strip() for _, f in body):
        width = len(header)
        body = [(row, fields[: width - 1] if len(fields) == width else fields) for row, fields in body]
        header = header[:-1]
    for j, name in enumerate(header):
        if not name:
            raise DataError(f"{file}: cột thứ {j + 1} không có tên ở dòng tên cột")
        if name in header[:j]:
            raise DataError(f"{file}: hai cột cùng tên «{name}» (cột {header.index(name) + 1} và {j + 1})")
    for row, fields in body:
        if len(fields) != len(header):
            raise DataError(
                f"{file}, dòng {row}: có {len(fields)} ô nhưng có {len(header)} tên cột. "
                "Nếu số viết với dấu phẩy thập phân (30,5), hãy ngăn các ô bằng dấu chấm phẩy."
            )
    return header, body


def _position(file: str, header: list[str], name: str) -> int:
    return header.index(find_name(file, header, name))


def _decimal(file: str, body: list[Record], positions: Sequence[int]) -> str:
    found = find_decimal(fields[j] for _, fields in body for j in positions)
    if found is None:
        cells = ((row, fields[j]) for row, fields in body for j in positions)
        row, cell = next(
            (row, cell) for row, cell in cells if "," in cell and parse_number(cell, ",") is not None
        )
        raise DataError(
            f"{file}, dòng {row}: không rõ «{cell.strip()}» là số thập phân hay có dấu ngăn hàng nghìn. "
            "Hãy viết số thập phân với dấu chấm và bỏ dấu ngăn hàng nghìn, hoặc chỉ rõ decimal=','."
        )
    return found


def _numbers(
    file: str, name: str, cells: Sequence[tuple[int, str]], decimal: str
) -> tuple[np.ndarray, tuple[int, ...]]:
    values, blanks = np.full(len(cells), np.nan), []
    for i, (row, cell) in enumerate(cells):
        if is_missing(cell):
            blanks.append(row)
            continue
        value = parse_number(cell, decimal)
        if value is None:
            shown = cell.strip() if len(cell) <= 40 else cell.strip()[:40] + "…"
            raise DataError(
                f"{file}, dòng {row}, cột «{name}»: «{shown}» không phải là số"
                + (" (tệp này dùng dấu phẩy thập phân)" if decimal == "," and "." in cell else "")
            )
        values[i] = value
    return values, tuple(blanks)
