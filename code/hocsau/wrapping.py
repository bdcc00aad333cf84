"""Chữ in ra màn hình, xuống dòng cho vừa console hẹp."""

import textwrap

WIDTH = 80


def paragraph(text: str, first: str = "", rest: str = "    ") -> str:
    """Chữ xuống dòng ở cột 80; dòng đầu lùi `first`, các dòng sau thêm `rest`; đường dẫn không bị cắt."""
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=first + rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
