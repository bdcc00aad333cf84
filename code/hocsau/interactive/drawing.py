"""Gọi hàm vẽ một cách cẩn thận: kiểm tra kết quả, không để sót figure, nói rõ lỗi ở giá trị nào."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from hocsau.interactive.controls import Control


@dataclass(frozen=True)
class Drawing:
    """Kết quả một lần vẽ: figure hoặc HTML, và dòng chữ đọc được của nó."""

    content: Figure | str
    reading: str


Run = Callable[[tuple[int, ...]], Drawing]  # indices, one for each control -> drawing


def checked_draw(draw: Callable[..., Any], controls: Mapping[str, Control]) -> Run:
    """Trả về hàm nhận vị trí của từng điều khiển, gọi `draw` và kiểm tra kết quả."""

    def run(indices: tuple[int, ...]) -> Drawing:
        items = list(zip(controls.items(), indices, strict=True))
        call = f"draw({', '.join(f'{key}={c.values[i]!r}' for (key, c), i in items)})"
        opened = set(plt.get_fignums())
        try:
            result = draw(**{key: c.values[i] for (key, c), i in items})
            listed = "; ".join(f"{c.label or key} = {c.texts[i]}" for (key, c), i in items)
            drawing = _drawing(result, listed, call)
            if isinstance(drawing.content, Figure):
                plt.close(drawing.content)  # a figure made before this call would be shown twice
            return drawing
        except Exception as error:
            if isinstance(error, _BadResult):
                raise ValueError(str(error)) from None
            raise RuntimeError(f"explore: {call} báo lỗi {type(error).__name__}: {error}") from error
        finally:
            for number in set(plt.get_fignums()) - opened:  # else Jupyter shows them a second time
                plt.close(number)

    return run


class _BadResult(Exception):
    """draw() worked but what it returned cannot be shown."""


def _drawing(result: Any, listed: str, call: str) -> Drawing:
    content, reading = result if isinstance(result, tuple) and len(result) == 2 else (result, listed)
    if not isinstance(content, Figure | str) or (isinstance(content, str) and not content.strip()):
        raise _BadResult(
            f"explore: {call} phải trả về (figure, dòng chữ) với figure của matplotlib hoặc chuỗi HTML; "
            f"đang trả về {type(content).__name__}"
        )
    if not isinstance(reading, str) or not reading.strip() or "\n" in reading.strip():
        raise _BadResult(f"explore: {call} phải trả về một dòng chữ đọc được, đang trả về {reading!r}")
    return Drawing(content, reading.strip())
