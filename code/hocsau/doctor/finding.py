"""Một điều đã xem và kết luận về nó."""

from dataclasses import dataclass

from hocsau.wrapping import paragraph

OK, NOTE, BAD = "ổn", "lưu ý", "cần sửa"


@dataclass(frozen=True)
class Finding:
    """Một dòng của báo cáo; `fix` là việc phải làm, kèm lệnh, khi chưa ổn."""

    level: str
    what: str
    value: str
    fix: str = ""

    def __str__(self) -> str:
        line = paragraph(f"[{self.level}] {self.what}: {self.value}")
        # the remedy may be a command: in one piece, so that it can be copied
        return f"{line}\n    → {self.fix}" if self.fix else line
