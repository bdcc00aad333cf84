"""Hai lời chấm: đúng thì in một dòng, chưa đúng thì báo `NotRight`."""


class NotRight(AssertionError):
    """Câu trả lời chưa đúng; lời báo nói sai ở đâu mà không nói đáp án."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback: the lines of a checker are no help to a reader."""
        return str(self).split("\n")


def wrong(message: str) -> NotRight:
    """Lỗi để `raise`: lời báo bắt đầu bằng "Chưa đúng"."""
    return NotRight(f"Chưa đúng. {message}")


def right(message: str) -> None:
    """In lời khen, một dòng."""
    print(f"Đúng rồi! {message}")
