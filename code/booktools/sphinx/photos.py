"""Pixels inside drawn figures: matplotlib keeps them as PNG, up to ten times what an eye needs.

As WebP a map of pixels, whose every colour counts, keeps each of them; a photograph may differ by what is
not seen.
"""

import base64
import re
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image
from sphinx.application import Sphinx

PNG = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=\s]+)")
SMALL = 8_000  # characters: below it nothing is gained
MANY_COLOURS = 2_000  # a map of numbers has 256: only photographs, and scenes drawn like them, have more
SEEN = 8.0  # of 255, root of the mean square: among the grain of a photograph less is not seen
QUALITY = 82


def lighter(picture: Image.Image) -> bytes:
    """The picture as WebP."""
    picture = picture.convert("RGBA")
    many = picture.getcolors(MANY_COLOURS) is None
    opaque = picture.getchannel("A").getextrema() == (255, 255)
    if many and opaque:
        plain, lossy = picture.convert("RGB"), BytesIO()
        plain.save(lossy, "webp", quality=QUALITY, method=4)
        with Image.open(lossy) as copy:
            difference = np.asarray(copy.convert("RGB"), dtype=np.float64) - np.asarray(plain)
        if np.sqrt((difference**2).mean()) <= SEEN:
            return lossy.getvalue()
    exact = BytesIO()  # colours under full transparency too
    picture.save(exact, "webp", lossless=True, exact=True, method=4)
    return exact.getvalue()


def lighten(svg: str) -> str:
    """The figure with its larger pictures as WebP."""

    def mend(match: re.Match) -> str:
        if len(match[1]) < SMALL:
            return match[0]
        with Image.open(BytesIO(base64.b64decode(match[1]))) as picture:
            text = base64.b64encode(lighter(picture)).decode("ascii")
        return f"data:image/webp;base64,{text}" if len(text) < len(match[1]) else match[0]

    return PNG.sub(mend, svg)


def lighten_all(app: Sphinx, exception: Exception | None) -> None:
    """Only the pages of the browser: not every reader of EPUB knows WebP."""
    if exception is not None or app.builder.name != "html":
        return
    for path in sorted((Path(app.outdir) / "_images").glob("*.svg")):
        text = path.read_text("utf-8")
        if (new := lighten(text)) != text:
            path.write_text(new, "utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("build-finished", lighten_all)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
