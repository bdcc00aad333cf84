"""word2vec: skip-gram và CBOW, với softmax đầy đủ hay negative sampling (Mikolov và cộng sự, 2013)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from hocsau.nn.arrays import as_float


def skipgram_pairs(sequences: Sequence[Sequence[int]], window: int = 2) -> tuple[np.ndarray, np.ndarray]:
    """Mọi cặp (từ giữa, một từ cách nó không quá `window`), theo thứ tự trong câu.

    Tham số:
        sequences: các câu, mỗi câu là dãy số của từ.
        window: số từ nhìn mỗi bên.

    Trả về:
        (center, context): hai mảng (N,) int64.

    Lỗi:
        ValueError: window không phải số nguyên dương, hay có số không nguyên hay âm.
    """
    center: list[int] = []
    context: list[int] = []
    for words, k, around in _windows(sequences, window):
        center += [words[k]] * len(around)
        context += around
    return np.array(center, np.int64), np.array(context, np.int64)


def cbow_pairs(
    sequences: Sequence[Sequence[int]], window: int = 2
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mỗi từ và mọi từ cách nó không quá `window`, đệm cho đủ 2·window chỗ.

    Tham số:
        sequences: các câu, mỗi câu là dãy số của từ; câu một từ không cho mẫu nào.
        window: số từ nhìn mỗi bên.

    Trả về:
        (context, mask, center): (N, 2·window) int64, (N, 2·window) bool, (N,) int64; chỗ đệm: số 0, False.

    Lỗi:
        ValueError: như `skipgram_pairs`.
    """
    rows = [(words[k], around) for words, k, around in _windows(sequences, window) if around]
    context = np.zeros((len(rows), 2 * window), np.int64)
    mask = np.zeros(context.shape, bool)
    for row, (_, around) in enumerate(rows):
        context[row, : len(around)] = around
        mask[row, : len(around)] = True
    return context, mask, np.array([middle for middle, _ in rows], np.int64)


def _windows(sequences: Sequence[Sequence[int]], window: int) -> list[tuple[list[int], int, list[int]]]:
    if isinstance(window, bool) or not isinstance(window, (int, np.integer)) or window < 1:
        raise ValueError(f"window = {window!r}; cần số nguyên dương")
    found = []
    for sequence in sequences:
        a = np.asarray(sequence)
        if a.ndim != 1 or (a.size and (a.dtype.kind not in "iu" or a.min() < 0)):
            raise ValueError(f"câu {sequence!r}; cần một dãy số nguyên không âm")
        words = a.tolist()
        for k in range(len(words)):
            found.append((words, k, words[max(0, k - window) : k] + words[k + 1 : k + 1 + window]))
    return found


def noise_distribution(counts: ArrayLike, power: float = 0.75) -> np.ndarray:
    """Xác suất bốc từ sai: p(w) = c(w)^power / Σ c^power.

    Tham số:
        counts: (V,) số lần gặp, không âm, tổng dương.
        power: 0.75 như bài báo; 0 là bốc đều (cả từ chưa gặp), 1 là theo số lần.

    Trả về:
        (V,) float64, tổng bằng 1.

    Lỗi:
        ValueError: counts âm, rỗng hay toàn 0, power âm.
    """
    c = as_float(counts, "counts").astype(np.float64)
    if c.ndim != 1 or not np.isfinite(c).all() or (c < 0).any() or not c.sum() > 0 or not power >= 0:
        raise ValueError("counts: cần (V,) số lần gặp, không âm và không toàn 0; power ≥ 0")
    weights = c**power
    return weights / weights.sum()


