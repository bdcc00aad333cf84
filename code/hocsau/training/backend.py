"""Phần giống nhau của hai backend: nhớ và trả lại chế độ của từng tầng."""

from __future__ import annotations


class Backend:
    """`modules()` của lớp con cho model và mọi tầng con; mỗi tầng có `training`."""

    def modes(self) -> list[bool]:
        """Chế độ (train hay dự đoán) của từng tầng."""
        return [module.training for module in self.modules()]

    def set_modes(self, modes: list[bool]) -> None:
        """Trả từng tầng về chế độ đã ghi."""
        for module, mode in zip(self.modules(), modes, strict=True):
            module.training = mode
