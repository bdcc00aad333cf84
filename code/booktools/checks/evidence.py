"""Every number that a page shows besides its prose: outputs, code, formulas, recorded runs."""

import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from pathlib import Path

from booktools.source.cells import cells
from booktools.source.myst import directives
from booktools.source.prose import INLINE_CODE, MATH

# 12.5  1e-3  60 000  1,234  10_000
FOUND = re.compile(
    r"(?<![\w.])\d{1,3}(?:[ ,\u00a0\u202f]\d{3})+(?:\.\d+)?(?![\w.]?\d)|\d[\d_]*\.?\d*(?:e[+-]?\d+)?",
    re.IGNORECASE,
)
# A formula that is but a number is prose.
PLAIN = re.compile(r"\$(?P<number>-?\d[\d.]*)(?P<percent> ?\\?,?\\%)?\$")
RECORDED = re.compile(r"""recorded\(\s*["']([\w-]+)["']""")
RESULTS = "book/results"


class Evidence:
    """The absolute values of the numbers on a page, in order."""

    def __init__(self, values: Iterable[float]) -> None:
        self.values = sorted(values)

    def near(self, value: float, half: float) -> bool:
        """Whether one of the numbers lies within `half` of `value`."""
        position = bisect_left(self.values, value - half)
        return position < len(self.values) and self.values[position] <= value + half

    @classmethod
    def of_page(cls, path: Path, root: Path) -> "Evidence | None":
        """The evidence of the page `path`; None when notebooks/ has no outputs of it."""
        notebook = root / "notebooks" / f"{path.stem}.ipynb"
        if not notebook.is_file():
            return None
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        outputs = [output for cell in cells for output in cell.get("outputs", [])]
        return cls(_of_page(path.read_text(encoding="utf-8"), outputs, root))


def numbers_in(text: str) -> Iterator[float]:
    """The numbers that a text shows; 60 000 is one number, and also a 60."""
    for found in FOUND.findall(text):
        for piece in {re.sub(r"[ ,\u00a0\u202f]", "", found), *re.split(r"[ ,\u00a0\u202f]", found)}:
            yield float(piece.replace("_", ""))


def _of_page(text: str, outputs: list[dict], root: Path) -> Iterator[float]:
    for output in outputs:
        for shown in (output.get("text", ""), *output.get("data", {}).values()):
            yield from numbers_in("".join(shown) if isinstance(shown, list) else str(shown))
    for cell in cells(text):
        yield from numbers_in(cell.code)
        for name in RECORDED.findall(cell.code):
            path = root / RESULTS / f"{name}.json"
            if path.is_file():  # else the cell itself fails, and says more
                yield from numbers_in(path.read_text(encoding="utf-8"))
    for block in directives(text):
        if block.name in ("math", "code", "code-block"):
            yield from numbers_in("\n".join(line.text for line in block.body))
    for pattern in (MATH, INLINE_CODE):
        for found in pattern.finditer(text):
            if not PLAIN.fullmatch(found.group()):
                yield from numbers_in(found.group())
