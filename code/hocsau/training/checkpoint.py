"""Checkpoint của `fit`: một tệp .npz (không pickle) đủ để học tiếp đúng từng bit."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hocsau.errors import DataError
from hocsau.nn.storage import check_target, load_arrays, save_arrays
from hocsau.training import snapshot, stored
from hocsau.training.callbacks import Callback, Run
from hocsau.training.history import History
from hocsau.training.snapshot import Snapshot, State


@dataclass
class Checkpoint:
    """Chỗ ghi, và dấu vết của lần chạy (`traits`) để nhận ra checkpoint của lần chạy khác."""

    path: Path
    traits: dict[str, Any]
    rates: list[float]  # what the optimizer was given, before any schedule or callback changed it

    def save(self, good: Snapshot, run: Run, hooks: list[Callback]) -> None:
        """Ghi trạng thái cuối epoch; tệp cũ còn nguyên tới khi tệp mới đã đủ."""
        about = {
            "format": stored.FORMAT,
            "epoch": run.epoch,
            "stopped": run.history.stopped,
            "traits": self.traits,
            "rates": self.rates,
            "generators": [stored.plain(state) for state in good.generators],
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
        backend: Any,
        rng: np.random.Generator,
    ) -> None:
        """Đưa model, optimizer, rng, lịch sử và callback về epoch đã ghi.

        Learning rate lấy từ checkpoint, trừ khi optimizer được đưa vào với số khác lần đầu: khi ấy dùng số
        mới.
        Lỗi: DataError khi tệp hỏng hoặc của lần chạy khác, nêu chỗ khác nhau; khi ấy không có gì thay đổi.
        """
        arrays = load_arrays(self.path)
        about = stored.read_about(self.path, arrays)
        for name, mine in self.traits.items():
            if about.traits.get(name) != mine:
                raise DataError(
                    f"checkpoint {self.path} là của một lần chạy khác: {name} khi ấy là "
                    f"{about.traits.get(name)}, bây giờ là {mine}. "
                    "Hãy dùng đúng cấu hình cũ, hoặc xoá tệp để học lại từ đầu."
                )
        if about.epoch > epochs:
            raise DataError(
                f"checkpoint {self.path} đã học {about.epoch} epoch; epochs = {epochs} ít hơn thế"
            )
        before, given = snapshot.take(backend, rng), backend.rates()
        states = [hook.state_dict() for hook in hooks]
        try:
            kept = _checked(about, arrays, run, len(hooks), backend, rng, before.weights)
            for i, hook in enumerate(hooks):
                hook.load_state_dict(_group(arrays, f"callback{i}"))
            snapshot.put_back(kept, backend, rng)
        except (
            Exception
        ) as error:  # a callback is somebody else's code: it may fail in any way, after a change
            snapshot.put_back(before, backend, rng)
            for hook, state in zip(hooks, states, strict=True):
                hook.load_state_dict(state)
            said = str(error) if isinstance(error, ValueError) else f"{type(error).__name__}: {error}"
            raise DataError(f"checkpoint {self.path} không dùng được: {said}") from None
        if given != about.rates:
            backend.put_rates(given)
        run.history, run.epoch = History(_group(arrays, "history")), about.epoch
        run.history.stopped = about.stopped


def _checked(
    about: stored.About,
    arrays: State,
    run: Run,
    callbacks: int,
    backend: Any,
    rng: np.random.Generator,
    mine: State,
) -> Snapshot:
    """What the file holds, every part of it found right; ValueError otherwise."""
    model, optimizer, random = (_group(arrays, name) for name in ("model", "optimizer", "random"))
    stored.check_groups(arrays, callbacks)
    stored.check_rates(about.rates, len(backend.rates()))
    stored.check_weights(mine, model, backend.finite_names())
    stored.check_history(run.columns, about.epoch, _group(arrays, "history"))
    backend.check_optimizer_state(optimizer, about.epoch)
    backend.check_random_state(random)
    generators = stored.generator_states(snapshot.generators_of(backend, rng), about.generators)
    return Snapshot(model, optimizer, random, generators)


def open_checkpoint(path: Any, resume: bool, traits: dict[str, Any], rates: list[float]) -> Checkpoint | None:
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


def _group(arrays: State, group: str) -> State:
    prefix = f"{group}/"
    return {name.removeprefix(prefix): a for name, a in arrays.items() if name.startswith(prefix)}
