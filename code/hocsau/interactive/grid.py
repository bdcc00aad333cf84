"""Lưới giá trị của các hình vẽ sẵn: giữ đủ khi ít, thưa bớt khi quá nhiều tổ hợp."""

from collections.abc import Sequence
from math import prod

from hocsau.interactive.controls import Control, Slider


def thin(controls: Sequence[Control], limit: int) -> list[list[int]]:
    """Chọn các vị trí được giữ của từng điều khiển sao cho số tổ hợp không quá `limit`.

    Mỗi thanh trượt giữ hai đầu, giá trị ban đầu và các nấc cách đều; danh sách chọn được giữ nguyên.

    Trả về:
        một danh sách vị trí tăng dần cho mỗi điều khiển.

    Lỗi:
        ValueError: thưa hết mức vẫn còn quá `limit` tổ hợp.
    """
    sizes = [len(c.values) for c in controls]
    least = [_least(c) for c in controls]
    if prod(least) > limit:
        raise ValueError(
            f"explore: thưa hết mức vẫn còn {prod(least)} hình, nhiều hơn {limit} hình được phép; "
            "hãy bớt điều khiển hoặc bớt lựa chọn của choice"
        )
    while prod(sizes) > limit:  # take one value from the axis that has the most to give
        widest = max((i for i in range(len(sizes)) if sizes[i] > least[i]), key=lambda i: sizes[i])
        sizes[widest] -= 1
    share = 0.75 ** (1 / len(sizes))  # even steps may cost a quarter of all frames, not of every axis
    return [_spread(len(c.values), k, c.index, share) for c, k in zip(controls, sizes, strict=True)]


def _least(control: Control) -> int:
    """How few values a control can live with: all of a choice; both ends and the default of a slider."""
    if not isinstance(control, Slider):
        return len(control.values)
    return len({0, control.index, len(control.values) - 1})


def _spread(n: int, keep: int, default: int, share: float) -> list[int]:
    """At most `keep` of 0..n-1, with both ends and the default; even steps where that costs few values."""
    if keep >= n:
        return list(range(n))
    for step in range(1, n):
        if (n - 1) % step == 0 and default % step == 0 and (n - 1) // step + 1 <= keep:
            even = list(range(0, n, step))
            if len(even) >= max(3, share * keep):
                return even
            break
    gaps = keep - 1  # shared between the two sides of the default, each side evenly spaced
    left = min(max(round(gaps * default / (n - 1)), default > 0), gaps - (default < n - 1))
    sides = _even(0, default, left) + _even(default, n - 1, gaps - left)
    return sorted(set(sides))


def _even(start: int, stop: int, gaps: int) -> list[int]:
    return [start + round(i * (stop - start) / gaps) for i in range(gaps + 1)] if gaps else [start, stop]
