"""Hình "gộp dần các mảng" ở chương 13: selective search trên một cảnh nhỏ, từng bước.

Cách chia ban đầu và thứ tự gộp do `hocsau.detection` tính, gửi sang trang (book/live/regions.js); trang và
bản Python này cùng vẽ lại từng bước từ đó.

    from hocsau.interactive import explore
    from hocsau.live import regions
    explore(regions.draw, page="regions", data=regions.page_data(), alt="…", **regions.controls())
"""

from __future__ import annotations

import base64
from functools import lru_cache
from typing import Any

import numpy as np

from hocsau.detection import Region, iou_matrix, merge_regions, segment
from hocsau.interactive import Choice, Slider, choice, slider
from hocsau.plotting.vector import Shape, box, svg

WIDTH, HEIGHT, CELL = 72, 54, 4
MEASURES = {
    "cả bốn": ("colour", "texture", "size", "fill"),
    "chỉ màu": ("colour",),
    "chỉ cỡ": ("size",),
}
# the house with its roof, the tree with its trunk
THINGS = ((8, 18, 36, 46), (46, 14, 66, 46))


def scene() -> np.ndarray:
    """Nhà, cây, mặt trời, trời, đất: số nguyên (54, 72, 3), hơi lốm đốm."""
    i, j = np.indices((HEIGHT, WIDTH))
    image = np.empty((HEIGHT, WIDTH, 3), np.int64)
    image[...] = (150, 195, 235)
    image[i >= 42] = (120, 160, 80)
    image[(i - 8) ** 2 + (j - 60) ** 2 <= 20] = (250, 210, 80)
    image[(i >= 28) & (i < 46) & (j >= 11) & (j < 33)] = (225, 205, 170)
    image[(i >= 18) & (i < 28) & (np.abs(j - 21.5) <= (i - 17) * 1.45)] = (175, 70, 55)
    image[(i >= 34) & (i < 46) & (j >= 19) & (j < 26)] = (110, 75, 50)
    image[(i >= 32) & (i < 38) & ((j >= 13) & (j < 17) | (j >= 28) & (j < 32))] = (90, 130, 170)
    image[(i - 24) ** 2 + (j - 55.5) ** 2 <= 100] = (60, 120, 60)
    image[(i >= 34) & (i < 46) & (j >= 53) & (j < 59)] = (105, 75, 45)
    return np.clip(image + ((7919 * i + 104729 * j + 31 * i * i * j) % 97 % 7 - 3)[..., np.newaxis], 0, 255)


def controls() -> dict[str, Slider | Choice]:
    """Gộp theo số đo nào, và bước."""
    return {
        "by": choice(list(MEASURES), value="cả bốn", label="hai mảng giống nhau theo"),
        "step": slider(0, len(starting()[1]) - 1, 1, value=3, label="bước gộp"),
    }


@lru_cache(maxsize=1)
def starting() -> tuple[np.ndarray, list[int]]:
    """(mảng ban đầu của từng điểm ảnh (54, 72), danh sách số thứ tự các mảng)."""
    labels = segment(scene().astype(np.float64), scale=150.0, sigma=0, least=20)
    return labels, list(range(int(labels.max()) + 1))


@lru_cache(maxsize=4)
def merged(by: str) -> tuple[Region, ...]:
    """Mọi mảng, mảng đầu trước, rồi mỗi lần gộp một mảng."""
    return tuple(merge_regions(scene(), starting()[0], MEASURES[by]))


def page_data() -> dict[str, Any]:
    """Mảng ban đầu (base64, mỗi điểm ảnh một byte), màu và thứ tự gộp, cho trang HTML."""
    labels, first = starting()
    colours = [np.floor(scene()[labels == k].mean(axis=0) + 0.5).astype(int).tolist() for k in first]
    return {
        "labels": base64.b64encode(labels.astype(np.uint8).tobytes()).decode("ascii"),
        "colours": colours,
        "merges": {by: [list(r.parents) for r in merged(by) if r.parents] for by in MEASURES},
        "things": [list(thing) for thing in THINGS],
        "width": WIDTH,
        "height": HEIGHT,
        "cell": CELL,
    }


