"""Regions merged in Chromium: the same pieces, boxes and words as Python."""

from live_shapes import LivePicture

from hocsau.live import regions


class TestPicture(LivePicture):
    module, alt, name = regions, "Gộp dần các mảng", "gop-mang"
    chosen = {"step": 6, "by": "chỉ màu"}
    settings = 20
