"""Nhìn vào từng tầng trong lúc học: phân bố của đầu ra, của gradient, và mỗi bước trọng số đổi bao nhiêu."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from hocsau.nn.storage import State
from hocsau.training import watching
from hocsau.training.batches import count
from hocsau.training.callbacks import Callback, Run

NUMBERS = ("mean", "std", "zeros", "low", "high", "broken")  # of a row, before the counts
KINDS = ("outputs", "gradients", "updates")


@dataclass(frozen=True)
class Summary:
    """Phân bố của một tầng qua S lần ghi.

    `mean`, `std`, `zeros` (phần bằng đúng 0), `low`, `high` (nhỏ nhất, lớn nhất) có shape (S,), tính trên các
    số hữu hạn; `broken` (S,) là phần NaN hay vô hạn: lớn hơn 0 là lần học này đang vỡ. `counts` (S, bins)
    đếm số phần tử hữu hạn trong từng khoảng chia đều [low, high].
    """

    mean: np.ndarray
    std: np.ndarray
    zeros: np.ndarray
    low: np.ndarray
    high: np.ndarray
    broken: np.ndarray
    counts: np.ndarray

    def edges(self, i: int) -> np.ndarray:
        """(bins + 1,): các mép của lần ghi thứ i."""
        return np.linspace(self.low[i], self.high[i], self.counts.shape[1] + 1)


class Histograms(Callback):
    """Ghi lại ở các bước 0, every, 2·every, …: đầu ra của mỗi tầng, gradient và mức đổi của mỗi tham số.

        seen = Histograms(every=20)
        fit(…, callbacks=[seen])
        seen.steps                      # (S,) số thứ tự bước, từ 0
        seen.outputs["1"].std           # (S,) độ lệch chuẩn đầu ra của tầng tên "1"
        seen.gradients["0.weight"].counts
        seen.updates["0.weight"]        # (S,) ‖Δw‖ / ‖w‖ của bước ấy

    Đầu ra là của chính batch đang học (chế độ train). Gradient là gradient mà optimizer đã dùng, tức là sau
    khi thu lại nếu có max_norm. Tham số toàn số 0 thì mức đổi không xác định: NaN. Tầng được gọi nhiều lần
    trong một forward thì các lần gộp chung.

    Tham số:
        every: cách mấy bước thì ghi một lần.
        bins: số khoảng của mỗi biểu đồ.

    Lỗi:
        ValueError: every hoặc bins không phải số nguyên dương.
    """

    def __init__(self, every: int = 50, bins: int = 40) -> None:
        self.every, self.bins = count("every", every, 1), count("bins", bins, 1)
        self._forget()

    def _forget(self) -> None:
        self._steps: list[int] = []
        self._rows: dict[str, dict[str, list[np.ndarray]]] = {kind: {} for kind in KINDS}

    @property
    def steps(self) -> np.ndarray:
        """(S,) những bước đã ghi, đếm từ 0."""
        return np.array(self._steps, dtype=np.int64)

    @property
    def outputs(self) -> dict[str, Summary]:
        """Tên tầng → phân bố đầu ra, theo thứ tự tính."""
        return {name: _summary(rows) for name, rows in self._rows["outputs"].items()}

    @property
    def gradients(self) -> dict[str, Summary]:
        """Tên tham số → phân bố gradient."""
        return {name: _summary(rows) for name, rows in self._rows["gradients"].items()}

    @property
    def updates(self) -> dict[str, np.ndarray]:
        """Tên tham số → (S,) ‖Δw‖ / ‖w‖, w là trước bước."""
        return {name: np.concatenate(rows) for name, rows in self._rows["updates"].items()}

    def begin(self, run: Run) -> None:
        """Quên lần chạy trước.

        Lỗi:
            ValueError: không phải một model numpy hay torch (hai model học ngược nhau thì không nhìn được).
        """
        watching.parameters(run.model)
        self._forget()

    @contextmanager
    def around_step(self, run: Run) -> Iterator[None]:
        """Nhìn bước này nếu tới lượt."""
        if run.step % self.every:
            yield
            return
        before = watching.parameters(run.model)
        outputs: dict[str, list[np.ndarray]] = {}
        with watching.watched(run.model, lambda name, y: outputs.setdefault(name, []).append(y.ravel())):
            yield
        after, gradients = watching.parameters(run.model), watching.gradients(run.model)
        self._steps.append(run.step)
        for name, parts in outputs.items():
            self._add("outputs", name, self._row(np.concatenate(parts)))
        for name, g in gradients.items():
            self._add("gradients", name, self._row(g))
        for name, w in before.items():
            self._add("updates", name, np.array([_change(w, after[name])]))

    def _add(self, kind: str, name: str, row: np.ndarray) -> None:
        rows = self._rows[kind].setdefault(name, [])
        missed = len(self._steps) - 1 - len(rows)  # a layer that some forward goes around
        rows += [np.full_like(row, np.nan)] * missed
        rows.append(row)

    def _row(self, a: np.ndarray) -> np.ndarray:
        whole = a.astype(np.float64).ravel()
        a = whole[np.isfinite(whole)]
        broken = 1 - len(a) / len(whole)
        if not len(a):
            return np.array([*[np.nan] * (len(NUMBERS) - 1), broken, *np.zeros(self.bins)])
        low, high = float(a.min()), float(a.max())
        # numpy widens an empty range by itself; a constant layer keeps low = high and one full bin
        counts = np.histogram(a, self.bins, (low, high))[0]
        return np.array([a.mean(), a.std(), np.mean(a == 0), low, high, broken, *counts])

    def state_dict(self) -> State:
        """Các bước và các dòng đã ghi."""
        kept: State = {"steps": self.steps, "bins": np.array(self.bins), "every": np.array(self.every)}
        for kind, named in self._rows.items():
            for name, rows in named.items():
                kept[f"{kind}.{name}"] = np.stack(rows)
        return kept

    def load_state_dict(self, state: State) -> None:
        """Nhận lại những gì `state_dict` đã trả về.

        Lỗi:
            ValueError: thiếu, thừa, sai shape, hoặc ghi với every hay bins khác.
        """
        for name, mine in (("bins", self.bins), ("every", self.every)):
            then = state.get(name)
            if then is None or then.shape != () or then != mine:
                raise ValueError(f"Histograms khi ấy có {name} = {then}, bây giờ là {mine}")
        steps = state.get("steps")
        if steps is None or steps.ndim != 1 or steps.dtype.kind not in "iu":
            raise ValueError("trạng thái Histograms thiếu steps, hoặc mục ấy bị sửa")
        found: dict[str, dict[str, list[np.ndarray]]] = {kind: {} for kind in KINDS}
        for name, a in state.items():
            if name in ("steps", "bins", "every"):
                continue
            kind, _, rest = name.partition(".")
            width = 1 if kind == "updates" else len(NUMBERS) + self.bins
            if kind not in KINDS or a.ndim != 2 or a.shape[1] != width or a.shape[0] > len(steps):
                raise ValueError(f"trạng thái Histograms có mục lạ {name!r}, shape {a.shape}")
            found[kind][rest] = list(a.astype(np.float64))
        self._steps, self._rows = [int(step) for step in steps], found


def _summary(rows: list[np.ndarray]) -> Summary:
    table = np.stack(rows)
    numbers = dict(zip(NUMBERS, table.T, strict=False))  # what follows them are the counts
    return Summary(**numbers, counts=table[:, len(NUMBERS) :])


def _change(before: np.ndarray, after: np.ndarray) -> float:
    """‖Δw‖ / ‖w‖, in float64; NaN where w is 0 all over."""
    old = before.astype(np.float64)
    length: Any = np.linalg.norm(old)
    return float(np.linalg.norm(after - old) / length) if length else float("nan")
