"""Hình "đưa ảnh vào khung vuông của mạng" ở chương 14: letterbox hay kéo giãn.

Trang HTML tự tính khi bạn kéo (book/live/letterbox.js); ở đây là bản Python của cùng phép tính.

    from hocsau.interactive import explore
    from hocsau.live import letterbox
    explore(letterbox.draw, page="letterbox", data=letterbox.page_data(), alt="…",
            **letterbox.controls())
"""

from __future__ import annotations

from typing import Any

from hocsau.interactive import Choice, Slider, choice, slider
from hocsau.plotting.shapes import Shape, fixed, place, svg

SIDE = 256  # of the network's input, in pixels
BOX, GAP, TOP = 150, 30, 20  # a picture's longest side, between the two, for the titles
LONGEST = 800  # of a photo
LETTERBOX, STRETCH = "letterbox", "kéo giãn"


def controls() -> dict[str, Slider | Choice]:
    """Cỡ ảnh, và cách đưa vào mạng."""
    return {
        "width": slider(160, LONGEST, 40, value=480, label="ảnh rộng (pixel)"),
        "height": slider(160, LONGEST - 80, 40, value=320, label="ảnh cao (pixel)"),
        "way": choice([LETTERBOX, STRETCH], value=LETTERBOX, label="cách đưa vào"),
    }


def page_data() -> dict[str, Any]:
    """Số đo của hình, cho trang HTML."""
    return {"side": SIDE, "box": BOX, "gap": GAP, "top": TOP, "longest": LONGEST}


def fit(width: int, height: int, way: str) -> tuple[float, float, float, float]:
    """(sx, sy, ox, oy): điểm (x, y) của ảnh nằm ở (sx·x + ox, sy·y + oy) trong đầu vào của mạng."""
    if way == STRETCH:
        return SIDE / width, SIDE / height, 0.0, 0.0
    scale = min(SIDE / width, SIDE / height)
    return scale, scale, (SIDE - scale * width) / 2, (SIDE - scale * height) / 2


def plate(width: int, height: int) -> tuple[float, float, float, float]:
    """Khung (x, y, w, h) của biển số trong ảnh: rộng gấp 190/140 lần cao."""
    w = 0.4 * min(width, height)
    return 0.5 * width - w / 2, 0.62 * height - w * 140 / 380, w, w * 140 / 190


def reading(width: int, height: int, way: str) -> str:
    """Dòng chữ dưới hình, đúng như trang HTML viết."""
    sx, sy, ox, oy = fit(width, height, way)
    ratio = fixed(190 / 140 * sx / sy, 2)
    head = f"{width} × {height} vào {SIDE} × {SIDE}: "
    if way == STRETCH:
        head += f"ngang nhân {fixed(sx, 2)}, dọc nhân {fixed(sy, 2)}, không phải đệm."
    else:
        sides = "trái, phải" if ox > oy else "trên, dưới"
        head += f"hai chiều cùng nhân {fixed(sx, 2)}, đệm {sides} mỗi bên {fixed(max(ox, oy), 0)} pixel."
    return f"{head} Biển rộng gấp {ratio} lần cao (thật là 1.36)."


def shapes(width: int, height: int, way: str) -> list[Shape]:
    """Bên trái là ảnh, bên phải là thứ mạng nhìn thấy."""
    grow = BOX / LONGEST
    made: list[Shape] = [["text", "middle", {"x": BOX / 2, "y": 13}, "ảnh"]]
    left, top = place((BOX - grow * width) / 2), place(TOP + (BOX - grow * height) / 2)
    made += _photo(left, top, grow, grow, width, height)
    right = BOX + GAP
    made.append(["text", "middle", {"x": right + BOX / 2, "y": 13}, "mạng thấy"])
    made.append(["rect", "pad", {"x": right, "y": TOP, "width": BOX, "height": BOX}, ""])
    sx, sy, ox, oy = fit(width, height, way)
    zoom = BOX / SIDE
    return made + _photo(right + ox * zoom, TOP + oy * zoom, sx * zoom, sy * zoom, width, height)


def _photo(left: float, top: float, sx: float, sy: float, width: int, height: int) -> list[Shape]:
    """A photo that holds a plate and a round lamp above it."""

    def rect(x: float, y: float, w: float, h: float) -> dict[str, float]:
        return {
            "x": place(left + sx * x),
            "y": place(top + sy * y),
            "width": place(sx * w),
            "height": place(sy * h),
        }

    x, y, w, h = plate(width, height)
    r = 0.3 * w
    lamp = {
        "cx": place(left + sx * width / 2),
        "cy": place(top + sy * (y - 1.3 * r)),
        "rx": place(sx * r),
        "ry": place(sy * r),
    }
    row = rect(x + 0.1 * w, y + 0.45 * h, 0.8 * w, 0.02 * h)
    return [
        ["rect", "paper", rect(0, 0, width, height), ""],
        ["ellipse", "ink", lamp, ""],
        ["rect", "given-line", rect(x, y, w, h), ""],
        ["rect", "given", row, ""],
    ]


def draw(width: int, height: int, way: str) -> tuple[str, str]:
    """Ảnh và đầu vào của mạng.

    Trả về:
        (SVG, dòng chữ), dùng cho `explore`.
    """
    picture = svg(shapes(width, height, way), 2 * BOX + GAP, BOX + TOP + 2)
    return picture, reading(width, height, way)
