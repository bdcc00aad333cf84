"""Lời báo khi huấn luyện phân kì: loss thành NaN hoặc vô hạn."""


def message(what: str, learning_rate: float, good_epochs: int) -> str:
    """Câu báo: chuyện gì, ở đâu, model đang ở đâu, và thử gì tiếp."""
    back = f"cuối epoch {good_epochs}" if good_epochs else "lúc chưa học"
    return (
        f"{what}, learning rate {learning_rate:g}: huấn luyện phân kì nên đã dừng.\n"
        f"  Model, optimizer và rng đã được đưa về {back}.\n"
        f"  Thử: giảm learning rate (chẳng hạn {learning_rate / 10:g}); chuẩn hoá các cột của x; "
        "hoặc thu gradient lại bằng max_norm=1.0."
    )
