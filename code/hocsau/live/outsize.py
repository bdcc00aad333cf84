"""Hình "kernel đặt được mấy chỗ trên một hàng của ảnh" ở chương 7: công thức cỡ đầu ra.

Trang HTML tự vẽ khi bạn kéo (book/live/outsize.js); ở đây là bản Python của cùng hình ấy.

    from hocsau.interactive import explore
    from hocsau.live import outsize
    explore(outsize.draw, page="outsize", data=outsize.page_data(), alt="…",
            **outsize.controls())
"""

from __future__ import annotations

from hocsau.interactive import Slider, slider

CELL, GAP, MARGIN = 16, 6, 2  # of the picture, in CSS pixels
LARGEST, WIDEST = 12, 18  # the longest row m, and with padding


def output_size(m: int, k: int, p: int = 0, s: int = 1) -> int:
    """Số chỗ đặt kernel dài k trên một hàng dài m, đệm p ô 0 mỗi bên, mỗi bước s ô.

    ⌊(m − k + 2p) / s⌋ + 1.

    Lỗi:
        ValueError: m, k, s < 1, p < 0, hoặc kernel dài hơn hàng đã đệm.
    """
    for name, value, least in (("m", m, 1), ("k", k, 1), ("p", p, 0), ("s", s, 1)):
        if not hasattr(value, "__index__") or value < least:
            raise ValueError(f"{name} = {value}; cần số nguyên từ {least} trở lên")
    if k > m + 2 * p:
        raise ValueError(
            f"kernel dài {k} ô, hàng đã đệm chỉ dài {m + 2 * p} ô; hãy tăng m hay p, hoặc giảm k"
        )
    return (m - k + 2 * p) // s + 1


def controls() -> dict[str, Slider]:
    """Bốn thanh trượt của hình."""
    return {
        "m": slider(1, LARGEST, 1, value=6, label="m: số ô của hàng"),
        "k": slider(1, 7, 2, value=3, label="k: cạnh của kernel"),
        "p": slider(0, 3, 1, value=0, label="p: padding"),
        "s": slider(1, 4, 1, value=2, label="s: stride"),
    }


def page_data() -> dict[str, int]:
    """Số đo của hình, cho trang HTML."""
    return {"cell": CELL, "gap": GAP, "margin": MARGIN, "columns": WIDEST}


def windows(m: int, k: int, p: int, s: int) -> list[int]:
    """Ô đầu tiên của mỗi cửa sổ trên hàng đã đệm, đếm từ 0; rỗng khi kernel không vừa."""
    return [] if k > m + 2 * p else [i * s for i in range(output_size(m, k, p, s))]


def unused(m: int, k: int, p: int, s: int) -> list[int]:
    """Những ô của hàng đã đệm, đếm từ 0, mà không cửa sổ nào chạm tới: ở cuối, và ở giữa khi s > k."""
    reached = {start + i for start in windows(m, k, p, s) for i in range(k)}
    return [i for i in range(m + 2 * p) if i not in reached]


def draw(m: int, k: int, p: int, s: int) -> tuple[str, str]:
    """Hàng đã đệm ở trên, mỗi chỗ đặt kernel một vạch ở dưới.

    Trả về:
        (SVG, dòng chữ), dùng cho `explore`.
    """
    from hocsau.plotting import BLUE, GREY

    places = windows(m, k, p, s)
    idle = unused(m, k, p, s)
    parts = []
    fills = {"cell": "#c4c9d1", "pad": "#ffffff"}  # the page's own style comes before these
    for i in range(m + 2 * p):
        kind = "pad" if i < p or i >= p + m else "cell"
        mark = " is-unused" if i in idle else ""
        at = f'x="{MARGIN + i * CELL}" y="{MARGIN}" width="{CELL}" height="{CELL}"'
        parts.append(f'<rect class="hs-size-{kind}{mark}" {at} fill="{fills[kind]}" stroke="{GREY}"/>')
    for row, start in enumerate(places, 1):
        at = f'x="{MARGIN + start * CELL + 1}" y="{MARGIN + CELL + row * GAP}"'
        size = f'width="{k * CELL - 2}" height="4"'
        parts.append(f'<rect class="hs-size-window" {at} {size} fill="{BLUE}"/>')
    width, height = 2 * MARGIN + WIDEST * CELL, 2 * MARGIN + CELL + (WIDEST + 1) * GAP
    box = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return f'<svg class="hs-size" {box} aria-hidden="true">{"".join(parts)}</svg>', reading(m, k, p, s)


def reading(m: int, k: int, p: int, s: int) -> str:
    """Dòng chữ dưới hình, đúng như trang HTML viết."""
    places, total = windows(m, k, p, s), m + 2 * p
    if not places:
        return f"Kernel dài {k} ô, hàng đã đệm chỉ dài {total} ô: không đặt được."
    left = sum(p <= i < p + m for i in unused(m, k, p, s))  # of the picture: padding is no loss
    said = f"⌊({m} − {k} + 2·{p}) / {s}⌋ + 1 = {len(places)} chỗ đặt"
    return said + (
        f"; {left} ô của ảnh không được dùng tới." if left else "; ô nào của ảnh cũng được dùng tới."
    )
