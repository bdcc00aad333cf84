"""Ảnh chữ số thành các hàng số trong [0, 1], chia ba phần."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hocsau.data import Dataset, Split

# A set with a test part of its own gives a sixth for validation (10,000 of MNIST's); another is cut in three.
PARTS = {"has test": {"val": 1 / 6}, "whole": {"val": 0.1, "test": 0.2}}


def ready(data: Dataset) -> Dataset:
    """Train, val, test với x (N, D) kiểu float32 trong [0, 1]; cách chia cố định (default_rng(0))."""
    parts = data.split(**PARTS["whole" if data.test is None else "has test"])
    largest = data.info.largest  # of the format, not of a part: it says nothing about the images
    return replace(
        parts,
        train=flat(parts.train, largest),
        val=flat(parts.val, largest),
        test=flat(parts.test, largest),
    )


def flat(part: Split, largest: int) -> Split:
    """Mỗi ảnh (H, W) thành một hàng H·W số trong [0, 1]."""
    return Split(part.x.reshape(len(part), -1).astype(np.float32) / np.float32(largest), part.y)
