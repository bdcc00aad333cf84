from pathlib import Path

import pytest

from hocsau.errors import DataError
from hocsau.resources import embedded_path, packed_file

ROOT = Path(__file__).resolve().parents[2]


def test_a_checkout_reads_its_own_folders():
    assert embedded_path("houses.csv") == ROOT / "data" / "houses.csv"
    assert packed_file("results", "digits.json") == ROOT / "book" / "results" / "digits.json"


def test_what_is_not_there():
    assert packed_file("data", "nothing.csv") is None
    with pytest.raises(DataError, match="thiếu tệp dữ liệu nothing.csv"):
        embedded_path("nothing.csv")


@pytest.mark.parametrize("name", ["../pyproject.toml", "a/b.csv", ""])
def test_only_names(name):
    with pytest.raises(DataError):
        embedded_path(name)
