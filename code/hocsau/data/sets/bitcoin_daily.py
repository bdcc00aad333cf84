"""Giá Bitcoin từng ngày, 2016–2023."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hocsau.data.dataset import Dataset, Info, Split
from hocsau.data.sets.text_common import read_lines, the_file
from hocsau.data.sources import RemoteFile
from hocsau.errors import DataError

INFO = Info(
    name="bitcoin_daily",
    title="Giá đóng cửa của Bitcoin từng ngày, 01/01/2016–25/04/2023",
    profile="full",
    real=True,
    origin="một trang tài chính công khai, qua RafaelGallo/Forecast---Bitcoin",
    licence="kho ấy theo MIT; số liệu không ghi giấy phép riêng",
    made="giữ cột Date và Close, theo thứ tự thời gian; chưa chia phần: hãy cắt theo ngày, đừng xáo",
    url="https://github.com/RafaelGallo/Forecast---Bitcoin",
    target="giá đóng cửa (đô la Mĩ)",
)
PARTS = (
    (
        RemoteFile(
            "bitcoin_daily",
            "BTC-USD.csv",
            "8dce35ff56210ec4adaef48cfb20d2be480cab1084b1c03cd5eaa416cf7e94c9",
            (),
            223_702,
        ),
    ),
)
INSTEAD = "driving_laps"


def read(info: Info) -> Dataset:
    """x (N,) kiểu datetime64[D] là ngày, y (N,) float64 là giá đóng cửa; không thiếu ngày nào.

    Lỗi:
        DataError: chưa có tệp, thiếu ngày, hay một dòng không đọc được.
    """
    path, info = the_file(info)
    header, *lines = read_lines(path)
    columns = header.split(",")
    try:
        rows = [line.split(",") for line in lines]
        x = np.array([row[columns.index("Date")] for row in rows], "datetime64[D]")
        y = np.array([float(row[columns.index("Close")]) for row in rows])
    except (ValueError, IndexError) as error:
        raise DataError(f"không đọc được {path.name}: {error}") from None
    if (np.diff(x).astype(int) != 1).any() or not (np.isfinite(y) & (y > 0)).all():
        raise DataError(f"{path.name}: thiếu ngày, hay có giá không dương")
    return Dataset(Split(x, y), None, None, replace(info, n=len(y)))
