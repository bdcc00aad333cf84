"""Checkpoint của `fit`: một tệp .npz (không pickle) đủ để học tiếp đúng từng bit."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hocsau.errors import DataError
from hocsau.nn.storage import check_target, load_arrays, save_arrays
from hocsau.training import snapshot
from hocsau.training.callbacks import Callback, Run
from hocsau.training.history import History
from hocsau.training.snapshot import Snapshot, State

FORMAT = "hocsau-checkpoint-1"


@dataclass
class Checkpoint:
    """Chỗ ghi, và dấu vết của lần chạy (`traits`) để nhận ra checkpoint của lần chạy khác."""

    path: Path
    traits: dict[str, Any]
    rates: list[float]  # what the optimizer was given, before any schedule or callback changed it

    def save(self, good: Snapshot, run: Run, hooks: list[Callback]) -> None:
        """Ghi trạng thái cuối epoch; tệp cũ còn nguyên tới khi tệp mới đã đủ."""
        about = {
            "format": FORMAT,
            "epoch": run.epoch,
            "stopped": run.history.stopped,
            "traits": self.traits,
            "rates": self.rates,
            "generators": [_plain(state) for state in good.generators],
        }
        groups = {
            "model": good.weights,
            "optimizer": good.optimizer,
            "random": good.random,
            "history": {name: run.history[name] for name in run.history},
            **{f"callback{i}": hook.state_dict() for i, hook in enumerate(hooks)},
        }
        arrays = {"about": np.array(json.dumps(about, ensure_ascii=False))}
        arrays |= {f"{group}/{name}": a for group, state in groups.items() for name, a in state.items()}
        save_arrays(self.path, arrays)

    def restore(
        self,
        epochs: int,
        run: Run,
        hooks: list[Callback],
        backend: Any,  # noqa: ANN401
        rng: np.random.Generator,
    ) -> None:
        """Đưa model, optimizer, rng, lịch sử và callback về epoch đã ghi.

        Learning rate lấy từ checkpoint, trừ khi optimizer được đưa vào với số khác lần đầu: khi ấy dùng số
        mới.
        Lỗi: DataError khi tệp hỏng hoặc của lần chạy khác, nêu chỗ khác nhau; khi ấy không có gì thay đổi.
        """
        arrays = load_arrays(self.path)
        about = _about(self.path, arrays)
        for name, mine in self.traits.items():
            if about["traits"].get(name) != mine:
                raise DataError(
                    f"checkpoint {self.path} là của một lần chạy khác: {name} khi ấy là "
                    f"{about['traits'].get(name)}, bây giờ là {mine}. "
                    "Hãy dùng đúng cấu hình cũ, hoặc xoá tệp để học lại từ đầu."
                )
        if about["epoch"] > epochs:
            raise DataError(
                f"checkpoint {self.path} đã học {about['epoch']} epoch; epochs = {epochs} ít hơn thế"
            )
        before, given = snapshot.take(backend, rng), backend.rates()
        states = [hook.state_dict() for hook in hooks]
        try:
            _expect("model", before.weights, _group(arrays, "model"))
            history = History(_group(arrays, "history"))
            if len(history) != about["epoch"] or set(history) != set(run.columns):
                raise ValueError(f"lịch sử có {len(history)} dòng, cột {', '.join(history)}")
            for i, hook in enumerate(hooks):
                hook.load_state_dict(_group(arrays, f"callback{i}"))
            stored = Snapshot(
                _group(arrays, "model"),
                _group(arrays, "optimizer"),
                _group(arrays, "random"),
                [_arrays(state) for state in about["generators"]],
            )
            snapshot.put_back(stored, backend, rng)
        except Exception as error:  # the file is whole, but somebody else wrote it: any part may be odd
            snapshot.put_back(before, backend, rng)
            for hook, state in zip(hooks, states, strict=True):
                hook.load_state_dict(state)
            raise DataError(f"checkpoint {self.path} không dùng được: {error}") from None
        if given != about["rates"]:
            backend.put_rates(given)
        history.stopped = about["stopped"]
        run.history, run.epoch = history, about["epoch"]


def open_checkpoint(path: Any, resume: bool, traits: dict[str, Any], rates: list[float]) -> Checkpoint | None:  # noqa: ANN401
    """Checkpoint ở `path`, hoặc None khi không xin.

    Lỗi: ValueError khi resume mà không có path; DataError khi không ghi được vào đó, hoặc tệp đã có mà không
    resume (một lần chạy dài không bị ghi đè vì quên một tham số).
    """
    if path is None:
        if resume:
            raise ValueError("resume=True cần checkpoint=… là tệp của lần chạy trước")
        return None
    path = Path(path)
    check_target(path)
    if path.exists() and not resume:
        raise DataError(
            f"đã có checkpoint {path}; thêm resume=True để học tiếp, hoặc xoá tệp để học lại từ đầu"
        )
    return Checkpoint(path, traits, rates)


def fingerprint(*arrays: np.ndarray) -> str:
    """Dấu vết ngắn của dữ liệu: shape, dtype và CRC-32."""
    return ", ".join(f"{a.shape} {a.dtype} {zlib.crc32(np.ascontiguousarray(a).data):08x}" for a in arrays)


def _about(path: Path, arrays: State) -> dict[str, Any]:
    try:
        about = json.loads(str(arrays["about"]))
        if about["format"] == FORMAT:
            return about
    except (KeyError, TypeError, ValueError):
        pass  # said below, together with a format of another version
    raise DataError(f"{path} không phải checkpoint của fit (định dạng {FORMAT})")


def _group(arrays: State, group: str) -> State:
    prefix = f"{group}/"
    return {name.removeprefix(prefix): a for name, a in arrays.items() if name.startswith(prefix)}


def _expect(what: str, mine: State, stored: State) -> None:
    for name in [*mine, *(stored.keys() - mine.keys())]:
        a, b = (f"{s[name].dtype} {s[name].shape}" if name in s else "không có" for s in (mine, stored))
        if a != b:
            raise ValueError(f"{what} khác: {name} trong checkpoint là {b}, model này cần {a}")


def _plain(value: Any) -> Any:  # noqa: ANN401
    """A generator's state for JSON: some generators hold arrays and numpy integers."""
    if isinstance(value, Mapping):
        return {name: _plain(v) for name, v in value.items()}
    if isinstance(value, np.ndarray):
        return {"array": value.tolist(), "dtype": str(value.dtype)}
    return value.item() if isinstance(value, np.generic) else value


def _arrays(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, Mapping):
        if value.keys() == {"array", "dtype"}:
            return np.array(value["array"], dtype=value["dtype"])
        return {name: _arrays(v) for name, v in value.items()}
    return value
