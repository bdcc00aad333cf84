"""Giữ một mạng đã học xong trong thư mục checkpoint: bị ngắt ở bước sau thì không phải học lại."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch

from hocsau.errors import DataError
from hocsau.experiments.options import Options
from hocsau.nn.storage import load_arrays, save_arrays
from hocsau.torch.arrays import put_arrays, state_arrays

Curve = dict[str, list[float]]


def learnt(
    options: Options, name: str, stamp: Mapping[str, Any], model: torch.nn.Module, learn: Callable[[], Curve]
) -> tuple[Curve, float]:
    """Cho `model` học bằng `learn()`, hoặc nạp lại những gì lần trước đã học.

    Tham số:
        options: có `checkpoints` thì cất vào đó, không thì chỉ học.
        name: tên tệp, không có đuôi.
        stamp: mọi thứ mà kết quả phụ thuộc.
        model: mạng; xong thì ở chế độ dự đoán.
        learn: học, trả về đường học.

    Trả về:
        (đường học, số giây CPU).

    Lỗi:
        DataError: tệp có sẵn là của một lượt chạy khác, hay hỏng.
    """
    path = None if options.checkpoints is None else options.checkpoints / f"{name}.npz"
    mark = hashlib.sha256(json.dumps(stamp, sort_keys=True).encode()).hexdigest()
    if path is not None and path.exists():
        arrays = load_arrays(path)
        if str(arrays.pop("format", "")) != mark:
            raise DataError(f"{path} là của một lượt chạy khác (thiết lập khác); xoá nó để chạy từ đầu")
        seconds = float(arrays.pop("seconds"))
        columns = [key for key in arrays if key.startswith("curve ")]
        curve = {key.removeprefix("curve "): arrays.pop(key).tolist() for key in columns}
        put_arrays(model, arrays, path.name)
        model.eval()
        return curve, seconds
    start = time.process_time()
    curve = learn()
    seconds = time.process_time() - start
    if path is not None:
        extra = {f"curve {key}": np.array(values) for key, values in curve.items()}
        save_arrays(path, state_arrays(model, mark) | extra | {"seconds": np.array(seconds)})
    return curve, seconds
