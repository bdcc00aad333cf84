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
MANY_COLOURS = 0.3  # of the pixels have a colour that no other has: only photographs are so
SEEN = 8.0  # of 255, root of the mean square: among the grain of a photograph less is not seen
QUALITY = 90


def lighter(picture: Image.Image) -> bytes:
    """The picture as WebP."""
    pixels = np.asarray(picture.convert("RGBA"))
    buffer = BytesIO()
    many = len(np.unique(pixels.reshape(-1, 4), axis=0)) >= MANY_COLOURS * pixels[..., 0].size
    if many and (pixels[..., 3] == 255).all():
        Image.fromarray(pixels[..., :3]).save(buffer, "webp", quality=QUALITY, method=4)
        with Image.open(buffer) as copy:
            difference = np.asarray(copy.convert("RGB"), dtype=np.float64) - pixels[..., :3]
        if np.sqrt((difference**2).mean()) <= SEEN:
            return buffer.getvalue()
        buffer = BytesIO()
    # exact: colours under full transparency too
    Image.fromarray(pixels).save(buffer, "webp", lossless=True, exact=True, method=4)
    return buffer.getvalue()


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
