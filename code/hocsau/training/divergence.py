"""Huấn luyện phân kì: loss thành NaN hoặc vô hạn."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hocsau.training.history import History


class DivergenceError(ArithmeticError):
    """`fit` đã dừng vì loss hoặc trọng số không còn là số hữu hạn.

    `history` là lịch sử của những epoch tốt; model, optimizer và các bộ sinh số ngẫu nhiên đã được đưa về
    cuối epoch tốt cuối cùng.
    """

    def __init__(self, message: str, history: History) -> None:
        super().__init__(message)
        self.history = history


def message(what: str, learning_rate: float, good_epochs: int) -> str:
    """Câu báo: chuyện gì, ở đâu, model đang ở đâu, và thử gì tiếp."""
    back = f"cuối epoch {good_epochs}" if good_epochs else "lúc chưa học"
    return (
        f"{what}, learning rate {learning_rate:g}: huấn luyện phân kì nên đã dừng.\n"
        f"  Model, optimizer và rng đã được đưa về {back}.\n"
        f"  Thử: giảm learning rate (chẳng hạn {learning_rate / 10:g}); chuẩn hoá các cột của x; "
        "hoặc thu gradient lại bằng max_norm=1.0."
    )
