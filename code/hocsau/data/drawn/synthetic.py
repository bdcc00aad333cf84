"""Dữ liệu tự sinh của sách. Mỗi hàm là nguồn của một tệp csv trong data/.

Viết lại các tệp ấy: `python -m hocsau.data.drawn.synthetic` ở gốc của kho mã.
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
MAP_SEED = 0

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


def coast(latitude: np.ndarray) -> np.ndarray:
    """Kinh độ của bờ biển ở vùng tưởng tượng của `houses_map`: đất ở phía tây, biển ở phía đông."""
    return 109 + 0.6 * np.sin(1.3 * (latitude - 10))


# (latitude, longitude) of the two cities of houses_map, both near the sea.
CITIES = ((10.9, 109.1), (12.9, 108.6))


def houses_map(rng: np.random.Generator | None = None) -> Columns:
    """1200 khu dân cư của một vùng ven biển tưởng tượng, cùng tám cột và đơn vị với California.

    b = e^(−d_biển/0.3), c = e^(−d_phố/0.35), d tính bằng độ tới bờ biển và tới thành phố gần nhất.
    MedHouseVal = 0.2 + 0.3·MedInc + 0.9·b + 1.0·c + 0.15·MedInc·b − 0.25·(AveOccup − 3) + 0.2·nhiễu chuẩn.
    """
    rng = rng or np.random.default_rng(MAP_SEED)
    n = 1200
    place = rng.choice(3, n, p=[0.4, 0.25, 0.35])  # around either city, or anywhere
    latitude, longitude = rng.uniform(10, 14, n), rng.uniform(106.5, 109.6, n)
    for i, (y, x) in enumerate(CITIES):
        latitude = np.where(place == i, y + 0.3 * rng.standard_normal(n), latitude)
        longitude = np.where(place == i, x - 0.3 * np.abs(rng.standard_normal(n)), longitude)
    longitude = np.minimum(longitude, coast(latitude) - rng.uniform(0, 0.1, n))  # nobody lives in the sea
    to_city = np.min([np.hypot(latitude - y, longitude - x) for y, x in CITIES], axis=0)
    near_sea, near_city = np.exp((longitude - coast(latitude)) / 0.3), np.exp(-to_city / 0.35)
    income = np.exp(1.15 + 0.4 * rng.standard_normal(n)) * (1 + 0.3 * near_city)
    age = np.clip(np.round(22 + 14 * near_city + 11 * rng.standard_normal(n)), 1, 52)
    rooms = np.maximum(2, 5.2 + 0.4 * (income - 4) - near_city + 0.7 * rng.standard_normal(n))
    bedrooms = np.maximum(0.6, 0.2 * rooms + 0.06 * rng.standard_normal(n))
    occupancy = 1 + np.exp(0.65 + 0.25 * rng.standard_normal(n))
    population = np.round(np.exp(6.6 + 0.8 * near_city + 0.6 * rng.standard_normal(n)))
    columns = {
        "MedInc": income,
        "HouseAge": age,
        "AveRooms": rooms,
        "AveBedrms": bedrooms,
        "Population": population,
        "AveOccup": occupancy,
        "Latitude": latitude,
        "Longitude": longitude,
    }
    price = 0.2 + 0.3 * income + 0.9 * near_sea + near_city + 0.15 * income * near_sea
    price += -0.25 * (occupancy - 3) + 0.2 * rng.standard_normal(n)
    return columns | {"MedHouseVal": np.maximum(price, 0.15)}


CSV_FILES: dict[str, Callable[[], Columns]] = {
    "houses.csv": houses,
    "houses_square.csv": houses_square,
    "houses_bedrooms.csv": houses_bedrooms,
    "loans.csv": loans,
    "houses_map.csv": houses_map,
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
