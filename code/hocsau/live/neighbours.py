"""Hình "hàng xóm của một món đồ" ở chương 11: theo điểm ảnh, hay theo đặc trưng của mạng ImageNet.

Trang HTML tự tìm khi bạn bấm (book/live/neighbours.js); ở đây là bản Python của cùng phép tính. Mọi khoảng
cách là số nguyên, nên hai bên cho cùng một thứ tự.

    from hocsau.interactive import explore
    from hocsau.live import neighbours
    explore(neighbours.draw, page="neighbours", data=neighbours.page_data(), alt="…",
            **neighbours.controls())
"""

from __future__ import annotations

import base64
from functools import lru_cache
from typing import Any

import numpy as np

from hocsau.data import load
from hocsau.interactive import Choice, Slider, choice, slider
from hocsau.recorded import recorded

COLUMNS, MOST = 12, 5  # of the sheet; neighbours shown
PIXELS, FEATURES = "điểm ảnh", "đặc trưng"


@lru_cache
def pictures() -> tuple[np.ndarray, np.ndarray, np.ndarray, tuple[str, ...]]:
    """(ảnh uint8 (60, 28, 28), đặc trưng số nguyên (60, 12), nhãn (60,), tên các loại)."""
    data = load("clothes")
    details = recorded("clothes-neighbours")["details"]
    rows = np.array(details["rows"])
    return data.test.x[rows], np.array(details["features"]), data.test.y[rows], data.info.classes


def controls() -> dict[str, Slider | Choice]:
    """Món nào, mấy hàng xóm, theo cái gì."""
    return {
        "picture": slider(1, 60, 1, value=37, label="món số"),
        "k": slider(1, MOST, 1, value=5, label="k: số hàng xóm"),
        "space": choice([PIXELS, FEATURES], value=PIXELS, label="so bằng"),
    }


def page_data() -> dict[str, Any]:
    """Ảnh (base64, mỗi điểm một byte), đặc trưng, nhãn, cho trang HTML."""
    images, features, labels, names = pictures()
    return {
        "images": base64.b64encode(images.tobytes()).decode("ascii"),
        "side": images.shape[1],
        "columns": COLUMNS,
        "features": features.tolist(),
        "labels": labels.tolist(),
        "names": list(names),
    }


def nearest(picture: int, k: int, space: str) -> list[int]:
    """k món gần món `picture` nhất (đếm từ 1), gần trước; bằng nhau thì số nhỏ trước."""
    images, features, _, _ = pictures()
    points = features if space == FEATURES else images.reshape(len(images), -1).astype(np.int64)
    far = ((points - points[picture - 1]) ** 2).sum(axis=1)
    far[picture - 1] = -1  # itself comes first, and is left out
    return (np.argsort(far, kind="stable")[1 : k + 1] + 1).tolist()


def reading(picture: int, k: int, space: str) -> str:
    """Dòng chữ dưới hình, đúng như trang HTML viết."""
    _, _, labels, names = pictures()
    found = [int(labels[n - 1]) for n in nearest(picture, k, space)]
    own = int(labels[picture - 1])
    same = sum(kind == own for kind in found)
    others = list(dict.fromkeys(names[kind] for kind in found if kind != own))
    strangers = f" Lạc: {', '.join(others)}." if others else ""
    said = f"Món {picture} ({names[own]}), so bằng {space}: {same} trên {k} hàng xóm gần nhất cùng loại."
    return said + strangers


def draw(picture: int, k: int, space: str) -> tuple[Any, str]:
    """Tờ 60 món, món đang chọn viền cam, hàng xóm có số thứ tự: viền liền là cùng loại, viền đứt là khác.

    Trả về:
        (figure, dòng chữ), dùng cho `explore`.
    """
    from matplotlib.patches import Rectangle

    from hocsau import plotting
    from hocsau.plotting.photos import photos

    images, _, labels, _ = pictures()
    side, gap = images.shape[1], 2
    rows = len(images) // COLUMNS
    sheet = np.full((rows * (side + gap) - gap, COLUMNS * (side + gap) - gap), 125, np.uint8)
    corners = [(n // COLUMNS * (side + gap), n % COLUMNS * (side + gap)) for n in range(len(images))]
    for image, (top, left) in zip(images, corners, strict=True):
        sheet[top : top + side, left : left + side] = 255 - image
    figure, (ax,) = photos([sheet], columns=1, width=6.4)

    def mark(number: int, colour: str, style: str, text: str) -> None:
        top, left = corners[number - 1]
        ax.add_patch(
            Rectangle((left, top), side - 1, side - 1, fill=False, edgecolor=colour, ls=style, lw=2.5)
        )
        ax.text(left + 2, top + 1, text, color=colour, size=9, weight="bold", va="top")

    mark(picture, plotting.ORANGE, "-", "")
    for place, number in enumerate(nearest(picture, k, space), 1):
        alike = labels[number - 1] == labels[picture - 1]
        mark(number, plotting.GREEN if alike else plotting.RED, "-" if alike else "--", str(place))
    return figure, reading(picture, k, space)
