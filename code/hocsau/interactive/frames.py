"""Từ figure của matplotlib thành ảnh nhỏ mà nét.

What was measured (600 x 380 px plots of 12-60 frames, scatter, curves, contours; bytes a frame):
SVG with glyph paths 30 000-430 000 (6 000-110 000 gzipped), WebP lossless at 2x 10 000-21 000,
lossy q80 18 000-24 000 (and smeared letters), 128 colours lossless 9 000-13 000,
the same with 6 frames in one file 3 500-7 100: WebP finds what frames share, within a million pixels.
So frames stand side by side: one below another, a picture of 480 x 1000 px at 1.5x shared nothing (4 frames
of a computational graph: 102 000 bytes, side by side 37 000).
SVG never won, so frames are WebP strips only. MAXCOVERAGE keeps rare colours (one red star among 5 million
pixels); Pillow's default loses them. Photographs band at 128 colours: they are lossy WebP.
"""

import io
from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

CSS_DPI = 100  # one inch of figure is 100 CSS pixels
MAX_REM = 30  # a picture is at most so high, and at most 60% of the window (also book/live/explore.css)
COLOURS = 128
MANY_COLOURS = 8192  # drawings have a few hundred to a few thousand, edges smoothed
PHOTO_ERROR = 4.0  # root-mean-square error (of 255) above which 128 colours are too few
STRIP_PIXELS = 6_000_000  # about 24 MB when a browser decodes it


def rasterize(figure: Figure, scale: float) -> Image.Image:
    """Vẽ figure lên nền trắng, `scale` điểm ảnh cho mỗi điểm CSS."""
    _make_room_for_labels(figure)
    canvas, dpi = figure.canvas, figure.dpi
    try:
        agg = FigureCanvasAgg(figure)
        figure.dpi = CSS_DPI * scale
        agg.draw()
        image = Image.fromarray(np.array(agg.buffer_rgba()), "RGBA")
    finally:
        figure.dpi = dpi
        figure.set_canvas(canvas)
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image).convert("RGB")


def css_size(figure: Figure) -> tuple[int, int]:
    """Bề rộng và bề cao của hình, tính bằng điểm CSS."""
    width, height = figure.get_size_inches()
    return round(width * CSS_DPI), round(height * CSS_DPI)


def strip_length(image: Image.Image) -> int:
    """Số hình đứng cạnh nhau trong một tệp, để trình duyệt không phải giải nén ảnh quá lớn."""
    width, height = image.size
    return max(1, min(8, STRIP_PIXELS // (width * height), 16_000 // width))


def webp(images: Sequence[Image.Image]) -> bytes:
    """Một tệp WebP gồm các hình cùng cỡ đứng cạnh nhau, trái sang phải."""
    width, height = images[0].size
    strip = Image.new("RGB", (width * len(images), height))
    for k, image in enumerate(images):
        strip.paste(image, (k * width, 0))
    few = _few_colours(strip)
    out = io.BytesIO()
    if few is None:
        strip.save(out, "WEBP", quality=80, method=4)
    else:  # a quality above 75 lets the encoder look one whole frame back
        few.convert("RGB").save(out, "WEBP", lossless=True, quality=90, method=4)
    return out.getvalue()


def png(image: Image.Image) -> bytes:
    """Hình tĩnh cho những nơi không đọc WebP (EPUB, GitHub)."""
    few = _few_colours(image)
    if few is None:
        few = image.quantize(256, dither=Image.Dither.FLOYDSTEINBERG)
    out = io.BytesIO()
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


def quick_webp(image: Image.Image) -> bytes:
    """Hình cho lúc đang kéo: nén nhanh hơn là nén nhỏ."""
    out = io.BytesIO()
    image.save(out, "WEBP", lossless=True, quality=20, method=0)
    return out.getvalue()


def _few_colours(image: Image.Image) -> Image.Image | None:
    """The image with 128 colours, or None when they are too few for it."""
    if image.getcolors(MANY_COLOURS) is None:  # quantize() would take minutes, to no use
        return None
    few = image.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    error = np.asarray(few.convert("RGB"), np.int16) - np.asarray(image, np.int16)
    return few if np.sqrt(np.mean(np.square(error, dtype=np.float32))) < PHOTO_ERROR else None


def _make_room_for_labels(figure: Figure) -> None:
    """Labels must not be cut off: lay the figure out unless its author did."""
    if figure.get_layout_engine() is not None or not any(ax.get_subplotspec() for ax in figure.axes):
        return
    author_set = any(
        getattr(figure.subplotpars, side) != mpl.rcParams[f"figure.subplot.{side}"]
        for side in ("left", "right", "bottom", "top", "wspace", "hspace")
    )
    if not author_set:
        figure.set_layout_engine("constrained")
