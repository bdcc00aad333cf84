"""Trọng số của một model torch ↔ các mảng numpy có tên, để cất trong tệp .npz của sách."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch

from hocsau.errors import DataError


def state_arrays(network: torch.nn.Module, kind: str, dtype: type = np.float32) -> dict[str, np.ndarray]:
    """Các mảng của model, kèm dòng "format" ghi `kind`; dtype=np.float16 thì tệp nhỏ một nửa."""
    state = network.state_dict()
    weights = {name: tensor.detach().cpu().numpy().astype(dtype) for name, tensor in state.items()}
    return {"format": np.array(kind)} | weights


def put_arrays(network: torch.nn.Module, arrays: Mapping[str, np.ndarray], filename: str) -> None:
    """Nạp các mảng (đã bỏ "format") vào model; mọi tên, shape, giá trị được kiểm trước khi đổi gì.

    Lỗi:
        DataError: thiếu hay thừa tên, sai shape, hoặc có NaN hay vô hạn; `filename` để nói tệp nào.
    """
    kind = type(network).__name__
    wanted = network.state_dict()
    for name in sorted(wanted.keys() | arrays.keys()):
        if name not in arrays or name not in wanted or arrays[name].shape != tuple(wanted[name].shape):
            has = arrays[name].shape if name in arrays else "không có"
            needs = tuple(wanted[name].shape) if name in wanted else "không có"
            raise DataError(f"{filename}: {name} trong tệp: {has}; {kind} cần: {needs}")
        if arrays[name].dtype.kind != "f" or not np.isfinite(arrays[name]).all():
            raise DataError(f"{filename}: {name} phải gồm các số thực hữu hạn")
    fitted = {name: native_tensor(a).to(wanted[name].dtype) for name, a in arrays.items()}
    for name, tensor in fitted.items():
        if not torch.isfinite(tensor).all():  # 1e300 as float32
            raise DataError(f"{filename}: {name} có số quá lớn cho {kind}")
    network.load_state_dict(fitted)


def native_tensor(a: np.ndarray) -> torch.Tensor:
    """Tensor của riêng nó; torch không nhận mảng viết ngược byte."""
    return torch.from_numpy(np.array(a, dtype=a.dtype.newbyteorder("=")))
