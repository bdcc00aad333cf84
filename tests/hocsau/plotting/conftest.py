"""Boxes of the texts in a picture, as it is drawn."""

import itertools

import pytest


def written(figure):
    """The texts that are really drawn: no ticks outside the view, none of axes that are switched off."""
    for ax in figure.axes:
        yield from [*ax.texts, ax.title]
        if ax.get_legend():
            yield from ax.get_legend().get_texts()
        for axis in ax._axis_map.values() if getattr(ax, "_axis3don", ax.axison) else ():
            low, high = sorted(axis.get_view_interval())
            yield axis.label
            # not get_ticklabels(), which lays the ticks of 3-D axes out again as if they were flat
            yield from (tick.label1 for tick in axis.majorTicks if low <= tick.get_loc() <= high)


@pytest.fixture
def text_boxes():
    """text_boxes(figure) -> [(text artist, box in points)] of every visible text that says something."""

    def boxes(figure):
        figure.draw_without_rendering()
        scale = 72 / figure.dpi
        found = []
        for text in written(figure):
            if text.get_visible() and text.get_text().strip():
                box = text.get_window_extent()
                found.append((text, (box.x0 * scale, box.y0 * scale, box.x1 * scale, box.y1 * scale)))
        return found

    return boxes


@pytest.fixture
def assert_readable(text_boxes):
    """No two texts overlap (half a point is forgiven), none leaves the picture, none is below 12 points."""

    def check(figure, least=12):
        found = text_boxes(figure)
        assert found
        width, height = figure.get_size_inches() * 72
        for text, (x0, y0, x1, y1) in found:
            assert text.get_fontsize() >= least, text
            assert min(x0, y0) > -0.5 and x1 < width + 0.5 and y1 < height + 0.5, text
        for (a, p), (b, q) in itertools.combinations(found, 2):
            apart = p[2] < q[0] + 0.5 or q[2] < p[0] + 0.5 or p[3] < q[1] + 0.5 or q[3] < p[1] + 0.5
            assert apart, (a.get_text(), b.get_text())

    return check
