"""Những gì một thí nghiệm trả về, trước khi được ghi thành tệp kết quả."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    from hocsau.training import History

DIGITS = 5  # of a recorded curve: enough to draw and to read


@dataclass(frozen=True)
class Outcome:
    """Kết quả của một thí nghiệm.

    `scores` là các điểm số; `curves` là lịch sử của những lượt đáng vẽ: tên lượt → cột → mỗi epoch một số;
    `epoch_seconds` là số giây một epoch; `details` là những bảng chương sách vẽ lại (lưới tìm kiếm, ma trận
    nhầm lẫn, …); `files` là các tệp JSON phải ghi bên cạnh, theo hậu tố của tên, `arrays` là các tệp .npz;
    `packages` là những thư viện đã dùng ngoài numpy.
    """

    scores: dict[str, float]
    curves: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    epoch_seconds: dict[str, float] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    arrays: dict[str, dict[str, np.ndarray]] = field(default_factory=dict)
    packages: tuple[str, ...] = ()


def curve(history: History) -> dict[str, list[float]]:
    """Các cột của một lịch sử (trừ số giây), làm tròn để ghi."""
    return {
        name: [round(float(value), DIGITS) for value in history[name]]
        for name in history
        if name != "seconds"
    }
