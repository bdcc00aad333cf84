"""Những tệp tải về được: tên, SHA-256 và các máy chủ giữ bản sao."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RemoteFile:
    """Một tệp của bộ dữ liệu `dataset`; `urls` rỗng nghĩa là chỉ nhận khi người dùng đã có tệp.

    `fetch` là lệnh tải khi tệp không nằm trong sổ mà `hocsau data fetch` biết.
    """

    dataset: str
    name: str
    sha256: str
    urls: tuple[str, ...]
    size: int | None = None
    fetch: str = ""


# A part is met by any one of its alternatives, the preferred one first.
Part = tuple[RemoteFile, ...]


# Which parts a set is made of: hocsau.data.datasets fills it from hocsau.data.sets.
PARTS: dict[str, tuple[Part, ...]] = {}


def files(dataset: str) -> tuple[RemoteFile, ...]:
    """Mọi tệp nhận được của một bộ, kể cả các bản thay thế nhau."""
    return tuple(file for part in PARTS[dataset] for file in part)
