"""Cách viết số của cả một tệp csv: suy từ mọi ô, hoặc nói rõ vì sao không suy được."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hocsau.data.formats.number import (
    COMMA,
    POINT,
    VIETNAMESE,
    WAYS,
    Marks,
    is_grouped,
    is_missing,
    parse_number,
    two_readings,
    ways_of,
)
from hocsau.errors import DataError

Record = tuple[int, list[str]]
_NAMES = {".": "dấu chấm", ",": "dấu phẩy"}


def ways_asked_for(decimal: str | None, thousands: str | None) -> tuple[Marks, ...]:
    """Những cách viết hợp với yêu cầu của người dùng; ValueError khi yêu cầu không thể có."""
    for name, mark in (("decimal", decimal), ("thousands", thousands)):
        if mark not in (None, ".", ","):
            raise ValueError(f"{name} = {mark!r}; cần '.' hoặc ','")
    if decimal is not None and decimal == thousands:
        raise ValueError(f"decimal và thousands đều là {decimal!r}; phải là hai dấu khác nhau")
    return tuple(
        marks
        for marks in WAYS
        if decimal in (None, marks.decimal) and (thousands is None or thousands == marks.thousands)
    )


def find_marks(
    file: str,
    header: Sequence[str],
    body: Sequence[Record],
    positions: Sequence[int],
    ways: tuple[Marks, ...],
    sep: str,
    *,
    asked: bool,
) -> Marks:
    """Cách viết duy nhất mà mọi ô ở các cột `positions` cùng hợp.

    Ô không phải số thì bỏ qua ở đây, người gọi báo. Không cách nào hợp: cách hợp nhiều ô nhất, để người gọi
    nêu ô lạc lõng.

    Lỗi:
        DataError: còn hai cách đọc ra hai số khác nhau.
    """
    kinds = [_kinds(body, j) for j in positions]
    if not asked and sep in (";", "\t"):
        _check_column_by_column(file, header, body, positions, kinds)
    fitting = [marks for marks in ways if all(marks in kind for column in kinds for kind in column)]
    if not fitting:
        return max(
            _in_order(ways, kinds), key=lambda m: sum(m in kind for column in kinds for kind in column)
        )
    found = _unsure_cell(body, positions, fitting)
    if found is not None:
        fitting = _told_by(_other_columns(header, body, positions), fitting)
        found = _unsure_cell(body, positions, fitting)
    if found is not None:
        j, row, cell, two = found
        raise DataError(_question(file, row, header[j], cell, two))
    return fitting[0]


def _kinds(body: Sequence[Record], j: int) -> set[tuple[Marks, ...]]:
    """The ways in which the cells of a column can be read, each combination once.

    A cell without a mark tells nothing, one that is no number is somebody else's to report.
    """
    cells = (fields[j] for _, fields in body)
    found = {ways_of(cell) for cell in cells if "." in cell or "," in cell}
    return found - {()}


def _in_order(ways: tuple[Marks, ...], kinds: list[set[tuple[Marks, ...]]]) -> list[Marks]:
    """With a cell such as 30,5 in the file, the decimal comma is believed before the point."""
    comma = any(kind == (COMMA, VIETNAMESE) for column in kinds for kind in column)
    return sorted(ways, key=lambda marks: marks.decimal == "." if comma else marks.decimal == ",")


def _unsure_cell(
    body: Sequence[Record], positions: Iterable[int], ways: Sequence[Marks]
) -> tuple[int, int, str, tuple[Marks, Marks]] | None:
    if len(ways) < 2:
        return None
    for j in positions:
        for row, fields in body:
            cell = fields[j]
            if ("." in cell or "," in cell) and (two := two_readings(cell, ways)):
                return j, row, cell.strip(), two
    return None


def _other_columns(
    header: Sequence[str], body: Sequence[Record], positions: Sequence[int]
) -> list[set[tuple[Marks, ...]]]:
    """Columns of numbers that are not asked for: they, too, show how the file writes numbers."""
    return [
        _kinds(body, j)
        for j in range(len(header))
        if j not in positions and all(ways_of(fields[j]) or is_missing(fields[j]) for _, fields in body)
    ]


def _told_by(columns: list[set[tuple[Marks, ...]]], ways: list[Marks]) -> list[Marks]:
    for column in columns:
        ways = [marks for marks in ways if all(marks in kind for kind in column)] or ways
    return ways


def _check_column_by_column(
    file: str,
    header: Sequence[str],
    body: Sequence[Record],
    positions: Sequence[int],
    kinds: list[set[tuple[Marks, ...]]],
) -> None:
    """A file with semicolons or tabs comes from a machine that may write 1.250 for 1250.

    There 30.5 in one column, typed by hand, says nothing about 1.250 in another.
    """
    doubtful = [
        j
        for j, column in zip(positions, kinds, strict=True)
        if all(VIETNAMESE in kind for kind in column) and any(len(kind) < len(WAYS) for kind in column)
    ]
    if not doubtful:
        return
    for column in [*kinds, *_other_columns(header, body, positions)]:
        if any(POINT not in kind for kind in column):
            return  # a comma, or 1.950.000, has shown what the point is
    for row, fields in body:
        for j in doubtful:
            if is_grouped(fields[j], "."):
                raise DataError(_question(file, row, header[j], fields[j].strip(), (POINT, VIETNAMESE)))


def _question(file: str, row: int, name: str, cell: str, two: tuple[Marks, Marks]) -> str:
    mark = "." if "." in cell and "," not in cell else ","
    values = {marks.decimal == mark: parse_number(cell, *marks) for marks in two}
    shown = cell if len(cell) <= 40 else cell[:40] + "…"
    said = _NAMES[mark]
    return (
        f"{file}, dòng {row}: không rõ «{shown}» ở cột «{name}» là {values[True]:.15g} ({said} thập phân) "
        f"hay {values[False]:.15g} ({said} ngăn hàng nghìn). Hãy chỉ rõ --decimal {mark} hoặc "
        f"--thousands {mark} (trong mã Python: decimal={mark!r} hoặc thousands={mark!r})."
    )
