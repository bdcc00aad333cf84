"""The csv files in data/ are what the generators write, byte for byte."""

from pathlib import Path

import numpy as np
import pytest

from hocsau.data import load
from hocsau.data.drawn import synthetic

DATA = Path(__file__).parents[4] / "data"


@pytest.mark.parametrize("name", synthetic.CSV_FILES)
def test_the_file_is_regenerated_byte_for_byte(name, tmp_path):
    synthetic.write_all(tmp_path)
    assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes()


def test_every_csv_in_data_has_a_generator_and_is_described():
    assert {path.name for path in DATA.glob("*.csv")} == set(synthetic.CSV_FILES)
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    seeds = {"houses.csv": 240, "houses_square.csv": 7, "houses_bedrooms.csv": 6, "loans.csv": 4}
    seeds["houses_map.csv"] = 0
    for name, seed in seeds.items():
        (line,) = [line for line in readme.splitlines() if line.startswith(f"| `{name}`")]
        assert f"default_rng({seed})" in line
    assert seeds["houses.csv"] == synthetic.HOUSES_SEED
    assert seeds["houses_square.csv"] == synthetic.SQUARE_SEED
    assert seeds["houses_bedrooms.csv"] == synthetic.BEDROOMS_SEED
    assert seeds["loans.csv"] == synthetic.LOANS_SEED
    assert seeds["houses_map.csv"] == synthetic.MAP_SEED


@pytest.mark.parametrize(("name", "noise"), [("houses", 20), ("houses_square", 30), ("houses_bedrooms", 20)])
def test_the_stated_formula_leaves_only_the_stated_noise(name, noise):
    columns = load(name).table.columns
    area, price = columns["Diện tích"], columns["Giá"]
    formula = {
        "houses": lambda: 15 * area + 8,
        "houses_square": lambda: 0.25 * area**2 - 10 * area + 500,
        "houses_bedrooms": lambda: 12 * area + 60 * columns["Số phòng ngủ"] + 30,
    }[name]()
    np.testing.assert_allclose(area, np.linspace(30, 100, 30), atol=0.0005)
    assert 0.7 * noise < np.std(price - formula) < 1.3 * noise


def test_the_square_set_is_visibly_curved():
    x, y = load("houses_square").table["Diện tích"], load("houses_square").table["Giá"]
    spread = [np.std(y - np.polyval(np.polyfit(x, y, degree), x)) for degree in (1, 2)]
    assert spread[0] > 2 * spread[1]


def test_area_and_bedrooms_can_be_told_apart():
    x = load("houses_bedrooms").train.x
    assert abs(np.corrcoef(x.T)[0, 1]) < 0.9


def test_a_line_separates_the_loans_with_room_to_spare():
    columns = load("loans").table.columns
    score = columns["Lương"] + 3 * columns["Số năm làm việc"] - 9.8
    assert np.all((score > 0) == (columns["Cho vay"] == 1))
    assert abs(score).min() >= 0.499
    # the stated ranges, and neither column alone would do
    assert columns["Lương"].min() >= 4 and columns["Lương"].max() <= 10
    assert columns["Số năm làm việc"].min() >= 0.1 and columns["Số năm làm việc"].max() <= 3
    for name in ("Lương", "Số năm làm việc"):
        lent, refused = columns[name][columns["Cho vay"] == 1], columns[name][columns["Cho vay"] == 0]
        assert lent.min() < refused.max()


def test_a_column_is_written_with_the_digits_it_has():
    columns = {"a": np.array([1.0, 2.0]), "b": np.array([0.5, 2.0]), "c": np.array([1 / 3, 2.0])}
    assert synthetic.to_csv(columns) == "a,b,c\n1,0.5,0.333\n2,2.0,2.000\n"


def test_prices_of_the_imagined_coast_follow_their_formula():
    columns = load("houses_map").table.columns
    latitude, longitude, income = columns["Latitude"], columns["Longitude"], columns["MedInc"]
    to_sea = synthetic.coast(latitude) - longitude
    to_city = np.min([np.hypot(latitude - y, longitude - x) for y, x in synthetic.CITIES], axis=0)
    sea, city = np.exp(-to_sea / 0.3), np.exp(-to_city / 0.35)
    formula = 0.2 + 0.3 * income + 0.9 * sea + city + 0.15 * income * sea - 0.25 * (columns["AveOccup"] - 3)
    assert to_sea.min() > -0.001  # nobody lives in the sea
    noise = (columns["MedHouseVal"] - formula)[formula > 0.8]  # cheaper ones may have been lifted to 0.15
    assert 0.17 < noise.std() < 0.23 and abs(noise.mean()) < 0.03
