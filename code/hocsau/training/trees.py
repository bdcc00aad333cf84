"""Cây dữ liệu: một mảng, hoặc tuple hay dict gồm các cây; model nhiều đầu vào nhận x như vậy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any


def leaves(name: str, tree: Any) -> Iterator[tuple[str, Any]]:
    """(tên, lá) của từng lá: "x", hoặc "x[0]", "x['ảnh']"."""
    if isinstance(tree, tuple):
        for i, part in enumerate(tree):
            yield from leaves(f"{name}[{i}]", part)
    elif isinstance(tree, Mapping):
        for key, part in tree.items():
            yield from leaves(f"{name}[{key!r}]", part)
    else:
        yield name, tree


def map_tree(function: Callable[..., Any], tree: Any, *others: Any) -> Any:
    """Cây cùng dạng với `tree`, mỗi lá là function(lá, lá cùng chỗ của các cây kia).

    Lỗi:
        ValueError: các cây khác dạng.
    """
    if isinstance(tree, tuple):
        if any(not isinstance(other, tuple) or len(other) != len(tree) for other in others):
            raise ValueError("hai cây dữ liệu khác dạng")
        return tuple(map_tree(function, *parts) for parts in zip(tree, *others, strict=True))
    if isinstance(tree, Mapping):
        if any(not isinstance(other, Mapping) or other.keys() != tree.keys() for other in others):
            raise ValueError("hai cây dữ liệu khác dạng")
        return {key: map_tree(function, tree[key], *(other[key] for other in others)) for key in tree}
    if any(isinstance(other, (tuple, Mapping)) for other in others):
        raise ValueError("hai cây dữ liệu khác dạng")
    return function(tree, *others)


def call(model: Callable[..., Any], x: Any) -> Any:
    """model(x); x là tuple thì model(*x), là dict thì model(**x)."""
    if isinstance(x, tuple):
        return model(*x)
    return model(**x) if isinstance(x, Mapping) else model(x)
