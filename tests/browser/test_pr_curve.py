"""The threshold along the precision–recall curve in Chromium: the same numbers as Python."""

from live_shapes import LivePicture, said

from hocsau.live import pr_curve


class TestPicture(LivePicture):
    module, alt, name = pr_curve, "Đường precision–recall", "duong-pr"
    chosen = {"threshold": 0.3, "area": "11 chỗ (VOC 2007)"}
    settings = 40

    def test_the_curve_is_dragged(self, page):
        svg = page.locator(".hs-det")
        svg.scroll_into_view_if_needed()
        frame = svg.bounding_box()
        zoom = frame["width"] / pr_curve.WIDTH

        def click(x, y):
            page.mouse.click(frame["x"] + x * zoom, frame["y"] + y * zoom)

        click(pr_curve.across(0.5), 12)  # in the row of dots: a score
        assert said(page) == pr_curve.reading(**self.start | {"threshold": 0.5})
        # on the curve: the corner of five boxes kept, four of them right
        click(pr_curve.across(0.4), pr_curve.up(4 / 5))
        assert said(page) == pr_curve.reading(**self.start | {"threshold": 0.82})
