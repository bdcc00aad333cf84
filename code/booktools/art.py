"""The book's own pictures, drawn from one geometry: logo, favicon, touch icon, preview card for shared links.

Run `python -m booktools.art` after changing it; the files it writes are kept in book/_static.
"""

from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch
from PIL import Image

from booktools import ROOT

STATIC = ROOT / "book" / "_static"
BLUE, WHITE, ORANGE, PALE = "#0b3c6f", "#ffffff", "#ffb454", "#c9dcf2"
# Gradient descent on a parabola, in a square of 64: each step leaves 0.62 of the way to the middle.
MIDDLE, BOTTOM, STEEP = 32.0, 49.0, 0.062
STEPS = [MIDDLE - 23 * 0.62**k for k in range(4)]


def height(x: np.ndarray | float) -> np.ndarray | float:
    """y of the curve, downwards as in SVG."""
    return BOTTOM - STEEP * (x - MIDDLE) ** 2


def svg() -> str:
    # A parabola is a quadratic Bézier: its control point is where the tangents of the ends meet.
    left, right = 9.0, 55.0
    control = 2 * BOTTOM - height(left)
    balls = "".join(
        f'<circle cx="{x:.2f}" cy="{height(x):.2f}" r="{r}" fill="{ORANGE}" fill-opacity="{opacity}"/>'
        for x, r, opacity in zip(STEPS, (3, 3.4, 3.8, 5), (0.45, 0.65, 0.85, 1), strict=True)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        f'<rect width="64" height="64" rx="14" fill="{BLUE}"/>'
        f'<path d="M{left:g} {height(left):.2f}Q{MIDDLE:g} {control:.2f} {right:g} {height(right):.2f}" '
        f'fill="none" stroke="{WHITE}" stroke-width="4.5" stroke-linecap="round"/>{balls}</svg>\n'
    )


def _curve(axes: plt.Axes, width: float, size: float) -> None:
    x = np.linspace(9, 55, 200)
    axes.plot(x, height(x), color=WHITE, lw=width, solid_capstyle="round")
    for x, r, opacity in zip(STEPS, (3, 3.4, 3.8, 5), (0.45, 0.65, 0.85, 1), strict=True):
        axes.plot(x, height(x), "o", ms=r * size, color=ORANGE, alpha=opacity, mew=0)
    axes.set(xlim=(0, 64), ylim=(64, 0))
    axes.axis("off")


def icon(pixels: int) -> Figure:
    figure = plt.figure(figsize=(1, 1), dpi=pixels)
    axes = figure.add_axes((0, 0, 1, 1))
    box = FancyBboxPatch((14, 14), 36, 36, boxstyle="round,pad=14,rounding_size=14", fc=BLUE, ec="none")
    axes.add_patch(box)
    _curve(axes, 4.5 * 72 / 64, 2 * 72 / 64)
    return figure


def maskable(pixels: int) -> Figure:
    """The icon without a shape of its own: phones cut out a circle or a square of 80% or more."""
    figure = plt.figure(figsize=(1, 1), dpi=pixels, facecolor=BLUE)
    _curve(figure.add_axes((0.14, 0.14, 0.72, 0.72)), 4.5 * 72 / 64 * 0.72, 2 * 72 / 64 * 0.72)
    return figure


def card() -> Figure:
    figure = plt.figure(figsize=(12, 6.3), dpi=100, facecolor=BLUE)
    _curve(figure.add_axes((0.58, 0.08, 0.4, 0.4 * 12 / 6.3)), 14, 6)
    for y, words, size, weight, colour in (
        (0.68, "Học sâu", 84, "bold", WHITE),
        (0.51, "sách tương tác", 46, "normal", PALE),
        (0.28, "Công thức được máy kiểm tra,\nhình kéo được, mã chạy được.", 25, "normal", WHITE),
    ):
        figure.text(0.07, y, words, size=size, weight=weight, color=colour, va="center", linespacing=1.5)
    return figure


def cover() -> Figure:
    """The cover of the e-book, two by three."""
    with matplotlib.rc_context({"font.family": "DejaVu Sans"}):
        figure = plt.figure(figsize=(8, 12), dpi=150, facecolor=BLUE)
        _curve(figure.add_axes((0.1, 0.16, 0.8, 0.8 * 8 / 12)), 16, 7)
        for y, words, size, weight, colour in (
            (0.86, "Học sâu", 78, "bold", WHITE),
            (0.775, "sách tương tác", 40, "normal", PALE),
            (0.09, "Nhóm Học sâu", 24, "normal", WHITE),
        ):
            figure.text(0.5, y, words, size=size, weight=weight, color=colour, va="center", ha="center")
    return figure


def draw_all(folder: Path = STATIC) -> list[Path]:
    """Write every picture into `folder`."""
    names = ("favicon.svg", "icon-180.png", "favicon.ico", "social.png")
    app = ("icon-192.png", "icon-512.png", "icon-maskable.png")  # booktools.offline.web_app
    paths = [folder / name for name in names + app]
    logo, touch, ico, social, small, large, masked = paths
    with matplotlib.rc_context({"font.family": "DejaVu Sans"}):
        logo.write_text(svg(), "utf-8")
        for pixels, path in ((180, touch), (192, small), (512, large)):
            icon(pixels).savefig(path, dpi="figure", transparent=True, metadata={"Software": None})
        maskable(512).savefig(masked, dpi="figure", facecolor=BLUE, metadata={"Software": None})
        icon(48).savefig(ico.with_suffix(".png"), dpi="figure", transparent=True)
        with Image.open(ico.with_suffix(".png")) as picture:
            picture.save(ico, sizes=[(16, 16), (32, 32), (48, 48)])
        ico.with_suffix(".png").unlink()
        card().savefig(social, dpi="figure", facecolor=BLUE, metadata={"Software": None})
        with Image.open(social) as picture:
            picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(social, optimize=True)
    plt.close("all")
    return paths


if __name__ == "__main__":
    for path in draw_all():
        print(path)
