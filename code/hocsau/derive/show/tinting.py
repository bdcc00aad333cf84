"""LaTeX của một dòng, phần mới so với dòng trước được đánh dấu để trang sách tô màu."""

from __future__ import annotations

from collections.abc import Iterable

from hocsau.derive.show.changes import changes, fresh
from hocsau.derive.show.marks import CLOSE, LATEX, OPEN
from hocsau.derive.show.printing import Printed, Printer
from hocsau.derive.tree.expression import Expr

CLASS = "changed"  # the class that a new part has in a page


class TintingPrinter(Printer):
    """Đánh dấu những chỗ là `parts`. Dấu trừ đứng đầu ở ngoài: phép cộng, trừ bên ngoài còn tìm nó."""

    def __init__(self, parts: Iterable[Expr]) -> None:
        super().__init__(LATEX)
        self.parts = {id(part) for part in parts}

    def show(self, expr: Expr) -> Printed:
        printed, level = super().show(expr)
        if id(expr) not in self.parts:
            return printed, level
        minus = "-" if printed.startswith("-") else ""
        return f"{minus}{OPEN}{printed[len(minus) :]}{CLOSE}", level


def tinted(before: Expr, after: Expr) -> str:
    r"""LaTeX của `after`, phần mới nằm trong \htmlClass{changed}{…}; cả dòng là mới thì không đánh dấu gì."""
    after = fresh(after)
    shown = TintingPrinter(changes(before, after)).show(after)[0]
    return shown.replace(OPEN, rf"\htmlClass{{{CLASS}}}{{").replace(CLOSE, "}")
