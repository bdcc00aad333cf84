"""Kiểm một checkpoint đọc từ tệp: mọi phần, trước khi một thứ gì đổi theo nó."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hocsau.errors import DataError
from hocsau.nn.storage import State

FORMAT = "hocsau-checkpoint-1"
_KINDS: dict[str, type | tuple[type, ...]] = {
    "epoch": int,
    "stopped": (str, type(None)),
    "traits": dict,
    "rates": list,
    "generators": list,
}
_WORDS = {
    type(None): "null",
    bool: "true hay false",
    int: "số nguyên",
    float: "số lẻ",
    str: "chữ",
    list: "danh sách",
    dict: "bảng",
}
# Places inside a block of drawn numbers: numpy takes any, and then reads outside the block.
_PLACES = {"MT19937": ("pos", 624), "Philox": ("buffer_pos", 4)}


@dataclass(frozen=True)
class About:
    """Phần chữ của một checkpoint: những gì không phải mảng."""

    epoch: int
    stopped: str | None
    traits: dict[str, Any]
    rates: list[float]
    generators: list[Any]


def read_about(path: Path, arrays: State) -> About:
    """Phần chữ; DataError khi thiếu, thừa, sai kiểu, hoặc tệp không phải checkpoint."""
    text = arrays.get("about")
    try:
        if text is None or text.shape != () or text.dtype.kind != "U":
            raise ValueError("no text")
        found = json.loads(str(text))
        if not isinstance(found, dict) or found.pop("format", None) != FORMAT:
            raise ValueError("another format")
    except (ValueError, RecursionError):  # not JSON, a number of 5000 digits, brackets a thousand deep
        raise DataError(f"{path} không phải checkpoint của fit (định dạng {FORMAT})") from None
    if wrong := sorted(found.keys() ^ _KINDS.keys()):
        raise DataError(f"checkpoint {path} không dùng được: thiếu hoặc thừa mục {', '.join(wrong)}")
    for name, kind in _KINDS.items():
        value = found[name]
        if not isinstance(value, kind) or isinstance(value, bool):
            raise DataError(
                f"checkpoint {path} không dùng được: mục {name} là {_WORDS[type(value)]}, tệp bị sửa"
            )
    return About(**found)


def check_rates(rates: list[Any], groups: int) -> None:
    """ValueError khi không phải `groups` learning rate hữu hạn, không âm."""
    plain = [r for r in rates if isinstance(r, (int, float)) and not isinstance(r, bool)]
    if len(rates) != groups or len(plain) != groups or not all(0 <= r < float("inf") for r in plain):
        raise ValueError(f"learning rate ghi là {str(rates)[:60]}; cần {groups} số hữu hạn")


def check_weights(mine: State, stored: State, finite: Iterable[str]) -> None:
    """ValueError khi tên, shape hay kiểu khác model, hoặc một mảng trong `finite` có NaN hay vô hạn."""
    same_arrays("model", mine, stored)
    for name in finite:
        if not np.all(np.isfinite(stored[name])):
            raise ValueError(f"{name} có NaN hoặc vô hạn")


def same_arrays(what: str, mine: State, stored: State) -> None:
    """ValueError khi hai bộ mảng khác tên, shape hay kiểu."""
    for name in [*mine, *(stored.keys() - mine.keys())]:
        a, b = (f"{s[name].dtype} {s[name].shape}" if name in s else "không có" for s in (mine, stored))
        if a != b:
            raise ValueError(f"{what} khác: {name} trong checkpoint là {b}, model này cần {a}")


def check_history(columns: Iterable[str], epochs: int, stored: State) -> None:
    """ValueError khi lịch sử khác cột, hoặc không đủ một số thực mỗi epoch."""
    if epochs < 1:
        raise ValueError(f"epoch = {epochs}; checkpoint chỉ được ghi sau một epoch")
    if stored.keys() != set(columns):
        raise ValueError(f"lịch sử có cột {', '.join(stored) or '(không có)'}; cần {', '.join(columns)}")
    for name, a in stored.items():
        if a.shape != (epochs,) or a.dtype != np.float64:
            lines = len(a) if a.ndim else 0
            raise ValueError(f"lịch sử có {lines} dòng {a.dtype} ở cột {name}; cần {epochs} dòng float64")


def check_groups(names: Iterable[str], callbacks: int) -> None:
    """ValueError khi tệp có mảng không thuộc phần nào."""
    known = {"model", "optimizer", "random", "history", *(f"callback{i}" for i in range(callbacks))}
    for name in names:
        if name != "about" and name.partition("/")[0] not in known:
            raise ValueError(f"có mảng lạ {name!r}")


def generator_states(generators: list[np.random.Generator], stored: list[Any]) -> list[dict[str, Any]]:
    """Trạng thái để đưa cho từng bộ sinh, đã thử trên bộ sinh khác; ValueError khi không hợp."""
    if len(stored) != len(generators):
        raise ValueError(f"có trạng thái của {len(stored)} bộ sinh số ngẫu nhiên; cần {len(generators)}")
    return [_generator_state(i, g, s) for i, (g, s) in enumerate(zip(generators, stored, strict=True), 1)]


def _generator_state(i: int, generator: np.random.Generator, stored: Any) -> dict[str, Any]:
    bits = generator.bit_generator
    kind = type(bits).__name__
    if not _alike(plain(bits.state), stored):
        raise ValueError(f"trạng thái của bộ sinh thứ {i} không phải của {kind}")
    name, last = _PLACES.get(kind, ("", 0))
    place = {**stored, **(stored["state"] if isinstance(stored.get("state"), dict) else {})}.get(name, 0)
    state = arrays(stored)
    fresh = type(bits)(0)
    try:
        if not 0 <= place <= last:
            raise ValueError("a place outside the block")
        fresh.state = state
        if plain(fresh.state) != stored:
            raise ValueError("numpy made something else of it")
    except (ValueError, TypeError, OverflowError):
        raise ValueError(f"trạng thái của bộ sinh thứ {i} ({kind}) có số ngoài khoảng") from None
    return state


def _alike(mine: Any, stored: Any) -> bool:
    """The same keys, lengths, kinds of numbers; texts (the generator's name, an array's dtype) the same."""
    if isinstance(mine, dict):
        return (
            isinstance(stored, dict)
            and mine.keys() == stored.keys()
            and all(_alike(mine[key], stored[key]) for key in mine)
        )
    if isinstance(mine, list):
        return (
            isinstance(stored, list)
            and len(mine) == len(stored)
            and all(_alike(a, b) for a, b in zip(mine, stored, strict=True))
        )
    return mine == stored if isinstance(mine, str) else type(mine) is type(stored)


def plain(value: Any) -> Any:
    """A generator's state for JSON: some generators hold arrays and numpy integers."""
    if isinstance(value, Mapping):
        return {name: plain(v) for name, v in value.items()}
    if isinstance(value, np.ndarray):
        return {"array": value.tolist(), "dtype": str(value.dtype)}
    return value.item() if isinstance(value, np.generic) else value


def arrays(value: Any) -> Any:
    """What `plain` made of it, undone. Only after `_alike`: the dtype comes from a file."""
    if isinstance(value, Mapping):
        if value.keys() == {"array", "dtype"}:
            return np.array(value["array"], dtype=value["dtype"])
        return {name: arrays(v) for name, v in value.items()}
    return value
