"""{cover}: the first screen of the book, a valley J(w) with a ball that the reader drags and lets go.

    ```{cover}
    :start: ch01_environment
    ```

J is the loss of the houses of chapter 3 for a line through their middle with slope w, so the ball's way is
gradient descent on it, computed in the page (book/_static/cover.js) from the numbers given here. Without a
script, in the EPUB and on paper there is the still picture: the ball's way down, and the line it found.
"""

import json

import numpy as np
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from booktools.source.book import chapter_number
from booktools.sphinx.cross_link import cross_link
from booktools.sphinx.data_nodes import page_only
from hocsau.data import load

# Both pictures in units of their own; cover.js gets where things stand in them.
WIDTH, HEIGHT, MARGIN = 320, 170, 14
# The floor of the valley and the height of its sides, in the picture.
FLOOR, RIM = HEIGHT - 22, 14
STILL = 0.62  # what the steps of the still picture leave of the way to the bottom, as in the logo
ALT = (
    "Một thung lũng hình chữ U là loss function, một quả bóng trên sườn; "
    "bên cạnh là ba mươi căn nhà và đường thẳng đoán giá."
)


class Valley:
    """The loss of one slope w (triệu đồng a m²) on the houses, and where things stand in the pictures."""

    def __init__(self) -> None:
        houses = load("houses").train
        self.x, self.y = houses.x[:, 0], houses.y
        self.dx, self.dy = self.x - self.x.mean(), self.y - self.y.mean()
        self.best = float(self.dx @ self.dy / (self.dx @ self.dx))
        self.curve = float(np.mean(self.dx**2))  # J''
        self.low, self.high = self.best - 20.0, self.best + 20.0
        self.bottom, self.top = float(self.y.min()) * 0.7, float(self.y.max()) * 1.05

    def across(self, w: float) -> float:
        return MARGIN + (WIDTH - 2 * MARGIN) * (w - self.low) / (self.high - self.low)

    def down(self, w: float) -> float:
        return FLOOR - (FLOOR - RIM) * ((w - self.best) / (self.high - self.best)) ** 2

    def house(self, x: float, y: float) -> tuple[float, float]:
        """Where a house of x m² and y triệu stands in the other picture."""
        left, right = self.x.min() - 3, self.x.max() + 3
        return (
            MARGIN + (WIDTH - 2 * MARGIN) * (x - left) / (right - left),
            HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * (y - self.bottom) / (self.top - self.bottom),
        )

    def data(self) -> str:
        """What cover.js computes with; where things stand is linear in w and y, the depth in (w − best)²."""
        left, down = self.across(0), self.house(0, 0)[1]
        ends = [(x - self.x.mean(), self.house(x, 0)[0]) for x in (self.x.min(), self.x.max())]
        return json.dumps(
            {
                "x": [round(float(v), 3) for v in self.dx],
                "y": [round(float(v), 3) for v in self.dy],
                "low": self.low,
                "high": self.high,
                "width": WIDTH,
                "across": [left, self.across(1) - left],
                "floor": FLOOR,
                "deep": FLOOR - self.down(self.best + 1),
                "up": [down, self.house(0, 1)[1] - down],
                "middle": float(self.y.mean()),
                "ends": [[float(v) for v in end] for end in ends],  # [from the middle in m², across]
                # from a crawl to a throw out of the valley: the share of J''·η of the way that a step goes
                "rates": [round(share / self.curve, 6) for share in (0.1, 0.2, 0.4, 0.8, 1.5, 1.9, 2.1)],
            }
        )

    def pictures(self) -> str:
        """The two still pictures, as SVG."""
        left, right = self.across(self.low), self.across(self.high)
        control = 2 * FLOOR - self.down(self.low)  # a parabola is a quadratic Bézier
        ways = [self.low + (self.best - self.low) * (1 - STILL**k) for k in range(1, 6)]
        balls = "".join(
            f'<circle class="cover-trail" cx="{self.across(w):.1f}" cy="{self.down(w):.1f}" r="4"/>'
            for w in ways
        )
        ball = f'<circle class="cover-ball" cx="{self.across(self.best):.1f}" cy="{FLOOR:.1f}" r="10"/>'
        dots = "".join(
            '<circle class="cover-house" cx="{:.1f}" cy="{:.1f}" r="3.2"/>'.format(*self.house(x, y))
            for x, y in zip(self.x, self.y, strict=True)
        )
        ends = [
            self.house(x, self.y.mean() + self.best * (x - self.x.mean()))
            for x in (self.x.min(), self.x.max())
        ]
        line = "M{:.1f} {:.1f}L{:.1f} {:.1f}".format(*ends[0], *ends[1])
        box = f'viewBox="0 0 {WIDTH} {HEIGHT}"'
        return (
            f'<div class="cover-pictures" role="group" aria-label="{ALT}">'
            f'<svg class="cover-valley" {box} aria-hidden="true">'
            f'<path class="cover-curve" d="M{left:.1f} {self.down(self.low):.1f}Q{WIDTH / 2} {control:.1f} '
            f'{right:.1f} {self.down(self.high):.1f}"/><g class="cover-way">{balls}</g>{ball}</svg>'
            f'<svg class="cover-houses" {box} aria-hidden="true">{dots}'
            f'<path class="cover-line" d="{line}"/></svg></div>'
        )


class Cover(SphinxDirective):
    option_spec = {"start": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        if "start" not in self.options:
            raise self.error("{cover} cần `:start:`, tên trang mà nút Bắt đầu dẫn tới")
        self.env.metadata[self.env.docname]["cover"] = True
        valley = Valley()
        picture = f"<div class=\"cover-play\" data-cover='{valley.data()}'>{valley.pictures()}</div>"
        link = cross_link(self.env, "doc", f"book/{self.options['start']}", "Bắt đầu · Chương 1")
        go = nodes.paragraph("", "", link, classes=["cover-go"])
        return [nodes.container("", go, page_only("", picture, format="html"), classes=["cover"])]


def add_files(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """The valley's own files; where the reader stopped is kept in chapters, and asked for here."""
    if doctree is None:
        return
    if cover := "cover" in app.env.metadata[page]:
        app.add_css_file("cover.css", priority=810)
        app.add_js_file("cover.js", loading_method="defer")
    if cover or chapter_number(page) is not None:
        app.add_js_file("place.js", loading_method="defer")


def setup(app: Sphinx) -> dict[str, bool]:
    app.setup_extension("booktools.sphinx.data_nodes")
    app.add_directive("cover", Cover)
    app.connect("html-page-context", add_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
