"""Trung bình động của trọng số: mạng đem dùng là trung bình của nhiều bước gần đây."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from hocsau.nn.arrays import wide_dtype
from hocsau.nn.optim import is_number
from hocsau.nn.storage import State
from hocsau.training.callbacks import Callback, Run
from hocsau.training.stored import same_arrays


class WeightAverage(Callback):
    """Trung bình động (exponential moving average, EMA) của mọi tham số và buffer, sau từng bước.

    θ̄ ← d·θ̄ + (1 − d)·θ,   d = min(decay, (1 + t) / (10 + t)) ở bước thứ t (từ 1): những bước đầu còn
    xa đích nên bị quên nhanh. Buffer nguyên thì lấy bản mới nhất.

    Học thì vẫn bằng θ. Hết mỗi epoch model mang θ̄: tập kiểm định, các callback khác, checkpoint và model
    sau `fit` đều là θ̄; sang epoch sau θ trở lại. Nguồn: Polyak, Juditsky, 1992.

    Tham số:
        decay: trong (0, 1); 0.99 là trung bình của chừng 1 / (1 − 0.99) = 100 bước gần nhất.

    Lỗi:
        ValueError: decay ngoài (0, 1).
    """

    def __init__(self, decay: float = 0.999) -> None:
        if not (is_number(decay) and 0 < decay < 1):
            raise ValueError(f"decay = {decay!r}; cần một số trong (0, 1), ví dụ 0.999")
        self.decay = float(decay)
        self._like: State = {}  # what the weights of this run look like
        self._forget()

    def _forget(self) -> None:
        self.steps = 0
        self._average: State = {}
        self._raw: State = {}  # θ, while the model carries the average

    def begin(self, run: Run) -> None:
        """Quên lần chạy trước."""
        self._like = run.weights()
        self._forget()

    def epoch_begin(self, run: Run) -> None:
        """Trả θ lại cho model."""
        if self._raw:
            run.put(self._raw)
            self._raw = {}

    @contextmanager
    def around_step(self, run: Run) -> Iterator[None]:
        """Sau bước: trộn θ mới vào trung bình."""
        yield
        self.steps += 1
        new = run.weights()
        if not self._average:
            self._average = {name: a.astype(_average_dtype(a)) for name, a in new.items()}
            return
        keep = min(self.decay, (1 + self.steps) / (10 + self.steps))
        for name, a in new.items():
            average = self._average[name]
            if a.dtype.kind == "f":
                average *= keep
                average += (1 - keep) * a
            else:
                average[...] = a

    def validation_begin(self, run: Run) -> None:
        """Cho model mang trung bình."""
        if self._average:
            self._raw = run.weights()
            run.put({name: self._average[name].astype(a.dtype) for name, a in self._raw.items()})

    def state_dict(self) -> State:
        """Số bước, trung bình, và θ (khi model đang mang trung bình)."""
        parts = {"average": self._average, "raw": self._raw}
        kept = {f"{part}.{name}": a.copy() for part, state in parts.items() for name, a in state.items()}
        return {"steps": np.array(self.steps)} | kept

    def load_state_dict(self, state: State) -> None:
        """Nhận lại những gì `state_dict` đã trả về.

        Lỗi:
            ValueError: thiếu, thừa, không hữu hạn, hoặc không phải trọng số của model đang học.
        """
        parts: dict[str, State] = {"average": {}, "raw": {}}
        for name, a in state.items():
            part, _, rest = name.partition(".")
            if part in parts and rest:
                parts[part][rest] = a
            elif name != "steps":
                raise ValueError(f"trạng thái WeightAverage có mục lạ {name!r}")
        steps = np.asarray(state.get("steps"))
        if steps.shape != () or steps.dtype.kind not in "iu" or steps < 0:
            raise ValueError(f"trạng thái WeightAverage có steps = {str(steps)[:40]}; tệp bị sửa")
        average, raw = parts["average"], parts["raw"]
        if bool(average) != bool(steps) or (raw and not average):
            raise ValueError(f"trạng thái WeightAverage có steps = {steps} mà trọng số không hợp")
        if average and self._like:
            wide = {name: a.astype(_average_dtype(a)) for name, a in self._like.items()}
            same_arrays("trung bình trọng số", wide, average)
            if raw:
                same_arrays("trọng số đang học", self._like, raw)
            for name, a in [*average.items(), *raw.items()]:
                if np.all(np.isfinite(self._like[name])) and not np.all(np.isfinite(a)):
                    raise ValueError(f"trung bình trọng số: {name} có NaN hoặc vô hạn")
        self.steps = int(steps)
        self._average, self._raw = ({n: np.array(a) for n, a in part.items()} for part in (average, raw))


def _average_dtype(a: np.ndarray) -> np.dtype:
    """float16 is averaged in float32: a thousandth of a change would vanish in it."""
    return np.dtype(wide_dtype(a.dtype)) if a.dtype.kind == "f" else a.dtype
