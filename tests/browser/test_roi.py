"""ROI pooling beside ROIAlign in Chromium: the same numbers and words as Python."""

from live_shapes import LivePicture

from hocsau.live import roi


class TestPicture(LivePicture):
    module, alt, name = roi, "ROI pooling và ROIAlign", "roi"
    chosen = {"x": 0.4, "w": 6.5}
