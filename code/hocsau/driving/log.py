"""Nhật kí lái xe: tệp driving_log.csv và thư mục IMG, đúng dạng mà phần mềm mô phỏng của Udacity ghi."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import TracebackType
from typing import NamedTuple

import numpy as np
from PIL import Image

from hocsau.data.dataset import chosen_rows
from hocsau.data.formats.csv import list_rows, read_csv
from hocsau.data.formats.separator import stated_separator
from hocsau.data.formats.text import read_text
from hocsau.driving.camera import CAMERAS, HEIGHT, WIDTH
from hocsau.errors import DataError
from hocsau.vision.images import read_image

COLUMNS = ("center", "left", "right", "steering", "throttle", "brake", "speed")
LOG, IMAGES = "driving_log.csv", "IMG"
_DRIVE = re.compile(r"[A-Za-z]:")
START = datetime(2020, 1, 1)  # of every recorded drive, so that the same drive gives the same files


@dataclass(frozen=True)
class DrivingLog:
    """Nhật kí đã đọc: mỗi hàng một thời điểm.

    `images` (N, 3) là đường dẫn ảnh của camera giữa, trái, phải; `steering` trong [−1, 1], `throttle`,
    `brake` và `speed` (mph) là các mảng (N,); `rows` (N,) là số dòng trong tệp, để báo lỗi.
    """

    source: str
    images: np.ndarray
    steering: np.ndarray
    throttle: np.ndarray
    brake: np.ndarray
    speed: np.ndarray
    rows: np.ndarray

    def __len__(self) -> int:
        return len(self.steering)

    def image(self, i: int, camera: str = "center") -> np.ndarray:
        """Ảnh uint8 (160, 320, 3) của một camera ở hàng i.

        Lỗi:
            DataError: thiếu ảnh hoặc ảnh sai cỡ.
        """
        path = Path(self.images[i, _camera_index(camera)])
        where = f"{self.source}, dòng {self.rows[i]}"
        if not os.path.isfile(path):
            raise DataError(f"{where}: không có ảnh {path}. Thư mục {IMAGES} phải nằm cạnh {self.source}")
        try:
            picture = read_image(path)
        except DataError as error:
            raise DataError(f"{where}: ảnh {path.name} hỏng hoặc bị cắt cụt ({error})") from None
        if picture.shape[:2] != (HEIGHT, WIDTH):
            tall, wide = picture.shape[:2]
            raise DataError(
                f"{where}: ảnh {path.name} cỡ {wide}×{tall}; cần {WIDTH}×{HEIGHT} như phần mềm mô phỏng ghi"
            )
        return picture

    def moments(self) -> Iterator[tuple[np.ndarray, float]]:
        """Từng hàng: (ảnh uint8 (3, 160, 320, 3) giữa, trái, phải; lệnh lái)."""
        for i in range(len(self)):
            yield np.stack([self.image(i, camera) for camera in CAMERAS]), float(self.steering[i])

    def take(self, rows: Sequence[int] | np.ndarray) -> DrivingLog:
        """Nhật kí chỉ gồm các hàng đã nêu (số thứ tự, hoặc mặt nạ True/False), theo thứ tự ấy."""
        rows = chosen_rows(rows, len(self))
        names = ("images", "steering", "throttle", "brake", "speed", "rows")
        return DrivingLog(self.source, **{name: getattr(self, name)[rows] for name in names})


def read_log(path: str | os.PathLike) -> DrivingLog:
    """Đọc driving_log.csv (hoặc thư mục chứa nó) như Udacity ghi.

    Dòng tên cột có hay không đều được; có khoảng trắng sau dấu phẩy hay không cũng được; tệp đã lưu lại bằng
    LibreOffice hay Excel (ngăn bằng dấu chấm phẩy hay tab, số kiểu 0,25) cũng được. Đường dẫn ảnh tính từ thư
    mục của tệp; đường dẫn của một máy khác (kể cả Windows) thì tìm ảnh cùng tên trong thư mục IMG cạnh tệp.

    Lỗi:
        DataError: nêu số dòng khi thiếu cột, số hỏng, dòng bị cắt, lệnh lái ngoài [−1, 1].
    """
    path = Path(path)
    path = path / LOG if path.is_dir() else path
    stated, text = stated_separator(read_text(path))
    records = _records(text, stated)
    sep = records.sep
    names = [cell.strip().casefold() for cell in records.rows[0][1]] if records.rows else []
    headed = "center" in names or "steering" in names
    _check_widths(path.name, records, headed)
    table = read_csv(
        path,
        COLUMNS if headed else None,
        text=COLUMNS[:3],
        names=None if headed else COLUMNS,
        missing="nan",
        sep=sep,
        decimal="," if any("," in cell for _, row in records.rows for cell in row[3:]) else ".",
    )
    for name, low, high in (("steering", -1, 1), ("throttle", -1, 1), ("brake", 0, 1), ("speed", -300, 300)):
        if blank := table.missing.get(name):
            raise DataError(
                f"{path.name}, cột «{name}»: thiếu giá trị ở dòng {list_rows(blank)}; hãy xoá những dòng ấy"
            )
        bad = np.flatnonzero((table[name] < low) | (table[name] > high))
        if bad.size:
            value = float(table[name][bad[0]])
            raise DataError(
                f"{path.name}, dòng {table.rows[bad[0]]}, cột «{name}»: {value!r} "
                f"nằm ngoài khoảng [{low}, {high}]"
            )
    images = np.array(
        [[_find(path.parent, cell) for cell in table[name]] for name in COLUMNS[:3]], dtype=object
    )
    numbers = {name: table[name] for name in COLUMNS[3:]}
    return DrivingLog(path.name, images.T, **numbers, rows=table.rows)


class _Records(NamedTuple):
    sep: str
    rows: list[tuple[int, list[str]]]


def _records(text: str, stated: str | None) -> _Records:
    """The rows, cut by the mark that gives the seven cells of a log."""
    for sep in (stated,) if stated else (";", "\t", ","):
        rows = []
        try:
            for row, fields in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=sep), start=1):
                if any(field.strip() for field in fields):
                    rows.append((row, fields))
        except csv.Error:
            rows = []  # read_csv says what is wrong, and in which line
        if sep == "," or (rows and len(rows[0][1]) >= len(COLUMNS)):
            break
    return _Records(sep, rows)


def _check_widths(file: str, records: _Records, headed: bool) -> None:
    """Seven cells in every row; read_csv knows csv, here it is known what wrote the file."""
    for k, (row, fields) in enumerate(records.rows):
        width = len(fields)
        while width > len(COLUMNS) and not fields[width - 1].strip():
            width -= 1
        if headed and (k == 0 or len(records.rows[0][1]) != len(COLUMNS)):
            continue
        if width > len(COLUMNS) and records.sep == ",":
            raise DataError(
                f"{file}, dòng {row}: có {width} ô, cần {len(COLUMNS)}. Nếu máy ghi số kiểu 0,25 thì "
                "các ô bị cắt đôi: hãy đổi dấu thập phân của hệ điều hành thành dấu chấm rồi ghi lại"
            )
        if width < len(COLUMNS):
            last = " và là dòng cuối: máy ghi dở dòng ấy, hãy xoá nó đi" if k == len(records.rows) - 1 else ""
            raise DataError(
                f"{file}, dòng {row}: có {width} ô, cần {len(COLUMNS)} ({', '.join(COLUMNS)}){last}"
            )


def _find(folder: Path, cell: str) -> str:
    """Where the image of this cell should be; a path of another computer leads to IMG beside the log."""
    windows = "\\" in cell or _DRIVE.match(cell) is not None
    foreign = PureWindowsPath(cell) if windows else PurePosixPath(cell)
    beside = folder / IMAGES / foreign.name
    if foreign.is_absolute() or foreign.drive:
        return cell if os.path.isfile(cell) else str(beside)
    here = folder.joinpath(*foreign.parts)
    if foreign.parts[:-1] == (IMAGES,) or os.path.isfile(here) or not os.path.isfile(beside):
        return str(here)
    return str(beside)


def _camera_index(camera: str) -> int:
    names = list(CAMERAS)
    if camera not in names:
        raise ValueError(f"camera = {camera!r}; cần một trong {', '.join(names)}")
    return names.index(camera)


class LogWriter:
    """Ghi nhật kí và ảnh vào một thư mục, để `read_log` hay chương trình học nào của Udacity cũng đọc được.

        with LogWriter("du_lieu") as log:
            log.add(t, images, steering, throttle, brake, speed)

    Lỗi:
        DataError: thư mục đã có nhật kí (không ghi đè), hoặc không ghi được.
    """

    def __init__(self, folder: str | os.PathLike) -> None:
        self.folder = Path(folder)
        if (self.folder / LOG).exists():
            raise DataError(f"{self.folder} đã có {LOG}; hãy chọn thư mục khác")
        try:
            (self.folder / IMAGES).mkdir(parents=True, exist_ok=True)
            self._file = open(self.folder / LOG, "x", encoding="utf-8", newline="\n")
        except OSError as error:
            raise DataError(f"không ghi được vào {self.folder}: {error.strerror or error}") from None
        self._file.write(",".join(COLUMNS) + "\n")

    def add(
        self, t: float, images: np.ndarray, steering: float, throttle: float, brake: float, speed: float
    ) -> None:
        """Thêm một thời điểm: t giây từ lúc xuất phát, ảnh uint8 (3, 160, 320, 3) giữa, trái, phải."""
        moment = (START + timedelta(seconds=t)).strftime("%Y_%m_%d_%H_%M_%S_%f")[:-3]
        names = [f"{IMAGES}/{camera}_{moment}.jpg" for camera in CAMERAS]
        for name, image in zip(names, images, strict=True):
            picture, place = Image.fromarray(image), self.folder / name
            self._write(lambda picture=picture, place=place: picture.save(place, quality=90))
        numbers = [f"{value:.7g}" for value in (steering, throttle, brake, speed)]
        line = ", ".join([*names, *numbers]) + "\n"  # a blank after each comma, as Udacity writes
        self._write(lambda: self._file.write(line))

    def _write(self, action: Callable[[], object]) -> None:
        try:
            action()
        except OSError as error:
            raise DataError(f"không ghi được vào {self.folder}: {error.strerror or error}") from None

    def __enter__(self) -> LogWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
