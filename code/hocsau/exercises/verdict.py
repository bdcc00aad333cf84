"""Hai lời chấm: đúng thì in một dòng, chưa đúng thì báo `NotRight`."""

import textwrap

WIDTH = 44  # columns: the output of a cell does not wrap by itself, and a phone shows about so many


class NotRight(AssertionError):
    """Câu trả lời chưa đúng; lời báo nói sai ở đâu mà không nói đáp án."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback: the lines of a checker are no help to a reader."""
        return str(self).split("\n")


def wrong(message: str) -> NotRight:
    """Lỗi để `raise`: lời báo bắt đầu bằng "Chưa đúng", xuống dòng ở 44 cột (dòng thụt vào thì để nguyên)."""
    lines = f"Chưa đúng. {message}".split("\n")
    return NotRight("\n".join(t if t[:1] == " " else textwrap.fill(t, WIDTH) for t in lines))


def right(message: str) -> None:
    """In lời khen, một dòng."""
    print(f"Đúng rồi! {message}")
