"""Xếp các dãy dài ngắn khác nhau thành lô: đệm cho bằng nhau, mặt nạ, và gom câu cùng độ dài."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import ArrayLike


def pad(sequences: Sequence[ArrayLike], value: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Đệm các dãy số cho dài bằng nhau.

    Tham số:
        sequences: N dãy số nguyên, dài ngắn khác nhau; dãy rỗng được phép.
        value: số đặt vào chỗ đệm, thường là `Vocabulary.pad`.

    Trả về:
        (ids, mask): ids (N, T) int64, T là dãy dài nhất; mask (N, T) bool, True ở chỗ thật.

    Lỗi:
        ValueError: có dãy không phải một chiều số nguyên.
    """
    rows = [np.asarray(s) for s in sequences]
    for k, row in enumerate(rows):
        if row.ndim != 1 or (row.size and row.dtype.kind not in "iu"):
            raise ValueError(f"dãy {k} có shape {row.shape}, kiểu {row.dtype}; cần một dãy số nguyên")
    lengths = np.array([len(row) for row in rows], np.int64)
    mask = np.arange(lengths.max(initial=0)) < lengths[:, None]
    ids = np.full(mask.shape, value, np.int64)
    ids[mask] = np.concatenate(rows) if lengths.sum() else []
    return ids, mask


def length_batches(
    lengths: Sequence[int] | np.ndarray,
    batch_size: int,
    rng: np.random.Generator | None = None,
    *,
    pool: int = 20,
) -> Iterator[np.ndarray]:
    """Chia N câu thành các lô gồm những câu dài gần bằng nhau, để ít phải đệm.

    Có `rng` thì câu được xáo, gom từng đống `pool` lô, xếp mỗi đống theo độ dài, cắt thành lô rồi xáo các lô.
    Không có thì xếp tất cả theo độ dài.

    Tham số:
        lengths: (N,) độ dài từng câu.
        batch_size: số câu của một lô; lô cuối có thể ít hơn.
        rng: bộ sinh số; None là không xáo (lúc đo).
        pool: số lô của một đống.

    Trả về:
        Từng lô một: mảng số thứ tự; mọi câu có mặt đúng một lần.

    Lỗi:
        ValueError: batch_size hay pool không dương, hay độ dài âm.
    """
    sizes = np.asarray(lengths)
    if sizes.ndim != 1 or (sizes.size and (sizes.dtype.kind not in "iu" or sizes.min() < 0)):
        raise ValueError("lengths: cần một dãy số nguyên không âm, mỗi câu một số")
    for name, value in (("batch_size", batch_size), ("pool", pool)):
        if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < 1:
            raise ValueError(f"{name} = {value!r}; cần số nguyên dương")
    return _batches(sizes, int(batch_size), rng, int(pool))


def _batches(
    sizes: np.ndarray, batch_size: int, rng: np.random.Generator | None, pool: int
) -> Iterator[np.ndarray]:
    n = len(sizes)
    order = np.arange(n) if rng is None else rng.permutation(n)
    heap = n if rng is None else batch_size * pool
    batches = []
    for start in range(0, n, max(heap, 1)):
        part = order[start : start + heap]
        part = part[np.argsort(sizes[part], kind="stable")]
        batches += [part[k : k + batch_size] for k in range(0, len(part), batch_size)]
    if rng is not None:
        batches = [batches[k] for k in rng.permutation(len(batches))]
    yield from batches


def padding_share(lengths: Sequence[int] | np.ndarray, batches: Sequence[np.ndarray]) -> float:
    """Tỉ lệ ô đệm trong mọi ô của các lô: 1 − Σ độ dài / Σ (số câu × câu dài nhất của lô).

    Tham số:
        lengths: (N,) độ dài từng câu.
        batches: các lô số thứ tự, như `length_batches` đưa ra.

    Trả về:
        Số từ 0 tới 1; không có ô nào thì 0.
    """
    sizes = np.asarray(lengths)
    cells = sum(len(rows) * int(sizes[rows].max()) for rows in batches if len(rows))
    used = sum(int(sizes[rows].sum()) for rows in batches)
    return 1 - used / cells if cells else 0.0
