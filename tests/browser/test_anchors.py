"""Anchors and whom they are given to in Chromium: the same strokes and words as Python."""

from live_shapes import LivePicture

from hocsau.live import anchors


class TestPicture(LivePicture):
    module, alt, name = anchors, "Anchor trên một cảnh", "anchor"
    chosen = {"high": 0.5, "best": "không"}
    settings = 12