def softmax_loss(
    hidden: ArrayLike, out: ArrayLike, target: ArrayLike
) -> tuple[float, np.ndarray, np.ndarray]:
    """Loss trung bình −ln softmax(U h)[target] trên cả từ điển.

    Với p = softmax(U h), đạo hàm theo điểm số là d = p − onehot(target); dh = d U, dU = dᵀ h.

    Tham số:
        hidden: h (N, D).
        out: U (V, D), mỗi hàng là vector ra của một từ.
        target: (N,) số của từ đúng.

    Trả về:
        (loss, dh, dU), cùng shape với hidden và out.

    Lỗi:
        ValueError: sai shape, không có mẫu nào, hay target ngoài từ điển.
    """
    h, u = _checked(hidden, out)
    y = _ids("target", target, len(u), (len(h),))
    scores = h @ u.T
    scores -= scores.max(axis=1, keepdims=True)
    log_p = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    rows = np.arange(len(h))
    d = np.exp(log_p)
    d[rows, y] -= 1
    d /= len(h)
    return float(-log_p[rows, y].mean()), d @ u, d.T @ h


def negative_loss(
    hidden: ArrayLike, out: ArrayLike, target: ArrayLike, negatives: ArrayLike
) -> tuple[float, np.ndarray, np.ndarray]:
    """Loss trung bình −ln σ(u_o · h) − Σₖ ln σ(−u_k · h): phân biệt từ thật o với K từ bốc bừa k.

    Đạo hàm theo điểm số là σ(u_o · h) − 1 ở từ thật và σ(u_k · h) ở từ bừa; chỉ K + 1 hàng của U có gradient.

    Tham số:
        hidden: h (N, D).
        out: U (V, D).
        target: (N,) số của từ thật.
        negatives: (N, K) số của các từ bừa; trùng nhau hay trùng từ thật cũng được, gradient cộng lại.

    Trả về:
        (loss, dh, dU), cùng shape với hidden và out.

    Lỗi:
        ValueError: sai shape, không có mẫu nào, hay có số ngoài từ điển.
    """
    h, u = _checked(hidden, out)
    y = _ids("target", target, len(u), (len(h),))
    wrong = _ids("negatives", negatives, len(u), (len(h), None))
    words = np.concatenate([y[:, None], wrong], axis=1)
    sign = np.ones(words.shape, h.dtype)
    sign[:, 1:] = -1
    chosen = u[words]  # (N, K + 1, D)
    scores = np.einsum("nkd,nd->nk", chosen, h) * sign
    loss = np.logaddexp(0, -scores).sum(axis=1).mean()  # −ln σ(s) = ln(1 + e^−s)
    d = -sign * np.exp(-np.logaddexp(0, scores)) / len(h)  # −σ(−s)
    du = np.zeros_like(u)
    # sum per word with a sparse product: np.add.at is many times slower
    order = np.argsort(words, axis=None, kind="stable")
    flat = words.ravel()[order]
    if flat.size:
        starts = np.flatnonzero(np.r_[True, flat[1:] != flat[:-1]])
        parts = (d[:, :, None] * h[:, None, :]).reshape(-1, h.shape[1])[order]
        du[flat[starts]] = np.add.reduceat(parts, starts, axis=0)
    return float(loss), np.einsum("nk,nkd->nd", d, chosen), du


def context_mean(vectors: ArrayLike, context: ArrayLike, mask: ArrayLike) -> np.ndarray:
    """Trung bình vector của các từ xung quanh: tầng ẩn của CBOW.

    Tham số:
        vectors: (V, D).
        context: (N, C) số của từ.
        mask: (N, C) bool, mỗi hàng ít nhất một True.

    Trả về:
        (N, D).
    """
    v, ids, keep = _context(vectors, context, mask)
    weights = keep / keep.sum(axis=1, keepdims=True)
    return np.einsum("nc,ncd->nd", weights.astype(v.dtype), v[ids])


