"""Dữ liệu tự sinh của sách. Mỗi hàm là nguồn của một tệp csv trong data/.

Viết lại các tệp ấy: `python -m hocsau.data.synthetic` ở gốc của kho mã.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

# With this seed the sixth house (42.069 m²) costs 625.259, as the story of chapter 3 has it.
HOUSES_SEED = 240
SQUARE_SEED = 7
BEDROOMS_SEED = 6

Columns = dict[str, np.ndarray]


def houses(rng: np.random.Generator | None = None) -> Columns:
    """30 căn nhà: Giá = 15·Diện tích + 8 + 20·nhiễu (m², triệu đồng), nhiễu chuẩn."""
    rng = rng or np.random.default_rng(HOUSES_SEED)
    area = np.linspace(30, 100, 30)
    return {"Diện tích": area, "Giá": 15 * area + 8 + 20 * rng.standard_normal(30)}


def houses_square(rng: np.random.Generator | None = None) -> Columns:
    """30 căn nhà với giá cong: Giá = 0.25·x² − 10·x + 500 + 30·nhiễu, x là Diện tích."""
    rng = rng or np.random.default_rng(SQUARE_SEED)
    area = np.linspace(30, 100, 30)
    price = 0.25 * area**2 - 10 * area + 500 + 30 * rng.standard_normal(30)
    return {"Diện tích": area, "Giá": price}


def houses_bedrooms(rng: np.random.Generator | None = None) -> Columns:
    """30 căn nhà, hai đặc trưng: Giá = 12·Diện tích + 60·Số phòng ngủ + 30 + 20·nhiễu."""
    rng = rng or np.random.default_rng(BEDROOMS_SEED)
    area = np.linspace(30, 100, 30)
    # Bigger houses tend to have more rooms, but not exactly: otherwise the two weights cannot be told apart.
    bedrooms = np.clip(np.round(area / 30 + 0.8 * rng.standard_normal(30)), 1, 5)
    price = 12 * area + 60 * bedrooms + 30 + 20 * rng.standard_normal(30)
    return {"Diện tích": area, "Số phòng ngủ": bedrooms, "Giá": price}


CSV_FILES: dict[str, Callable[[], Columns]] = {
    "houses.csv": houses,
    "houses_square.csv": houses_square,
    "houses_bedrooms.csv": houses_bedrooms,
}


def to_csv(columns: Columns) -> str:
    """Nội dung csv: dấu phẩy, ba chữ số thập phân (số nguyên thì không), dòng kết thúc bằng LF."""
    whole = {name for name, values in columns.items() if np.all(values == np.round(values))}
    lines = [",".join(columns)]
    for row in zip(*columns.values(), strict=True):
        cells = (f"{v:.0f}" if name in whole else f"{v:.3f}" for name, v in zip(columns, row, strict=True))
        lines.append(",".join(cells))
    return "\n".join(lines) + "\n"


def write_all(folder: Path) -> None:
    """Viết lại mọi tệp csv tự sinh vào `folder`."""
    for name, make in CSV_FILES.items():
        (folder / name).write_bytes(to_csv(make()).encode("utf-8"))


if __name__ == "__main__":
    write_all(Path("data"))
