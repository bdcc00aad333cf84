"""Trí nhớ của một tầng giữa forward và backward: mỗi lần forward cất một ngăn, mỗi lần backward mở một ngăn.

Một model gọi cùng một tầng ở hai chỗ thì trong **một** lượt forward tầng ấy cất hai ngăn; lượt backward
đi ngược nên mở ngăn cất sau trước, và gradient của hai chỗ được cộng lại. Lượt forward mới thì bỏ các ngăn
cũ: dự đoán nghìn lần cũng không tốn thêm bộ nhớ.
"""

from __future__ import annotations

import itertools
import math
import threading
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

SAMPLES = 1024  # numbers of an array that are compared to notice a change in place


class _Pass(threading.local):
    """The forward pass that is being made: from the outermost call of a layer to its return."""

    depth = 0
    number = 0
    met: set[int]

    _numbers = itertools.count(1)

    def __enter__(self) -> _Pass:
        if self.depth == 0:
            self.number, self.met = next(self._numbers), set()
        self.depth += 1
        return self

    def __exit__(self, *_: object) -> None:
        self.depth -= 1

    def meet(self, layer: object) -> bool:
        """Whether this pass has been at `layer` before."""
        again = id(layer) in self.met
        self.met.add(id(layer))
        return again


one_pass = _Pass()


class Kept(NamedTuple):
    """What one forward left: the shape of its output, the things, and a sample of each array among them."""

    shape: tuple[int, ...]
    things: tuple[Any, ...]
    samples: tuple[bytes, ...]


class Memory:
    """Các ngăn của một tầng trong lượt forward gần nhất."""

    def __init__(self) -> None:
        self.number = 0
        self.kept: list[Kept] = []
        self.next = 0  # how many of them backward has still to open
        self.lost = False  # whether a pass before this one was never walked back

    def push(self, shape: tuple[int, ...], things: tuple[Any, ...]) -> None:
        """Cất một ngăn."""
        number = one_pass.number if one_pass.depth else next(one_pass._numbers)
        if number != self.number:
            untouched = self.next == len(self.kept) > 0
            self.lost = untouched
            self.number, self.kept = number, []
        self.kept.append(Kept(shape, things, tuple(map(_sample, things))))
        self.next = len(self.kept)

    def pop(self, layer: str) -> Kept:
        """Mở ngăn cất sau cùng mà lượt backward này chưa mở.

        Lỗi:
            ValueError: chưa có forward; backward nhiều hơn forward mà không rõ của lần nào; hoặc một mảng đã
                nhớ bị sửa tại chỗ.
        """
        if not self.kept:
            raise ValueError("chưa có forward(x) nào: hãy gọi forward trước backward")
        if self.next == 0:
            if self.lost:
                raise ValueError(
                    f"backward của {layer} được gọi thêm lần nữa, mà trước đó có nhiều lần forward: không "
                    "rõ đây là gradient của lần nào. Dùng một tầng ở hai chỗ thì hãy gọi cả hai trong một "
                    "Module, hoặc mỗi chỗ một tầng riêng; muốn backward nữa thì gọi lại forward trước đó"
                )
            self.next = len(self.kept)  # the whole pass is walked back once more
        self.next -= 1
        kept = self.kept[self.next]
        if tuple(map(_sample, kept.things)) != kept.samples:
            raise ValueError(
                f"đầu vào hoặc đầu ra của {layer} đã bị sửa tại chỗ sau forward, nên backward sẽ sai; hãy "
                "sửa trên bản sao (x = x * 2 thay cho x *= 2), hoặc gọi lại forward"
            )
        return kept


def _sample(thing: object) -> bytes:
    """Enough of an array to notice a change in place: all of a small one, 1024 places spread over a large.

    A copy of everything would cost as much memory as the network; masks are nobody else's, and are left out.
    """
    if not isinstance(thing, np.ndarray) or thing.dtype.kind != "f":
        return b""
    if thing.size <= SAMPLES:
        return thing.tobytes()
    flat = thing.reshape(-1) if thing.flags.c_contiguous else thing.flat
    return flat[:: _step(thing.size, thing.shape[-1])].tobytes()


@lru_cache(maxsize=1024)
def _step(size: int, columns: int) -> int:
    step = size // SAMPLES
    while math.gcd(step, columns) > 1:  # or the samples would lie in a few of the columns
        step += 1
    return step
