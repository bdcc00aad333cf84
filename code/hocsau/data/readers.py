"""Cách đọc từng bộ dữ liệu đã đăng kí: lai lịch `Info` vào, `Dataset` ra."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np

from hocsau.data import cache, california, sources
from hocsau.data.dataset import Dataset, Info, Split
from hocsau.data.formats.csv import read_csv
from hocsau.data.formats.idx import read_idx
from hocsau.errors import DataError
from hocsau.resources import embedded_path

# Ten measures of a cell nucleus, each as mean, standard error and mean of the three largest of an image.
_MEASURES = (
    *("radius", "texture", "perimeter", "area", "smoothness"),
    *("compactness", "concavity", "concave points", "symmetry", "fractal dimension"),
)
CELL_FEATURES = (
    *(f"mean {name}" for name in _MEASURES),
    *(f"{name} error" for name in _MEASURES),
    *(f"worst {name}" for name in _MEASURES),
)

_IDX_TYPES = {"images": (3, np.uint8), "labels": (1, np.uint8)}


def embedded_csv(info: Info) -> Dataset:
    """Tệp csv cùng tên trong data/."""
    path = embedded_path(f"{info.name}.csv")
    table = read_csv(path, [*info.features, info.target])
    info = replace(info, n=len(table), sha256={path.name: cache.sha256_of(path)}, files=(str(path),))
    return Dataset(Split(table.array(*info.features), table[info.target]), None, None, info, table)


def embedded_idx(info: Info) -> Dataset:
    """Hai tệp idx cùng tên trong data/: ảnh (N, H, W) kiểu uint8, nhãn (N,) kiểu int64."""
    paths = [embedded_path(f"{info.name}-{part}.gz") for part in ("images-idx3-ubyte", "labels-idx1-ubyte")]
    x, y = map(read_idx, paths)
    digests = {path.name: cache.sha256_of(path) for path in paths}
    info = replace(info, n=len(y), sha256=digests, files=tuple(map(str, paths)))
    return Dataset(Split(x, y.astype(np.int64)), None, None, info)


def digits(info: Info) -> Dataset:
    """Ảnh (1797, 8, 8) kiểu uint8 và nhãn (1797,) kiểu int64."""
    from sklearn.datasets import load_digits

    bunch = load_digits()
    split = Split(bunch.images.astype(np.uint8), bunch.target.astype(np.int64))
    return Dataset(split, None, None, replace(info, n=len(split)))


def diabetes(info: Info) -> Dataset:
    """x (442, 10) theo đơn vị gốc, y (442,)."""
    from sklearn.datasets import load_diabetes

    bunch = load_diabetes(scaled=False)
    if tuple(bunch.feature_names) != info.features:
        raise DataError(f"scikit-learn đổi tên cột của bộ diabetes: {bunch.feature_names}")
    split = Split(bunch.data, bunch.target)
    return Dataset(split, None, None, replace(info, n=len(split)))


def breast_cancer(info: Info) -> Dataset:
    """x (569, 30) theo số đo gốc, y (569,) kiểu int64: 1 là ác tính (scikit-learn ghi ngược lại)."""
    from sklearn.datasets import load_breast_cancer

    bunch = load_breast_cancer()
    if tuple(bunch.feature_names) != info.features or tuple(bunch.target_names) != ("malignant", "benign"):
        raise DataError(f"scikit-learn đổi tên cột hay nhãn của bộ breast_cancer: {bunch.target_names}")
    split = Split(bunch.data, 1 - bunch.target.astype(np.int64))
    return Dataset(split, None, None, replace(info, n=len(split)))


def california_housing(info: Info) -> Dataset:
    """x (20640, 8), y (20640,); `table` giữ các cột gốc."""
    (part,) = sources.PARTS[info.name]
    file, path = cache.fetch_part(part)
    table = california.read_california(path)
    x, y = california.features(table)
    blanks = len(table.missing.get("total_bedrooms", ()))
    notes = f"đọc từ {file.name}" + (
        f"; {blanks} ô total_bedrooms trống nên AveBedrms là NaN ở các dòng ấy" if blanks else ""
    )
    info = replace(info, n=len(y), sha256={file.name: file.sha256}, files=(str(path),), notes=notes)
    return Dataset(Split(x, y), None, None, info, table)


def idx_images(info: Info) -> Dataset:
    """Bốn tệp idx: ảnh (N, H, W) kiểu uint8, nhãn (N,) kiểu int64; chia train và test sẵn."""
    found = [cache.fetch_part(part) for part in sources.PARTS[info.name]]
    arrays = [read_idx(path) for _, path in found]
    for (file, _), array in zip(found, arrays, strict=True):
        ndim, dtype = next(kind for word, kind in _IDX_TYPES.items() if word in file.name)
        if array.ndim != ndim or array.dtype != dtype:
            raise DataError(
                f"{file.name}: mảng {array.shape} kiểu {array.dtype}; cần {ndim} chiều kiểu uint8"
            )
    train_x, train_y, test_x, test_y = arrays
    for labels in (train_y, test_y):
        if labels.max() >= len(info.classes):
            raise DataError(f"bộ {info.name} có nhãn {labels.max()}; nhãn phải nhỏ hơn {len(info.classes)}")
    train, test = Split(train_x, train_y.astype(np.int64)), Split(test_x, test_y.astype(np.int64))
    info = replace(
        info,
        n=len(train) + len(test),
        sha256={file.name: file.sha256 for file, _ in found},
        files=tuple(str(path) for _, path in found),
    )
    return Dataset(train, None, test, info)


def driving_laps(info: Info) -> Dataset:
    """Các bước của người lái giỏi: x (N, 6) kiểu float64, y (N,) là lệnh lái."""
    from hocsau.driving import expert_steps, load_track  # it reads csv files with this package

    steps = expert_steps(load_track("ho"), laps=3, rng=np.random.default_rng(0))
    rows = [(s.t, s.car.x, s.car.y, s.car.heading, s.car.speed, s.throttle) for s in steps]
    split = Split(np.array(rows), np.array([s.steering for s in steps]))
    content = np.round(np.column_stack([split.x, split.y]), 6).astype("<f8").tobytes()
    digest = hashlib.sha256(content).hexdigest()
    return Dataset(split, None, None, replace(info, n=len(split), sha256={info.name: digest}))
