"""Every picture that reaches a page has alt text: plots of code cells too, however they were made."""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

logger = logging.getLogger(__name__)
ADVICE = 'trong code-cell: mystnb: {image: {alt: "…"}}; trong chữ: ![mô tả](tệp) hoặc :alt:'


class AltText(SphinxPostTransform):
    """Warn (an error, in our builds) of an image without alt text. Runs when outputs are chosen."""

    default_priority = 900

    def run(self, **kwargs: object) -> None:
        for image in self.document.findall(nodes.image):
            if not image.get("alt", "").strip():
                place = image
                while not place.line and place.parent is not None:
                    place = place.parent
                logger.warning("hình thiếu mô tả (alt); %s", ADVICE, location=place)


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_post_transform(AltText)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
