"""Dữ liệu của sách: `load(name)` nạp một bộ, `read_csv`, `read_idx`, `read_folder` … đọc tệp của bạn.

>>> from hocsau.data import load
>>> houses = load("houses")
>>> houses.train.x.shape, houses.train.y.shape
((30, 1), (30,))
"""

from hocsau.data.dataset import Dataset, Info, Split
from hocsau.data.datasets import DATASETS, load
from hocsau.data.folders import ImageFolder, read_folder
from hocsau.data.formats.boxes import BoxLabels, PhotoBoxes
from hocsau.data.formats.cifar import read_cifar10
from hocsau.data.formats.coco import read_coco, write_coco
from hocsau.data.formats.csv import read_csv
from hocsau.data.formats.idx import read_idx
from hocsau.data.formats.masks import read_mask, write_mask
from hocsau.data.formats.table import Table
from hocsau.data.formats.voc import read_voc, read_voc_folder, write_voc, write_voc_folder
from hocsau.data.formats.yolo import read_classes, read_yolo, read_yolo_folder, write_yolo, write_yolo_folder
from hocsau.data.scaling import StandardScaler
from hocsau.errors import DataError
from hocsau.resources import embedded_path

__all__ = [
    "DATASETS",
    "BoxLabels",
    "DataError",
    "Dataset",
    "ImageFolder",
    "Info",
    "PhotoBoxes",
    "Split",
    "StandardScaler",
    "Table",
    "embedded_path",
    "load",
    "read_cifar10",
    "read_classes",
    "read_coco",
    "read_csv",
    "read_folder",
    "read_idx",
    "read_mask",
    "read_voc",
    "read_voc_folder",
    "read_yolo",
    "read_yolo_folder",
    "write_coco",
    "write_mask",
    "write_voc",
    "write_voc_folder",
    "write_yolo",
    "write_yolo_folder",
]
