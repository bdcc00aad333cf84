"""GloVe 6B 50 chiều, 13615 từ hay gặp."""

from __future__ import annotations

import zipfile
from dataclasses import replace

import numpy as np

from hocsau.data.dataset import Dataset, Info, Split
from hocsau.data.sets.text_common import the_file
from hocsau.data.sources import RemoteFile
from hocsau.errors import DataError

INFO = Info(
    name="glove50",
    title="GloVe 6B 50 chiều, 13615 từ tiếng Anh hay gặp",
    profile="full",
    real=True,
    origin="J. Pennington, R. Socher, C. D. Manning (2014)",
    licence="PDDL 1.0",
    made="12000 từ đầu và những từ Flickr8k dùng từ ba lần; làm tròn thành float16 (lệch nhiều nhất 0.0019)",
    url="https://nlp.stanford.edu/projects/glove/",
    target="vector của từ",
)
PARTS = (
    (
        RemoteFile(
            "glove50",
            "glove50_top12k.npz",
            "0f80d99da998729d41d91b1c3da7e5611a69e67b89fe336d15797d08efa76532",
            (),
            1_332_644,
        ),
    ),
)
INSTEAD = "ca_dao"


def read(info: Info) -> Dataset:
    """x là mảng chữ (13615,) các từ, y (13615, 50) float32 là vector của chúng.

    Lỗi:
        DataError: chưa có tệp, hay tệp không phải một bộ vector.
    """
    path, info = the_file(info)
    try:
        with np.load(path, allow_pickle=False) as stored:
            words = str(stored["words"]).split("\n")
            vectors = stored["vectors"].astype(np.float32)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise DataError(f"không đọc được {path.name}: {error}") from None
    if vectors.shape != (len(words), 50):
        raise DataError(f"{path.name}: {len(words)} từ nhưng vector có shape {vectors.shape}")
    return Dataset(Split(np.array(words), vectors), None, None, replace(info, n=len(words)))
