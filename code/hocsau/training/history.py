"""Lịch sử của một lần huấn luyện: mỗi epoch một dòng."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from hocsau.errors import nearest

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


class History:
    """Những con số của từng epoch, xếp theo tên: `history["loss"]` là mảng (số epoch,).

    `loss` là trung bình của loss các batch trong epoch (theo số mẫu), lúc model đang học, còn dropout;
    `val_loss` đo sau epoch, ở chế độ dự đoán; `seconds` là số giây học, không kể lúc chấm.
    `stopped` là lí do dừng trước hạn, None khi chạy đủ số epoch.
    """

    def __init__(self, columns: Mapping[str, np.ndarray] | None = None) -> None:
        self._columns = {name: [float(v) for v in values] for name, values in (columns or {}).items()}
        self.stopped: str | None = None

    def append(self, row: Mapping[str, float]) -> None:
        """Thêm một epoch; các cột phải giống những epoch trước."""
        if self._columns and self._columns.keys() != row.keys():
            raise ValueError(f"epoch này có cột {', '.join(row)}; các epoch trước: {', '.join(self)}")
        for name, value in row.items():
            self._columns.setdefault(name, []).append(float(value))

    def __getitem__(self, name: str) -> np.ndarray:
        if not self._columns:
            raise KeyError(f"lịch sử chưa có epoch nào nên chưa có cột {name!r}")
        if name not in self._columns:
            meant = nearest(name, self._columns)
            hint = f" Ý bạn là {meant!r}?" if meant else ""
            raise KeyError(f"lịch sử không có cột {name!r}; các cột: {', '.join(self)}.{hint}")
        return np.array(self._columns[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __contains__(self, name: str) -> bool:
        return name in self._columns

    def __len__(self) -> int:
        return len(next(iter(self._columns.values()), ()))

    @property
    def epochs(self) -> np.ndarray:
        """Số thứ tự epoch, từ 1."""
        return np.arange(1, len(self) + 1)

    def last(self) -> dict[str, float]:
        """Epoch cuối cùng, theo tên.

        Lỗi:
            ValueError: chưa có epoch nào.
        """
        if not self._columns:
            raise ValueError("lịch sử chưa có epoch nào (fit với epochs = 0?)")
        return {name: values[-1] for name, values in self._columns.items()}

    def frame(self) -> pd.DataFrame:
        """Bảng pandas, mỗi epoch một dòng, đánh số từ 1."""
        import pandas as pd

        return pd.DataFrame(self._columns, index=pd.Index(self.epochs, name="epoch"))

    def plot(
        self,
        *names: str,
        ylabel: str = "",
        title: str = "",
        size: tuple[float, float] = (4.8, 3.2),
        log: bool = False,
    ) -> tuple[Figure, Any]:
        """Vẽ các cột theo epoch, mặc định là loss và val_loss.

        Tham số:
            log: trục y theo thang log.

        Trả về:
            (figure, axes).
        """
        from matplotlib.ticker import MaxNLocator

        from hocsau.plotting import BLUE, GREEN, GREY, ORANGE, PURPLE, RED, axes

        if not len(self):
            raise ValueError("lịch sử chưa có epoch nào để vẽ")
        names = names or tuple(name for name in ("loss", "val_loss") if name in self)
        curves = {name: self[name] for name in names}
        fig, ax = axes(xlabel="epoch", ylabel=ylabel, title=title, size=size)
        colours = (BLUE, ORANGE, GREEN, RED, PURPLE, GREY)
        for i, (name, values) in enumerate(curves.items()):
            dot = "o" if len(self) < 30 else None
            colour = colours[i % len(colours)]
            ax.plot(self.epochs, values, marker=dot, ms=4, color=colour, label=self._label(name))
        if log:
            ax.set_yscale("log")
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.legend()
        return fig, ax

    def _label(self, name: str) -> str:
        if name.startswith("val_"):
            return f"{name.removeprefix('val_')} (kiểm định)"
        return f"{name} (huấn luyện)" if f"val_{name}" in self else name

    def __repr__(self) -> str:
        if not len(self):
            return "History(0 epoch)"
        said = ", ".join(f"{name} {value:.4g}" for name, value in self.last().items())
        return f"History({len(self)} epoch; cuối cùng: {said})"
