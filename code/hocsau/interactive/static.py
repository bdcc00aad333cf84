"""Hình tương tác của trang HTML: mọi hình được vẽ sẵn, gói thành một MIME bundle."""

import base64
import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from matplotlib.figure import Figure

from hocsau.interactive import frames
from hocsau.interactive.controls import Control, Slider
from hocsau.interactive.drawing import Drawing, Run
from hocsau.interactive.grid import thin

MIME = "application/vnd.hocsau.explore+json"
MAX_FRAMES = 60
MAX_BYTES = 400_000
SCALES = (2.0, 1.5, 1.0)  # fewer pixels before fewer frames


def bundle(
    run: Run,
    controls: Mapping[str, Control],
    *,
    alt: str,
    page: str | None = None,
    data: Any = None,
    name: str | None = None,
    narrow: Run | None = None,
) -> dict[str, Any]:
    """Mọi dạng của hình: JSON của sách, ảnh tĩnh (hoặc HTML) và dòng chữ; `narrow` vẽ cho màn hình hẹp."""
    first = run(_default(controls))
    payload: dict[str, Any] = {"version": 1, "name": name, "alt": alt, "reading": first.reading}
    shown: dict[str, Any] = {"text/plain": _text(first, alt)}
    if isinstance(first.content, Figure):
        image = frames.rasterize(first.content, SCALES[0])
        payload["width"], payload["height"] = frames.css_size(first.content)
        payload["still"], payload["png"] = _base64(frames.webp([image])), _base64(frames.png(image))
        shown["image/png"] = payload["png"]
    else:
        payload["html"] = shown["text/html"] = first.content
    if page is not None:
        grid = [list(range(len(c.values))) for c in controls.values()]
        payload |= {"page": page, "data": data, "controls": _describe(controls, grid)}
        for described, control in zip(payload["controls"], controls.values(), strict=True):
            if isinstance(
                control, Slider
            ):  # the page's script computes with numbers, a frame only with its place
                described["values"], described["decimals"] = control.values, control.decimals
    else:
        payload |= _frames(run, controls, first)
    if narrow is not None:
        payload["narrow"] = _narrow(narrow, controls, payload)
    return {MIME: payload, **shown}


def _narrow(run: Run, controls: Mapping[str, Control], wide: dict[str, Any]) -> dict[str, Any]:
    """The frames for a narrow screen: the same places of the controls, the same words, other pictures."""
    first = run(_default(controls))
    if not isinstance(first.content, Figure) or "still" not in wide:
        raise ValueError("explore: narrow chỉ dùng khi cả draw và narrow đều trả về figure")
    made = _frames(run, controls, first)
    same = made["controls"] == wide["controls"]
    if not same or made["frames"]["readings"] != wide["frames"]["readings"]:
        why = "dòng chữ khác nhau" if same else "hình nặng hơn nên số nấc còn lại khác nhau"
        raise ValueError(f"explore: narrow phải cùng số hình và cùng dòng chữ với draw; đang có {why}")
    width, height = frames.css_size(first.content)
    image = frames.rasterize(first.content, SCALES[0])
    kept = {key: made["frames"][key] for key in ("per", "strips", "bytes")}
    return {"width": width, "height": height, "still": _base64(frames.webp([image]))} | kept


def text_only(run: Run, controls: Mapping[str, Control], alt: str) -> str:
    """Hai dòng chữ thay cho hình, khi chạy ngoài Jupyter."""
    return _text(run(_default(controls)), alt)


def _text(drawing: Drawing, alt: str) -> str:
    return f"{drawing.reading}\n[Hình tương tác: {' '.join(alt.split())}]"


def _frames(run: Run, controls: Mapping[str, Control], first: Drawing) -> dict[str, Any]:
    """Draw the frames, thinning the grid until their bytes fit the budget."""
    scales = SCALES if isinstance(first.content, Figure) else (1.0,)
    limit = MAX_FRAMES
    attempts = [(limit, scale) for scale in scales]
    while attempts:
        limit, scale = attempts.pop(0)
        try:
            grid = thin(list(controls.values()), limit)
        except ValueError as error:
            if limit == MAX_FRAMES:
                raise
            raise ValueError(
                f"explore: hình quá nặng, lưới thưa hết mức vẫn vượt {MAX_BYTES // 1000} kB; "
                "hãy giảm figsize, bớt chi tiết trong hình hoặc bớt điều khiển"
            ) from error
        try:
            drawn = _draw_grid(run, grid, scale, isinstance(first.content, Figure))
        except _TooHeavy as heavy:
            if not attempts:
                attempts.append((int(limit * min(0.8, MAX_BYTES / heavy.expected)), scale))
        else:
            return {"controls": _describe(controls, grid), "frames": drawn}
    raise AssertionError("unreachable")


class _TooHeavy(Exception):
    def __init__(self, expected: float) -> None:
        self.expected = expected  # bytes of all frames, from those drawn so far


def _draw_grid(run: Run, grid: list[list[int]], scale: float, figures: bool) -> dict[str, Any]:
    """The frames in row-major order; _TooHeavy as soon as they are seen not to fit."""
    combinations = list(itertools.product(*grid))
    readings: list[str] = []
    pieces: list[bytes] = []
    per = 1
    for pictures in _strips(run, combinations, scale, figures, readings):
        per = max(per, len(pictures))
        pieces.append(frames.webp(pictures) if figures else "".join(pictures).encode())
        expected = sum(map(len, pieces)) * len(combinations) / len(readings)
        if sum(map(len, pieces)) > MAX_BYTES or (len(pieces) == 2 and expected > 1.2 * MAX_BYTES):
            raise _TooHeavy(expected)
    made = {"readings": readings, "per": per, "bytes": sum(map(len, pieces))}
    if figures:
        return made | {"strips": [_base64(piece) for piece in pieces]}
    return made | {"html": [piece.decode() for piece in pieces]}


def _strips(
    run: Run, combinations: list[tuple[int, ...]], scale: float, figures: bool, readings: list[str]
) -> Iterator[list[Any]]:
    """Lists of pictures that go into one file."""
    pictures: list[Any] = []
    per, size = 1, None
    for indices in combinations:
        drawing = run(indices)
        if isinstance(drawing.content, Figure) != figures:
            raise ValueError("explore: draw lúc thì trả về figure, lúc thì trả về HTML; hãy chọn một loại")
        picture = frames.rasterize(drawing.content, scale) if figures else drawing.content
        if figures:
            per, size = frames.strip_length(picture), size or picture.size
            if picture.size != size:
                raise ValueError(
                    f"explore: mọi hình phải cùng cỡ; có hình {size[0]}×{size[1]}, "
                    f"có hình {picture.size[0]}×{picture.size[1]} điểm ảnh; hãy cố định figsize"
                )
        readings.append(drawing.reading)
        pictures.append(picture)
        if len(pictures) == per:
            yield pictures
            pictures = []
    if pictures:
        yield pictures


def _describe(controls: Mapping[str, Control], grid: list[list[int]]) -> list[dict[str, Any]]:
    return [
        {
            "name": key,
            "label": control.label or key,
            "kind": control.kind,
            "texts": [control.texts[i] for i in kept],
            "index": kept.index(control.index),
            "of": len(control.values),
        }
        for (key, control), kept in zip(controls.items(), grid, strict=True)
    ]


def _default(controls: Mapping[str, Control]) -> tuple[int, ...]:
    return tuple(control.index for control in controls.values())


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
