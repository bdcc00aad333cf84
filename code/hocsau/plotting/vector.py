"""Hình vẽ bằng SVG từ một danh sách nét: chung cho các hình sống của chương tìm vật."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from hocsau.plotting.style import BLUE, GREEN, GREY, ORANGE, PURPLE

# Một nét: thẻ, class (sau tiền tố "hs-det-"), các thuộc tính, chữ bên trong.
Shape = tuple[str, str, Mapping[str, float | str], str]

# What a notebook shows, which has no style sheet of the book; in a page the sheet comes before these.
LOOKS = {
    "given": {"fill": "none", "stroke": BLUE, "stroke-width": 2.5},
    "moves": {"fill": "none", "stroke": ORANGE, "stroke-width": 2.5},
    "thin": {"fill": "none", "stroke": ORANGE, "stroke-width": 1},
    "given-thin": {"stroke": BLUE, "stroke-width": 1},
    "patch": {"stroke": "none"},
    "patch-new": {"stroke": ORANGE, "stroke-width": 0.6},
    "good": {"fill": "none", "stroke": GREEN, "stroke-width": 2, "stroke-dasharray": "6 3"},
    "faint": {"fill": "none", "stroke": "#c9c9c9", "stroke-width": 0.7},
    "gone": {"fill": "none", "stroke": GREY, "stroke-width": 1.2, "stroke-dasharray": "3 3"},
    "part": {"fill": ORANGE, "fill-opacity": 0.12, "stroke": ORANGE, "stroke-width": 1.5},
    "common": {"fill": ORANGE, "fill-opacity": 0.3, "stroke": "none"},
    "area": {"fill": BLUE, "fill-opacity": 0.15, "stroke": "none"},
    "thing": {"fill": "#c4c9d1", "stroke": "none"},
    "ground": {"fill": "#eceef1", "stroke": "none"},
    "dot-moves": {"fill": ORANGE},
    "dot-given": {"fill": BLUE},
    "dot-good": {"fill": GREEN},
    "dot-aside": {"fill": PURPLE},
    "dot-faint": {"fill": "#aab0b8"},
    "text": {"fill": "#222222"},
    "text-given": {"fill": BLUE, "font-weight": "bold"},
    "text-moves": {"fill": ORANGE, "font-weight": "bold"},
}


def svg(shapes: Iterable[Shape], width: int, height: int) -> str:
    """Chuỗi SVG cỡ width × height; trên trang, `book/live/*.css` cho màu theo nền sáng hay tối.

    Tham số:
        shapes: các nét, vẽ theo thứ tự.
        width: bề rộng của khung nhìn.
        height: chiều cao của khung nhìn.

    Lỗi:
        KeyError: nét có class lạ.
    """
    made = []
    for tag, look, attributes, text in shapes:
        named = {"class": f"hs-det-{look}"} | LOOKS[look] | dict(attributes)
        written = " ".join(f'{name}="{escape(_short(value))}"' for name, value in named.items())
        made.append(f"<{tag} {written}>{escape(text)}</{tag}>" if text else f"<{tag} {written}/>")
    box = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    font = 'font-size="12" font-family="sans-serif"'
    return f'<svg class="hs-det" {box} {font} aria-hidden="true">{"".join(made)}</svg>'


def box(
    look: str, corners: Iterable[float], scale: float = 1.0, left: float = 0.0, top: float = 0.0
) -> Shape:
    """Nét của một khung (x1, y1, x2, y2), phóng `scale` lần rồi dời tới (left, top).

    Tham số:
        look: class.
        corners: bốn số.
        scale: một đơn vị bằng bao nhiêu điểm.
        left: gốc nằm cách mép trái bao nhiêu.
        top: gốc nằm cách mép trên bao nhiêu.
    """
    x1, y1, x2, y2 = corners
    place = {"x": left + scale * x1, "y": top + scale * y1}
    return "rect", look, place | {"width": scale * (x2 - x1), "height": scale * (y2 - y1)}, ""


def _short(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")
