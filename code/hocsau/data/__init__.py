"""Dữ liệu của sách: `load(name)` nạp một bộ, `read_csv` và `read_idx` đọc tệp của bạn.

>>> from hocsau.data import load
>>> houses = load("houses")
>>> houses.train.x.shape, houses.train.y.shape
((30, 1), (30,))
"""

from hocsau.data.dataset import Dataset, Info, Split
from hocsau.data.datasets import DATASETS, load
from hocsau.data.embedded import embedded_path
from hocsau.data.formats.csv import read_csv
from hocsau.data.formats.idx import read_idx
from hocsau.data.formats.table import Table
from hocsau.data.scaling import StandardScaler
from hocsau.errors import DataError

__all__ = [
    "DATASETS",
    "DataError",
    "Dataset",
    "Info",
    "Split",
    "StandardScaler",
    "Table",
    "embedded_path",
    "load",
    "read_csv",
    "read_idx",
]
