"""Hình "viết một chữ số" trong notebook: tờ giấy, 28×28 số mà mạng thấy, tầng ẩn, mười đáp án."""

from functools import lru_cache
from typing import Any

import numpy as np

from hocsau import nn
from hocsau.interactive import Choice, choice
from hocsau.live.canvas.centre import SIZE, centre_digit
from hocsau.live.canvas.strokes import ink, sample_strokes
from hocsau.models.quantised import QuantisedMLP
from hocsau.recorded import recorded

RECORD = "mnist-mlp-canvas"  # written by: hocsau train mnist-mlp --full
NBSP = "\u00a0"  # a number and its unit stay on one line


@lru_cache(maxsize=1)
def network() -> dict[str, Any]:
    """Mạng int8 của lần chạy đầy đủ đã ghi lại, ở dạng mà `QuantisedMLP` nhận."""
    return {"layers": recorded(RECORD)["layers"]}


def controls() -> dict[str, Choice]:
    """Điều khiển của hình, dùng cho `explore(draw, …, **controls())`."""
    return {"sample": choice(list(sample_strokes()), value="3", label="Chữ viết sẵn")}


def page_data() -> dict[str, Any]:
    """Mạng và các chữ viết sẵn cho trang HTML."""
    return {"network": network(), "samples": sample_strokes()}


def draw(sample: str) -> tuple[Any, str]:
    """Vẽ chữ viết sẵn `sample` và điều mạng trả lời.

    Trả về:
        (figure, dòng chữ nêu hai đáp án đầu, đúng như trang HTML viết), dùng cho `explore`.
    """
    sheet = ink(sample_strokes()[sample])
    seen = centre_digit(sheet)
    model = QuantisedMLP(network())
    hidden, *_, logits = (a[0] for a in model.activations(seen.reshape(1, -1)))
    shares = nn.softmax(logits)
    first, second = np.argsort(-shares, kind="stable")[:2]
    said = (
        f"Chữ viết sẵn “{sample}”: mạng đoán {first} ({100 * shares[first]:.1f}{NBSP}%), "
        f"rồi đến {second} ({100 * shares[second]:.1f}{NBSP}%)."
    )
    return _figure(sheet, seen, hidden, shares), said


def _figure(sheet: np.ndarray, seen: np.ndarray, hidden: np.ndarray, shares: np.ndarray) -> Any:
    from hocsau import plotting

    figure, ax = plotting.axes(size=(4.8, 4.6))
    ax.remove()
    grid = figure.add_gridspec(2, 3, height_ratios=(1, 1.3))
    side = int(np.ceil(np.sqrt(len(hidden))))
    cells = np.zeros(side * side)
    cells[: len(hidden)] = np.maximum(hidden, 0) / max(1e-9, hidden.max())
    pictures = (sheet, "tờ giấy"), (seen, f"{SIZE} × {SIZE} số"), (cells.reshape(side, side), "tầng ẩn")
    for k, (picture, title) in enumerate(pictures):
        ax = figure.add_subplot(grid[0, k])
        ax.imshow(picture, cmap="Greys", vmin=0, vmax=1, interpolation="nearest")
        ax.set_title(title, fontsize=12)
        ax.set(xticks=[], yticks=[])
        ax.grid(False)
        ax.spines[["top", "right"]].set_visible(True)
    ax = figure.add_subplot(grid[1, :])
    colours = [plotting.BLUE if k == shares.argmax() else plotting.GREY for k in range(len(shares))]
    ax.bar(range(len(shares)), 100 * shares, color=colours)
    ax.set(xticks=range(len(shares)), ylim=(0, 105), xlabel="chữ số", ylabel="mạng tin (%)")
    return figure