def context_mean_backward(
    dh: ArrayLike, vectors: ArrayLike, context: ArrayLike, mask: ArrayLike
) -> np.ndarray:
    """Gradient của `context_mean` theo `vectors`: mỗi từ có mặt nhận dh chia cho số từ của hàng.

    Tham số:
        dh: (N, D).
        vectors, context, mask: như `context_mean`.

    Trả về:
        (V, D).
    """
    v, ids, keep = _context(vectors, context, mask)
    weights = (keep / keep.sum(axis=1, keepdims=True)).astype(v.dtype)
    spread = np.zeros((len(ids), len(v)), v.dtype)  # (N, V): how much of each word is in each row
    for column in range(ids.shape[1]):
        spread[np.arange(len(ids)), ids[:, column]] += weights[:, column]
    return spread.T @ as_float(dh, "dh")


def nearest_words(
    vectors: ArrayLike, query: ArrayLike, k: int = 5, skip: Sequence[int] = ()
) -> list[tuple[int, float]]:
    """k từ có cosine lớn nhất với một vector: cos = v · q / (‖v‖ ‖q‖).

    Tham số:
        vectors: (V, D).
        query: (D,), ví dụ king − man + woman.
        k: số từ.
        skip: số của những từ không kể, thường là các từ đã dùng để làm ra `query`.

    Trả về:
        [(số của từ, cosine)], lớn đứng trước; từ có vector 0 được cosine 0.

    Lỗi:
        ValueError: sai shape, k không dương, hay query là vector 0.
    """
    v, q = as_float(vectors, "vectors"), as_float(query, "query")
    if v.ndim != 2 or q.shape != v.shape[1:]:
        raise ValueError(f"vectors có shape {v.shape}, query có shape {q.shape}; cần (V, D) và (D,)")
    length = float(np.linalg.norm(q.astype(np.float64)))
    if isinstance(k, bool) or int(k) != k or k < 1 or not length > 0:
        raise ValueError(f"k = {k!r}, ‖query‖ = {length}; cần k ≥ 1 và query khác vector 0")
    v = v.astype(np.float64)
    norms = np.linalg.norm(v, axis=1)
    cosine = np.divide(v @ q / length, norms, out=np.zeros(len(v)), where=norms > 0)
    cosine[list(skip)] = -np.inf
    order = np.argsort(-cosine, kind="stable")[: int(k)]
    return [(int(i), float(cosine[i])) for i in order if cosine[i] > -np.inf]


def _checked(hidden: ArrayLike, out: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    h, u = as_float(hidden, "hidden"), as_float(out, "out")
    if h.ndim != 2 or u.ndim != 2 or h.shape[1] != u.shape[1] or not len(h):
        raise ValueError(f"hidden có shape {h.shape}, out có shape {u.shape}; cần (N, D) và (V, D), N ≥ 1")
    return h, u


def _ids(name: str, value: ArrayLike, size: int, shape: tuple[int | None, ...]) -> np.ndarray:
    a = np.asarray(value)
    fits = a.ndim == len(shape) and all(want in (None, got) for want, got in zip(shape, a.shape, strict=True))
    if not fits or (a.size and a.dtype.kind not in "iu"):
        raise ValueError(f"{name} có shape {a.shape}, kiểu {a.dtype}; cần {shape} số nguyên")
    if a.size and not 0 <= a.min() <= a.max() < size:
        raise ValueError(f"{name} có số {a.min()} … {a.max()}; từ điển có {size} từ")
    return a.astype(np.int64)


def _context(
    vectors: ArrayLike, context: ArrayLike, mask: ArrayLike
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    v, keep = as_float(vectors, "vectors"), np.asarray(mask)
    ids = _ids("context", context, len(v), (None, None))
    if v.ndim != 2 or keep.shape != ids.shape or keep.dtype != bool:
        raise ValueError(f"mask có shape {keep.shape}, kiểu {keep.dtype}; cần {ids.shape}, kiểu bool")
    if not keep.any(axis=1).all():
        raise ValueError("mask có hàng toàn False: một mẫu không có từ nào xung quanh")
    return v, ids, keep
