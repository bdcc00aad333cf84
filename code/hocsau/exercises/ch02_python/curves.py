"""Bài 16 của chương 2: hình sin và cos, đọc từ hình mà người học vẽ."""

from typing import Any

import numpy as np

from hocsau.exercises.checking import graded
from hocsau.exercises.shown import kind
from hocsau.exercises.verdict import right, wrong


@graded
def check_curves(answer: Any) -> None:
    """Bài 16: hình sin và cos, đọc từ `ax` (hoặc fig, plt)."""
    if answer is None or answer is Ellipsis:
        raise wrong(f"Cần ax của hình bạn vừa vẽ. Bạn đưa vào {kind(answer)}.")
    axes = answer.gca() if hasattr(answer, "gca") else answer
    if not all(hasattr(axes, name) for name in ("get_lines", "get_legend", "get_xlabel", "get_title")):
        raise wrong(f"Cần ax của hình bạn vừa vẽ. Bạn đưa vào {kind(answer)}.")
    lines = list(axes.get_lines())
    if len(lines) != 2:
        raise wrong(f"Hình phải có đúng hai đường; hình này có {len(lines)}. (Gọi check trước plt.show().)")
    for name, function in (("sin", np.sin), ("cos", np.cos)):
        if not any(_draws(line, function) for line in lines):
            raise wrong(
                f"Không thấy đường {name} x đầy đủ: x đi từ 0 đến 2π, ít nhất 50 điểm, y là {name} của x."
            )
    for what, text in (("tên trục ngang", axes.get_xlabel()), ("tên trục đứng", axes.get_ylabel())):
        if not str(text).strip():
            raise wrong(f"Hình còn thiếu {what}.")
    if not str(axes.get_title()).strip():
        raise wrong("Hình còn thiếu tên (title).")
    legend = axes.get_legend()
    texts = [] if legend is None else [t.get_text().strip() for t in legend.get_texts()]
    if len(set(filter(None, texts))) != 2:
        raise wrong("Bảng chú giải (legend) phải có tên của cả hai đường, hai tên khác nhau.")
    right("Hình có đủ hai đường, tên trục, tên hình và bảng chú giải.")


def _draws(line: Any, function: Any) -> bool:
    x, y = (np.asarray(data, float) for data in (line.get_xdata(), line.get_ydata()))
    if x.size < 50 or x.min() > 0.01 or x.min() < -0.01 or abs(x.max() - 2 * np.pi) > 0.15:
        return False
    return bool(np.all(np.diff(x) > 0) and np.allclose(y, function(x), atol=1e-6))
