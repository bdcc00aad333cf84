"""Kiểu hình của sách: đọc được trên điện thoại rộng 360 px, đủ tương phản ở cả nền sáng lẫn nền tối."""

from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
from cycler import cycler
from matplotlib import font_manager
from matplotlib.figure import Figure

# Two colours carry a meaning in every figure, slider and formula (--book-given, --book-moves in book.css):
# BLUE is what is given or true (data, y), ORANGE what is predicted, learnt or moves (ŷ, a line, the ball).
# GREY is everything else; the others only tell several things of one kind apart.
# Each has contrast ≥ 4.5:1 on white; the page inverts pictures in dark mode, which keeps the ratio.
BLUE, RED, GREEN, ORANGE, PURPLE, GREY = "#0b5394", "#c0261c", "#1b7a3d", "#b85c00", "#7b3fb0", "#5f6670"
DARK = "#22262b"  # letters and outlines inside drawings

# 4.8 inches wide with 12-point type is still about 10 px tall when a phone shrinks the picture to 340 px.
STYLE: dict[str, Any] = {
    "font.size": 12,
    # The page's own letters; what they lack (Greek, arrows) comes from the second.
    "font.family": ["Be Vietnam Pro", "DejaVu Sans"],
    # A bare plt.plot wears the palette too, not matplotlib's own colours.
    "axes.prop_cycle": cycler(color=[BLUE, ORANGE, GREY, GREEN, PURPLE, RED]),
    "lines.linewidth": 2,
    "lines.solid_capstyle": "round",
    "axes.titlesize": 12,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#e9ecef",  # faint: to read a value by, not a box to look at
    "grid.linewidth": 0.8,
    "axes.edgecolor": GREY,
    "axes.labelcolor": DARK,
    "text.color": DARK,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "legend.frameon": False,
    "legend.handlelength": 1.4,
    # White, not transparent: a dark notebook would swallow the letters. The page lets its own ground through.
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
}
FONTS = Path(__file__).parent / "fonts"  # Be Vietnam Pro, OFL: cut as book/_static/fonts/README.md says
for _font in sorted(FONTS.glob("*.ttf")):
    font_manager.fontManager.addfont(_font)


def _use_style() -> None:
    # Not a rc_context: legends, ticks and texts added later by the caller must follow the style too.
    plt.rcParams.update(STYLE)
    if "inline" in plt.get_backend():
        # SVG stays sharp on every screen and is smaller than a PNG of twice the resolution.
        from matplotlib_inline.backend_inline import set_matplotlib_formats

        set_matplotlib_formats("svg")


def axes(
    rows: int = 1,
    cols: int = 1,
    *,
    xlabel: str = "",
    ylabel: str = "",
    title: str = "",
    size: tuple[float, float] = (4.8, 3.2),
    **options: Any,
) -> tuple[Figure, Any]:
    """Tạo hình theo kiểu của sách.

    Tham số:
        rows, cols: số hàng, số cột ô vẽ.
        xlabel, ylabel, title: chữ của ô vẽ (khi chỉ có một ô).
        size: rộng × cao (inch).
        options: chuyển cho plt.subplots.

    Trả về:
        (figure, axes) như plt.subplots.
    """
    _use_style()
    figure, ax = plt.subplots(rows, cols, figsize=size, layout="constrained", **options)
    if rows == cols == 1 and options.get("squeeze", True):
        ax.set(xlabel=xlabel, ylabel=ylabel, title=title)
    return figure, ax
