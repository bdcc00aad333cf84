"""Đọc tệp csv của người Việt: BOM, tên cột có dấu, dấu phẩy thập phân, ô trống được báo theo dòng.

Số dòng trong mọi câu lỗi đếm như trong bảng tính: dòng tên cột là dòng 1.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from hocsau.data.formats.marks import find_marks, ways_asked_for
from hocsau.data.formats.number import Marks, is_missing, parse_number, ways_of
from hocsau.data.formats.separator import NAMES, check_separator, find_separator, stated_separator
from hocsau.data.formats.table import Table, clean_name, find_name
from hocsau.data.formats.text import read_text
from hocsau.errors import DataError


def read_csv(
    path: str | os.PathLike[str],
    columns: Sequence[str] | None = None,
    *,
    text: Sequence[str] = (),
    names: Sequence[str] | None = None,
    missing: str = "error",
    sep: str | None = None,
    decimal: str | None = None,
    thousands: str | None = None,
) -> Table:
    """Đọc tệp csv thành bảng số.

    Tham số:
        columns: các cột cần đọc (mặc định: mọi cột).
        text: những cột chữ, các cột còn lại phải là số.
        names: tên cột khi tệp không có dòng tên cột.
        missing: "nan" thay ô trống bằng NaN và ghi số dòng vào `table.missing`.
        sep, decimal, thousands: dấu ngăn ô, dấu thập phân, dấu ngăn hàng nghìn (như "." trong 1.250.000); chỉ
            cần khi không tự đoán được.

    Trả về:
        `Table`; `table["Giá"]` là mảng (N,), `table.array("Diện tích")` là mảng (N, 1).

    Lỗi:
        DataError: nêu dòng và cột; cả khi một ô như 1.250 có hai cách đọc và không gì cho biết cách nào đúng.
    """
    if missing not in ("error", "nan"):
        raise ValueError(f"missing = {missing!r}; cần 'error' hoặc 'nan'")
    ways = ways_asked_for(decimal, thousands)
    check_separator(sep)
    file = Path(path).name
    content = read_text(path)
    stated, content = stated_separator(content)
    if not content.strip():
        raise DataError(f"{file}: tệp rỗng")
    sep = sep or stated or find_separator(file, content)
    header, body = _header(file, _split(file, content, sep), names, sep)
    wanted = range(len(header)) if columns is None else [_position(file, header, name) for name in columns]
    text_positions = {_position(file, header, name) for name in text}
    if not body:
        raise DataError(f"{file}: chỉ có dòng tên cột, chưa có dòng dữ liệu nào")
    number_positions = [j for j in wanted if j not in text_positions]
    marks = find_marks(file, header, body, number_positions, ways, sep, asked=bool(decimal or thousands))

    filled: dict[str, np.ndarray] = {}
    blanks: dict[str, tuple[int, ...]] = {}
    for j in wanted:
        name = header[j]
        if j in text_positions:
            # dtype=object: one very long cell must not make every row that long
            filled[name] = np.array([fields[j].strip() for _, fields in body], dtype=object)
            continue
        filled[name], blanks[name] = _numbers(file, name, [(row, fields[j]) for row, fields in body], marks)
        if blanks[name] and missing == "error":
            raise DataError(
                f"{file}, cột «{name}»: thiếu giá trị ở dòng {list_rows(blanks[name])}. "
                "Hãy điền hoặc xoá những dòng ấy (trong mã Python: read_csv(…, missing='nan') để giữ lại)."
            )
    rows = np.array([row for row, _ in body])
    return Table(filled, rows, {name: where for name, where in blanks.items() if where}, file, marks)


def list_rows(rows: Sequence[int], most: int = 10) -> str:
    """(2, 5, 9) -> "2, 5, 9"; danh sách dài thì cắt và nói tổng số."""
    shown = ", ".join(str(row) for row in rows[:most])
    return shown if len(rows) <= most else f"{shown}… (tất cả {len(rows)} dòng)"


Record = tuple[int, list[str]]


def _split(file: str, text: str, sep: str) -> list[Record]:
    """(row number, fields) of every row that holds something."""
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
    return "không tách được thành ô"


def _header(
    file: str, records: list[Record], names: Sequence[str] | None, sep: str
) -> tuple[list[str], list[Record]]:
    if names is None:
        (first, raw), body = records[0], records[1:]
        if all(ways_of(name) for name in raw):
            raise DataError(
                f"{file}, dòng {first}: dòng đầu toàn là số, thiếu dòng tên cột. "
                "Hãy thêm dòng tên cột (trong mã Python: read_csv(…, names=[…]))."
            )
        header = [clean_name(name) for name in raw]
    else:
        first, header, body = 0, [clean_name(name) for name in names], records
    # Spreadsheets like to add empty columns at the right edge.
    while header and not header[-1] and all(len(f) < len(header) or not f[-1].strip() for _, f in body):
        width = len(header)
        body = [(row, fields[: width - 1] if len(fields) == width else fields) for row, fields in body]
        header = header[:-1]
    for j, name in enumerate(header):
        if not name:
            raise DataError(
                f"{file}, dòng {first}: cột thứ {j + 1} không có tên ở dòng tên cột. Hãy đặt tên cho nó; nếu "
                f"dòng {first} chỉ là tiêu đề của bảng thì xoá dòng ấy."
            )
        if name in header[:j]:
            raise DataError(f"{file}: hai cột cùng tên «{name}» (cột {header.index(name) + 1} và {j + 1})")
    return header, [(row, _cut(file, row, fields, header, sep)) for row, fields in body]


def _cut(file: str, row: int, fields: list[str], header: list[str], sep: str) -> list[str]:
    """As many cells as names: a separator at the end of the line makes no cell."""
    width = len(header)
    if len(fields) >= width and not any(field.strip() for field in fields[width:]):
        return fields[:width]
    if sep == "," and len(fields) > width:
        advice = (
            "Nếu số viết với dấu phẩy thập phân (30,5), hãy ngăn các ô bằng dấu chấm phẩy, "
            'hoặc đặt số trong ngoặc kép ("30,5").'
        )
    else:
        named = NAMES.get(sep, f"dấu {sep}")
        what = "thừa" if len(fields) > width else "thiếu"
        advice = f"Các ô cách nhau bằng {named}; dòng này {what} ô. Hãy sửa dòng ấy."
    if width == 1:
        advice += " Nếu dòng đầu chỉ là tiêu đề của bảng thì xoá nó."
    raise DataError(f"{file}, dòng {row}: có {len(fields)} ô nhưng có {width} tên cột. {advice}")


def _position(file: str, header: list[str], name: str) -> int:
    return header.index(find_name(file, header, name))


def _numbers(
    file: str, name: str, cells: Sequence[tuple[int, str]], marks: Marks
) -> tuple[np.ndarray, tuple[int, ...]]:
    values, blanks = np.full(len(cells), np.nan), []
    for i, (row, cell) in enumerate(cells):
        if is_missing(cell):
            blanks.append(row)
            continue
        value = parse_number(cell, *marks)
        if value is None:
            shown = cell.strip() if len(cell) <= 40 else cell.strip()[:40] + "…"
            raise DataError(
                f"{file}, dòng {row}, cột «{name}»: «{shown}» không phải là số{_why(cell, marks)}"
            )
        values[i] = value
    return values, tuple(blanks)


def _why(cell: str, marks: Marks) -> str:
    """A number, but not as this file writes them."""
    if not ways_of(cell) or marks in ways_of(cell):
        return ""
    said = "dấu phẩy" if marks.decimal == "," else "dấu chấm"
    return f" (tệp này dùng {said} thập phân)"
