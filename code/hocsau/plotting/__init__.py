"""Hình vẽ dùng chung của sách: cùng một kiểu chữ, cỡ và màu."""

from hocsau.plotting.style import BLUE, GREEN, GREY, ORANGE, PURPLE, RED, axes

__all__ = ["BLUE", "GREEN", "GREY", "ORANGE", "PURPLE", "RED", "axes"]
