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
# With this seed 1000 steps from (0, 0.1, 0.1) put every file right, and a threshold of 0.8 turns some away.
LOANS_SEED = 4

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


def loans(rng: np.random.Generator | None = None) -> Columns:
    """20 hồ sơ vay: Cho vay = 1 khi Lương + 3·Số năm làm việc > 9.8 (triệu đồng, năm), 10 hồ sơ mỗi loại.

    Lương từ 4 đến 10, số năm từ 0.1 đến 3, một chữ số thập phân. Hồ sơ cách ranh giới dưới 0.5 bị bỏ, nên
    một đường thẳng tách được hai loại.
    """
    rng = rng or np.random.default_rng(LOANS_SEED)
    kept: dict[int, list[tuple[float, float]]] = {1: [], 0: []}
    while min(map(len, kept.values())) < 10:
        salary, years = (round(float(rng.uniform(*ends)), 1) for ends in ((4, 10), (0.1, 3)))
        score = salary + 3 * years - 9.8
        group = kept[int(score > 0)]
        if abs(score) >= 0.5 and len(group) < 10:
            group.append((salary, years))
    salary, years = np.array(kept[1] + kept[0]).T
    return {"Lương": salary, "Số năm làm việc": years, "Cho vay": np.repeat([1.0, 0.0], 10)}


CSV_FILES: dict[str, Callable[[], Columns]] = {
    "houses.csv": houses,
    "houses_square.csv": houses_square,
    "houses_bedrooms.csv": houses_bedrooms,
    "loans.csv": loans,
}


def to_csv(columns: Columns) -> str:
    """Nội dung csv: dấu phẩy, mỗi cột đủ chữ số thập phân nhưng không quá ba, dòng kết thúc bằng LF."""
    digits = [next((d for d in range(3) if np.all(v == np.round(v, d))), 3) for v in columns.values()]
    lines = [",".join(columns)]
    for row in zip(*columns.values(), strict=True):
        lines.append(",".join(f"{v:.{d}f}" for v, d in zip(row, digits, strict=True)))
    return "\n".join(lines) + "\n"


def write_all(folder: Path) -> None:
    """Viết lại mọi tệp csv tự sinh vào `folder`."""
    for name, make in CSV_FILES.items():
        (folder / name).write_bytes(to_csv(make()).encode("utf-8"))


if __name__ == "__main__":
    write_all(Path("data"))
