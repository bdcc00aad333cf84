"""Kiểm trạng thái đã cất của một optimizer torch, trước khi đưa nó cho optimizer thật."""

from __future__ import annotations

import copy
import json
from typing import Any

import numpy as np
import torch

from hocsau.nn.storage import State

Slots = dict[int, dict[str, Any]]


def check(optimizer: torch.optim.Optimizer, state: State) -> None:
    """ValueError khi `state` thiếu hay thừa mục, sai shape, sai kiểu, không hữu hạn; không đổi gì."""
    _check_groups(optimizer, state.get("groups"))
    held = [p for group in optimizer.param_groups for p in group["params"]]
    expected = _after_one_step(optimizer)
    seen: dict[int, set[str]] = {}
    for name, a in state.items():
        if name == "groups":
            continue
        number, _, key = name.partition(".")
        if not (number.isascii() and number.isdigit() and len(number) < 10 and int(number) < len(held)):
            raise ValueError(f"optimizer: {name} không thuộc tham số nào")
        if str(int(number)) != number or not key:
            raise ValueError(f"optimizer: có mục lạ {name}")
        _check_slot(name, a, held[int(number)], (expected or {}).get(int(number), {}).get(key))
        seen.setdefault(int(number), set()).add(key)
    if expected is None:
        return
    for i, keys in seen.items():
        if wrong := keys ^ expected.get(i, {}).keys():
            names = ", ".join(f"{i}.{key}" for key in sorted(wrong))
            raise ValueError(f"trạng thái optimizer thiếu hoặc thừa: {names}")


def _check_groups(optimizer: torch.optim.Optimizer, text: np.ndarray | None) -> None:
    """The numbers of each group: as many, of the same names and kinds as this optimizer's."""
    try:
        if text is None or text.shape != () or text.dtype.kind != "U":
            raise ValueError("no text")
        groups = json.loads(str(text))
    except (ValueError, RecursionError):
        raise ValueError("optimizer: thiếu các siêu tham số (mục groups), hoặc mục ấy bị hỏng") from None
    mine = [{k: v for k, v in group.items() if k != "params"} for group in optimizer.param_groups]
    if not isinstance(groups, list) or len(groups) != len(mine):
        raise ValueError(f"optimizer: cần siêu tham số của {len(mine)} nhóm")
    for group, kept in zip(mine, groups, strict=True):
        if not isinstance(kept, dict) or kept.keys() != group.keys():
            raise ValueError(f"optimizer: một nhóm cần các siêu tham số {', '.join(group)}")
        for name, value in kept.items():
            if not _alike(group[name], value):
                raise ValueError(f"optimizer: siêu tham số {name} = {str(value)[:40]} không dùng được")


def _alike(mine: Any, stored: Any) -> bool:
    if isinstance(mine, (tuple, list)):
        return (
            isinstance(stored, list)
            and len(stored) == len(mine)
            and all(_alike(a, b) for a, b in zip(mine, stored, strict=True))
        )
    if isinstance(mine, (int, float)) and not isinstance(mine, bool):
        number = isinstance(stored, (int, float)) and not isinstance(stored, bool)
        return number and abs(stored) < float("inf")  # NaN is not, either
    return type(mine) is type(stored)


def _check_slot(name: str, a: np.ndarray, parameter: torch.Tensor, like: Any) -> None:
    if torch.is_tensor(like):
        shape, kind = tuple(like.shape), np.dtype(str(like.dtype).removeprefix("torch."))
        if a.shape != shape or a.dtype != kind:
            raise ValueError(f"optimizer: {name} là {a.dtype} {a.shape}; cần {kind} {shape}")
    elif a.size != 1 and a.shape != tuple(parameter.shape):
        raise ValueError(f"optimizer: {name} có shape {a.shape}; cần {tuple(parameter.shape)}")
    if a.dtype.kind not in "fiub" or not np.all(np.isfinite(a)):
        raise ValueError(f"optimizer: {name} phải gồm các số hữu hạn")
    if name.endswith(".step") and not np.all(a >= 1):  # kept only after a step
        raise ValueError(f"optimizer: {name} = {a}; cần số bước từ 1 trở lên")


def _after_one_step(optimizer: torch.optim.Optimizer) -> Slots | None:
    """What this optimizer keeps of each parameter, learnt from a copy; None when the copy cannot step.

    torch itself finds out only at the next step that exp_avg is missing, in the middle of an epoch.
    """
    twin = copy.deepcopy(optimizer)
    held = [p for group in twin.param_groups for p in group["params"]]
    for p in held:
        p.grad = torch.zeros_like(p)
    try:
        twin.step()
    except Exception:  # an optimizer of the reader's own, with attributes that torch does not copy
        return None
    places = {id(p): i for i, p in enumerate(held)}
    return {
        places[id(p)]: {key: value for key, value in slots.items() if value is not None}
        for p, slots in twin.state.items()
    }