def owners(step: int, by: str) -> np.ndarray:
    """Sau `step` lần gộp, điểm ảnh nào thuộc mảng nào: (54, 72)."""
    labels = starting()[0].copy()
    first = int(labels.max()) + 1
    for k in range(step):
        parents = merged(by)[first + k].parents
        labels[np.isin(labels, parents)] = first + k
    return labels


def boxes(step: int, by: str) -> list[tuple[int, int, int, int]]:
    """Các khung đề xuất khác nhau đã có: của mọi mảng ban đầu và mọi lần gộp."""
    count = len(starting()[1]) + step
    return list(dict.fromkeys(region.box for region in merged(by)[:count]))


def measure(step: int, by: str) -> dict[str, int]:
    """regions (còn mấy mảng), proposals (mấy khung khác nhau), found (mấy vật có khung IoU ≥ 0.7)."""
    made = boxes(step, by)
    found = (iou_matrix(made, THINGS) >= 0.7).any(axis=0)
    return {"regions": len(starting()[1]) - step, "proposals": len(made), "found": int(found.sum())}


def shapes(step: int, by: str) -> list[Shape]:
    """Mỗi mảng một vết tô màu trung bình, khung thật, khung của lần gộp vừa rồi."""
    labels, first = starting()
    now, data = owners(step, by), page_data()
    made: list[Shape] = []
    sizes = np.bincount(labels.ravel())
    for owner in np.unique(now).tolist():
        inside = np.unique(labels[now == owner])
        weight = sizes[inside]
        mean = [
            int((weight * [data["colours"][k][c] for k in inside]).sum() / weight.sum() + 0.5)
            for c in range(3)
        ]
        look = "patch-new" if owner == len(first) + step - 1 and step else "patch"
        made.append(
            ("path", look, {"d": outline(now == owner), "fill": "#{:02x}{:02x}{:02x}".format(*mean)}, "")
        )
    made += [box("given", thing, CELL) for thing in THINGS]
    if step:
        made.append(box("moves", merged(by)[len(first) + step - 1].box, CELL))
    return made


def outline(mask: np.ndarray) -> str:
    """Đường SVG phủ đúng các điểm ảnh của mảng: mỗi hàng mỗi đoạn liền một hình chữ nhật."""
    parts = []
    for i, row in enumerate(mask):
        edges = np.flatnonzero(np.diff(np.concatenate([[0], row.astype(np.int8), [0]])))
        for start, end in edges.reshape(-1, 2).tolist():
            parts.append(f"M{start * CELL} {i * CELL}h{(end - start) * CELL}v{CELL}h-{(end - start) * CELL}z")
    return "".join(parts)


def reading(step: int, by: str) -> str:
    """Dòng chữ dưới hình, đúng như trang HTML viết."""
    m = measure(step, by)
    if step:
        x1, y1, x2, y2 = merged(by)[len(starting()[1]) + step - 1].box
        head = f"Lần gộp {step}: thêm khung {x2 - x1} × {y2 - y1}."
    else:
        head = "Chưa gộp."
    return (
        f"{head} Còn {m['regions']} mảng; đã có {m['proposals']} khung đề xuất khác nhau, "
        f"{m['found']} trong {len(THINGS)} vật có khung với IoU từ 0.7."
    )


def draw(by: str, step: int) -> tuple[str, str]:
    """Các mảng tô màu trung bình; khung thật xanh, khung vừa gộp cam.

    Trả về:
        (SVG, dòng chữ), dùng cho `explore`.
    """
    return svg(shapes(step, by), WIDTH * CELL, HEIGHT * CELL), reading(step, by)
