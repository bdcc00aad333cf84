"""Hình "trộn ba màu đỏ, lục, lam" ở chương 7.

Trang HTML tự tô màu khi bạn kéo (book/live/mixer.js), vì vẽ sẵn hơn 16 triệu màu thì không nổi; ở đây là
bản Python của cùng hình ấy.

    from hocsau.interactive import explore
    from hocsau.live import mixer
    explore(mixer.draw, page="mixer", data=mixer.page_data(), alt="…", **mixer.controls())
"""

from __future__ import annotations

from typing import Any

from hocsau.interactive import Slider, slider

FIRST = (102, 255, 153)  # the colour shown before the reader moves anything
NAMES = ("đỏ (r)", "lục (g)", "lam (b)")


def controls() -> dict[str, Slider]:
    """Ba thanh trượt r, g, b, mỗi thanh từ 0 đến 255."""
    return {
        key: slider(0, 255, 1, value=value, label=name)
        for key, value, name in zip("rgb", FIRST, NAMES, strict=True)
    }


def page_data() -> dict[str, Any]:
    """Chỗ của bốn mảng màu trong hình, cho trang HTML."""
    return {"width": WIDTH, "height": HEIGHT, "patches": PATCHES, "signs": SIGNS}


WIDTH, HEIGHT = 340, 150
# left, top, width, height, and which of r, g, b the patch lets through
PATCHES = [
    [0, 30, 52, 90, [1, 0, 0]],
    [76, 30, 52, 90, [0, 1, 0]],
    [152, 30, 52, 90, [0, 0, 1]],
    [228, 0, 112, 150, [1, 1, 1]],
]
SIGNS = [[64, 81, "+"], [140, 81, "+"], [216, 81, "="]]


def checked(r: int, g: int, b: int) -> tuple[int, int, int]:
    """Bộ ba (r, g, b); ValueError khi có số không nguyên hoặc ngoài 0–255."""
    for name, value in zip("rgb", (r, g, b), strict=True):
        if not hasattr(value, "__index__") or not 0 <= value <= 255:
            raise ValueError(f"{name} = {value}; cần số nguyên từ 0 đến 255")
    return int(r), int(g), int(b)


def draw(r: int, g: int, b: int) -> tuple[str, str]:
    """Ba ánh sáng riêng và màu trộn của chúng.

    Trả về:
        (SVG, dòng chữ), dùng cho `explore`.
    """
    light = checked(r, g, b)
    parts = []
    for x, y, width, height, kept in PATCHES:
        colour = ", ".join(str(v * k) for v, k in zip(light, kept, strict=True))
        place = f'x="{x}" y="{y}" width="{width}" height="{height}"'
        parts.append(f'<rect {place} rx="6" fill="rgb({colour})" stroke="#7f868f"/>')
    style = 'text-anchor="middle" font-size="20" fill="currentColor"'
    parts += [f'<text x="{x}" y="{y}" {style}>{sign}</text>' for x, y, sign in SIGNS]
    box = f'viewBox="-1 -1 {WIDTH + 2} {HEIGHT + 2}" width="{WIDTH}" height="{HEIGHT}"'
    return f'<svg class="hs-mixer" {box} aria-hidden="true">{"".join(parts)}</svg>', reading(*light)


def reading(r: int, g: int, b: int) -> str:
    """Dòng chữ dưới hình, đúng như trang HTML viết."""
    r, g, b = checked(r, g, b)
    return f"rgb({r}, {g}, {b}), viết gọn là #{r:02X}{g:02X}{b:02X}."
