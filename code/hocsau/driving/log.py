"""Nhật kí lái xe: tệp driving_log.csv và thư mục IMG, đúng dạng mà phần mềm mô phỏng của Udacity ghi."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import TracebackType

import numpy as np
from PIL import Image, UnidentifiedImageError

from hocsau.data.formats.csv import read_csv
from hocsau.data.formats.text import read_text
from hocsau.driving.camera import CAMERAS, HEIGHT, WIDTH
from hocsau.errors import DataError

COLUMNS = ("center", "left", "right", "steering", "throttle", "brake", "speed")
LOG, IMAGES = "driving_log.csv", "IMG"
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
        """Ảnh uint8 (160, 320, 3) của một camera ở hàng i. Lỗi: DataError khi thiếu ảnh hoặc ảnh sai cỡ."""
        path = Path(self.images[i, _camera_index(camera)])
        where = f"{self.source}, dòng {self.rows[i]}"
        try:
            with Image.open(path) as picture:
                if picture.size != (WIDTH, HEIGHT):
                    wide, tall = picture.size
                    raise DataError(
                        f"{where}: ảnh {path.name} cỡ {wide}×{tall}; "
                        f"cần {WIDTH}×{HEIGHT} như phần mềm mô phỏng ghi"
                    )
                return np.array(picture.convert("RGB"))
        except FileNotFoundError:
            raise DataError(
                f"{where}: không có ảnh {path}. Thư mục {IMAGES} phải nằm cạnh {self.source}"
            ) from None
        except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
            raise DataError(f"{where}: ảnh {path.name} hỏng hoặc bị cắt cụt ({error})") from None

    def moments(self) -> Iterator[tuple[np.ndarray, float]]:
        """Từng hàng: (ảnh uint8 (3, 160, 320, 3) giữa, trái, phải; lệnh lái)."""
        for i in range(len(self)):
            yield np.stack([self.image(i, camera) for camera in CAMERAS]), float(self.steering[i])

    def take(self, rows: Sequence[int] | np.ndarray) -> DrivingLog:
        """Nhật kí chỉ gồm các hàng đã nêu, theo thứ tự ấy."""
        names = ("images", "steering", "throttle", "brake", "speed", "rows")
        return DrivingLog(self.source, **{name: getattr(self, name)[rows] for name in names})


def read_log(path: str | os.PathLike) -> DrivingLog:
    """Đọc driving_log.csv (hoặc thư mục chứa nó) như Udacity ghi.

    Dòng tên cột có hay không đều được; có khoảng trắng sau dấu phẩy hay không cũng được. Đường dẫn ảnh tính
    từ thư mục của tệp; đường dẫn tuyệt đối của một máy khác (kể cả Windows) thì tìm ảnh cùng tên trong thư
    mục IMG cạnh tệp.
    Lỗi: DataError nêu số dòng khi thiếu cột, số hỏng, lệnh lái ngoài [−1, 1].
    """
    path = Path(path)
    path = path / LOG if path.is_dir() else path
    first = next((line for line in read_text(path).splitlines() if line.strip()), "")
    cells = [cell.strip().casefold() for cell in first.split(",")]
    headed = "center" in cells or "steering" in cells
    if not headed and len(cells) > len(COLUMNS):
        raise DataError(
            f"{path.name}, dòng 1: có {len(cells)} ô, cần {len(COLUMNS)}. Nếu máy ghi số kiểu 0,25 thì "
            "các ô bị cắt đôi: hãy đổi dấu thập phân của hệ điều hành thành dấu chấm rồi ghi lại"
        )
    table = read_csv(
        path,
        COLUMNS if headed else None,
        text=COLUMNS[:3],
        names=None if headed else COLUMNS,
        sep=",",
        decimal=".",
    )
    for name, low, high in (("steering", -1, 1), ("throttle", -1, 1), ("brake", 0, 1), ("speed", -300, 300)):
        bad = np.flatnonzero((table[name] < low) | (table[name] > high))
        if bad.size:
            raise DataError(
                f"{path.name}, dòng {table.rows[bad[0]]}, cột «{name}»: {table[name][bad[0]]:g} "
                f"nằm ngoài khoảng [{low}, {high}]"
            )
    images = np.array(
        [[_find(path.parent, cell) for cell in table[name]] for name in COLUMNS[:3]], dtype=object
    )
    numbers = {name: table[name] for name in COLUMNS[3:]}
    return DrivingLog(path.name, images.T, **numbers, rows=table.rows)


def _find(folder: Path, cell: str) -> str:
    """Where the image of this cell should be."""
    foreign = PureWindowsPath(cell) if "\\" in cell else PurePosixPath(cell)
    if foreign.is_absolute():
        here = Path(cell)
        return str(here if here.is_file() else folder / IMAGES / foreign.name)
    return str(folder.joinpath(*foreign.parts))


def _camera_index(camera: str) -> int:
    names = list(CAMERAS)
    if camera not in names:
        raise ValueError(f"camera = {camera!r}; cần một trong {', '.join(names)}")
    return names.index(camera)


class LogWriter:
    """Ghi nhật kí và ảnh vào một thư mục, để `read_log` hay chương trình học nào của Udacity cũng đọc được.

        with LogWriter("du_lieu") as log:
            log.add(t, images, steering, throttle, brake, speed)

    Lỗi: DataError khi thư mục đã có nhật kí (không ghi đè), hoặc không ghi được.
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
            Image.fromarray(image).save(self.folder / name, quality=90)
        numbers = [f"{value:.7g}" for value in (steering, throttle, brake, speed)]
        self._file.write(", ".join([*names, *numbers]) + "\n")  # a blank after each comma, as Udacity writes

    def __enter__(self) -> LogWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
