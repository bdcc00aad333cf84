"""Đoán trên ảnh cỡ bất kì: từng miếng một, các miếng gối lên nhau, mép ảnh soi gương."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import ArrayLike

from hocsau.nn.arrays import as_float

Predict = Callable[[np.ndarray], np.ndarray]


def tiles_of(length: int, core: int) -> list[int]:
    """Chỗ bắt đầu của những miếng dài `core` phủ kín một cạnh dài `length`; miếng cuối có thể thò ra ngoài.

    Mọi chỗ bắt đầu là bội của core, nên khi core và margin chia hết cho 2^depth thì lưới max pooling của mọi
    miếng trùng nhau.
    """
    if core < 1 or length < 1:
        raise ValueError(f"length = {length}, core = {core}; cần hai số nguyên dương")
    return list(range(0, length, core))


def predict_tiles(
    predict: Predict, image: ArrayLike, *, tile: int, margin: int, batch: int = 4
) -> np.ndarray:
    """Chạy `predict` trên từng miếng tile×tile, chỉ giữ phần giữa (bỏ `margin` mỗi bên), rồi ghép lại.

    Vòng ngoài của mỗi miếng chỉ để cho mạng nhìn quanh. Ở trong lòng ảnh, kết quả đúng như chạy cả ảnh một
    lần khi margin không nhỏ hơn tầm nhìn xa nhất của một điểm ra về một phía (khoảng nửa receptive field,
    cộng vài điểm vì lưới max pooling), và cả margin lẫn tile đều chia hết cho 2^depth (để lưới của các miếng
    trùng nhau). Ngoài mép ảnh thì soi gương qua điểm ở mép.

    Tham số:
        predict: hàm nhận (n, C, tile, tile), trả về (n, K, tile', tile'); mạng "same" có tile' = tile, mạng
            "valid" có tile' = tile − 2·margin.
        image: (C, H, W), cỡ bất kì, kể cả nhỏ hơn một miếng.
        tile: cạnh một miếng, lớn hơn 2·margin.
        margin: số điểm ảnh bỏ đi ở mỗi bên của miếng.
        batch: số miếng mỗi lần gọi predict.

    Trả về:
        (K, H, W).

    Lỗi:
        ValueError: shape hay số sai, hoặc predict trả về cỡ khác hai cỡ trên.

    Nguồn: "overlap-tile" của Ronneberger, Fischer, Brox, 2015.
    """
    x = as_float(image, "image")
    if x.ndim != 3 or x.size == 0:
        raise ValueError(f"image có shape {x.shape}; cần (C, H, W), ví dụ photo[None] với ảnh xám (H, W)")
    for name, value, least in (("tile", tile, 1), ("margin", margin, 0), ("batch", batch, 1)):
        if not isinstance(value, (int, np.integer)) or isinstance(value, bool) or value < least:
            raise ValueError(f"{name} = {value!r}; cần số nguyên từ {least} trở lên")
    core = tile - 2 * margin
    if core < 1:
        raise ValueError(f"tile = {tile}, margin = {margin}; cần tile lớn hơn 2·margin")
    height, width = x.shape[1:]
    places = [(top, left) for top in tiles_of(height, core) for left in tiles_of(width, core)]
    extra = [-side % core for side in (height, width)]  # the last tiles reach beyond the far edges
    x = _mirrored(x, margin, margin + np.array(extra))
    out: np.ndarray | None = None
    for group in _groups(places, batch):
        pieces = np.stack([x[:, top : top + tile, left : left + tile] for top, left in group])
        answers = _cores(np.asarray(predict(pieces)), len(group), tile, margin)
        if out is None:
            out = np.empty((answers.shape[1], height, width), answers.dtype)
        for (top, left), answer in zip(group, answers, strict=True):
            room = out[:, top : top + core, left : left + core]
            room[...] = answer[:, : room.shape[1], : room.shape[2]]
    assert out is not None  # there is always a first tile
    return out


def _groups(places: list[tuple[int, int]], size: int) -> Iterator[list[tuple[int, int]]]:
    for i in range(0, len(places), size):
        yield places[i : i + size]


def _cores(answers: np.ndarray, n: int, tile: int, margin: int) -> np.ndarray:
    core = tile - 2 * margin
    if answers.ndim == 4 and len(answers) == n:
        if answers.shape[2:] == (core, core):
            return answers
        if answers.shape[2:] == (tile, tile):
            return answers[:, :, margin : margin + core, margin : margin + core]
    raise ValueError(
        f"predict trả về shape {answers.shape} cho {n} miếng; cần ({n}, K, {tile}, {tile}), hoặc "
        f"({n}, K, {core}, {core}) với mạng không đệm"
    )


def _mirrored(x: np.ndarray, before: int, after: np.ndarray) -> np.ndarray:
    """Reflect about the edge pixels, again and again where the border is wider than the picture."""
    for axis, more in zip((1, 2), after.tolist(), strict=True):
        n = x.shape[axis]
        place = np.abs(np.arange(-before, n + more))
        if n > 1:
            place %= 2 * n - 2
            place = np.minimum(place, 2 * n - 2 - place)
        else:
            place[:] = 0
        x = x.take(place, axis=axis)
    return x
