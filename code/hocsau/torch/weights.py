"""Chép trọng số giữa model numpy và model torch."""

from __future__ import annotations

import numpy as np
import torch

from hocsau import models, nn
from hocsau.nn.recurrent import Cell
from hocsau.torch.models.linear_regression import LinearRegression

Model = nn.Module | torch.nn.Module | models.LinearRegression | LinearRegression
SOLVED_BY_FIT = (models.LinearRegression, LinearRegression)  # two attributes, no Module


def copy_weights(source: Model, target: Model) -> None:
    """Chép mọi trọng số (và trung bình chạy của batch normalization) từ source sang target.

    Mỗi bên là numpy hay torch đều được. Trọng số được ghép theo tên; weight của Linear, weight_x và weight_h
    của tầng hồi quy được chuyển vị, vì torch giữ (out_features, in_features). Mọi tên và shape được kiểm
    trước: sai một chỗ thì không đổi gì.

    Lỗi:
        ValueError: nêu tên còn thiếu, tên thừa, shape khác; hoặc LinearRegression nguồn chưa `fit`.
    """
    if isinstance(source, SOLVED_BY_FIT) != isinstance(target, SOLVED_BY_FIT):
        names = type(source).__name__, type(target).__name__
        raise ValueError(f"không chép được từ {names[0]} sang {names[1]}: hai model khác loại")
    if isinstance(source, SOLVED_BY_FIT):
        _copy_solution(source, target)
        return
    given, wanted = shared_tensors(source), shared_tensors(target)
    missing, extra = sorted(wanted.keys() - given.keys()), sorted(given.keys() - wanted.keys())
    if missing or extra:
        said = [f"thiếu {', '.join(missing)}"] * bool(missing) + [f"thừa {', '.join(extra)}"] * bool(extra)
        raise ValueError(f"trọng số nguồn không khớp với model đích: {'; '.join(said)}")
    for name, tensor in wanted.items():
        if given[name].shape != tensor.shape:
            shapes = tuple(given[name].shape), tuple(tensor.shape)
            raise ValueError(f"{name} (viết theo cách của torch) có shape {shapes[0]}; đích cần {shapes[1]}")
    with torch.no_grad():
        for name, tensor in wanted.items():
            tensor.copy_(given[name])


def shared_tensors(model: nn.Module | torch.nn.Module) -> dict[str, torch.Tensor]:
    """Tên -> tensor dùng chung bộ nhớ với model, shape theo cách của torch."""
    if isinstance(model, torch.nn.Module):  # the counter of batches has no part in the sums
        return {n: t for n, t in model.state_dict().items() if not n.endswith("num_batches_tracked")}
    return {name: torch.from_numpy(array) for name, array in _arrays(model)}


def _arrays(module: nn.Module, prefix: str = "") -> list[tuple[str, np.ndarray]]:
    own = {name: p.data for name, p in vars(module).items() if isinstance(p, nn.Parameter)}
    own |= {name: getattr(module, name) for name in getattr(module, "buffers", ())}
    if isinstance(module, nn.Linear):
        own["weight"] = own["weight"].T  # (in, out) -> (out, in)
    if isinstance(module, Cell):  # (D, GH) -> (GH, D), for x and for h
        own |= {name: own[name].T for name in ("weight_x", "weight_h")}
    found = [(prefix + name, array) for name, array in own.items()]
    for name, child in module.children():
        found += _arrays(child, f"{prefix}{name}.")
    return found


def _copy_solution(
    source: models.LinearRegression | LinearRegression, target: models.LinearRegression | LinearRegression
) -> None:
    if source.weight is None:
        raise ValueError("model nguồn chưa có trọng số: hãy gọi fit(x, y) trước khi chép")
    bias, weight = float(source.bias), np.asarray(source.weight, dtype=np.float64).copy()
    if isinstance(target, LinearRegression):
        target.bias, target.weight = torch.tensor(bias, dtype=torch.float64), torch.from_numpy(weight)
    else:
        target.bias, target.weight = bias, weight
