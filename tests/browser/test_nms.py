"""NMS step by step in Chromium: the same boxes kept and the same words as Python."""

from live_shapes import LivePicture

from hocsau.live import nms


class TestPicture(LivePicture):
    module, alt, name = nms, "NMS từng bước", "nms"
    chosen = {"step": 3, "threshold": 0.3}
