"""CTC: học đọc một dãy mà không cần biết chữ nào nằm ở bước nào; và hai cách đọc ra chữ."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from hocsau.nn.arrays import as_float, wide
from hocsau.nn.losses import check_reduction

Targets = Sequence[ArrayLike]


def ctc_loss(
    logits: ArrayLike,
    targets: Targets,
    reduction: str = "mean",
    *,
    steps: ArrayLike | None = None,
    blank: int = 0,
) -> tuple[float, np.ndarray]:
    """CTC: L = −ln p(y), p(y) là tổng xác suất của mọi cách viết y thành T bước.

    Một cách viết gán cho mỗi bước một lớp; gộp các bước liền nhau cùng lớp rồi bỏ kí hiệu trống thì phải ra
    y. Xen kí hiệu trống vào y được z, dài 2L + 1. Đi xuôi, với a là xác suất của lớp z_s ở bước t:

        α_t(s) = a_t(s)·(α_{t−1}(s) + α_{t−1}(s−1) + [z_s ≠ trống và z_s ≠ z_{s−2}]·α_{t−1}(s−2))

    và p = α_T(2L) + α_T(2L−1). Đi ngược cho β; ∂L/∂logit = softmax − phần xác suất của những cách viết có lớp
    ấy ở bước ấy. Code giữ mọi số ở dạng log, nên T lớn cũng không tràn.

    Tham số:
        logits: (N, T, K).
        targets: N dãy số thứ tự lớp, dài ngắn tuỳ ý (rỗng cũng được), không chứa `blank`.
        reduction: "mean" chia cho N (torch còn chia mỗi mẫu cho độ dài của y), hay "sum".
        steps: (N,), số bước thật của mỗi mẫu; phần sau là chỗ đệm, gradient 0. Không nêu: T.
        blank: lớp của kí hiệu trống.

    Trả về:
        (loss, gradient cùng shape với logits).

    Lỗi:
        ValueError: sai shape, lớp ngoài khoảng, hoặc y cần nhiều bước hơn số đang có (hai chữ liền nhau giống
            nhau phải cách một bước trống).

    Nguồn: Graves et al., 2006.
    """
    check_reduction(reduction)
    z, wanted, counts = _checked(logits, targets, steps, blank)
    log_p = log_softmax(wide(z))
    gradient = np.zeros(z.shape, log_p.dtype)
    total = 0.0
    for n, (y, count) in enumerate(zip(wanted, counts, strict=True)):
        extended = np.full(2 * len(y) + 1, blank)
        extended[1::2] = y
        a = log_p[n, :count, extended].T  # (T, S): numpy puts the two indices first
        alpha, beta = _forward(a, extended, blank), _forward(a[::-1, ::-1], extended[::-1], blank)[::-1, ::-1]
        likelihood = np.logaddexp.reduce(alpha[-1, -2:])
        total -= float(likelihood)
        share = np.exp(alpha + beta - a - likelihood)  # (T, S), each row sums to 1
        gradient[n, :count] = np.exp(log_p[n, :count])
        for s, label in enumerate(extended):
            gradient[n, :count, label] -= share[:, s]
    scale = 1 / len(z) if reduction == "mean" else 1.0
    return scale * total, (scale * gradient).astype(z.dtype, copy=False)


def ctc_loss_naive(logits: ArrayLike, target: ArrayLike, *, blank: int = 0) -> float:
    """−ln p(y) của một mẫu, cộng thẳng K^T cách viết: chậm mà hiển nhiên đúng.

    Tham số:
        logits: (T, K), T và K nhỏ.
        target: dãy số thứ tự lớp.
        blank: lớp của kí hiệu trống.
    """
    log_p = log_softmax(np.asarray(logits, np.float64))
    wanted = tuple(np.asarray(target, int).tolist())
    found = [
        sum(log_p[t, k] for t, k in enumerate(path))
        for path in itertools.product(range(log_p.shape[1]), repeat=len(log_p))
        if _merged(path, blank) == wanted
    ]
    return -float(np.logaddexp.reduce(found)) if found else np.inf


def ctc_greedy(logits: ArrayLike, *, blank: int = 0) -> list[np.ndarray]:
    """Lấy lớp lớn nhất ở mỗi bước, gộp những bước liền nhau cùng lớp, bỏ kí hiệu trống.

    Tham số:
        logits: (N, T, K).
        blank: lớp của kí hiệu trống.

    Trả về:
        N mảng số thứ tự lớp.
    """
    best = _logits(logits).argmax(axis=-1)
    return [np.array(_merged(path, blank), np.int64) for path in best.tolist()]


def ctc_beam(
    logits: ArrayLike, width: int = 10, *, blank: int = 0
) -> list[list[tuple[tuple[int, ...], float]]]:
    """Prefix beam search: giữ `width` đoạn đầu có xác suất lớn nhất, mỗi đoạn cộng mọi cách viết ra nó.

    Mỗi đoạn nhớ hai số: xác suất khi bước cuối là trống, và khi bước cuối là chữ cuối của đoạn. Đoạn "aa" chỉ
    sinh ra từ "a" có bước cuối trống; bước cuối là chữ a nữa thì vẫn là "a".

    Tham số:
        logits: (N, T, K).
        width: số đoạn giữ lại ở mỗi bước.
        blank: lớp của kí hiệu trống.

    Trả về:
        mỗi mẫu một danh sách (dãy, ln xác suất), xác suất lớn đứng trước.

    Lỗi:
        ValueError: width < 1, hoặc logits sai shape.

    Nguồn: Hannun et al., 2014.
    """
    if isinstance(width, bool) or not isinstance(width, (int, np.integer)) or width < 1:
        raise ValueError(f"width = {width!r}; cần số nguyên từ 1 trở lên")
    return [_beam(log_p, int(width), blank) for log_p in log_softmax(wide(_logits(logits)))]


def log_softmax(z: np.ndarray) -> np.ndarray:
    """z − ln Σ e^z theo trục cuối, đúng cả khi |z| = 1e4."""
    shifted = z - z.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def _beam(log_p: np.ndarray, width: int, blank: int) -> list[tuple[tuple[int, ...], float]]:
    never = -np.inf
    beams: dict[tuple[int, ...], tuple[float, float]] = {(): (0.0, never)}
    for row in log_p.tolist():
        grown: defaultdict[tuple[int, ...], list[float]] = defaultdict(lambda: [never, never])
        for prefix, (empty, ended) in beams.items():
            both = _sum(empty, ended)
            same = grown[prefix]
            same[0] = _sum(same[0], both + row[blank])
            if prefix:
                same[1] = _sum(same[1], ended + row[prefix[-1]])
            for label, p in enumerate(row):
                if label != blank:
                    longer = grown[(*prefix, label)]
                    before = empty if prefix and label == prefix[-1] else both
                    longer[1] = _sum(longer[1], before + p)
        possible = [item for item in grown.items() if _sum(*item[1]) > never]
        best = sorted(possible, key=lambda item: (-_sum(*item[1]), item[0]))[:width]
        beams = {prefix: (empty, ended) for prefix, (empty, ended) in best}
    return [(prefix, _sum(*both)) for prefix, both in beams.items()]


def _sum(a: float, b: float) -> float:
    """ln(e^a + e^b), ten times faster than numpy's for two numbers."""
    high, low = (a, b) if a >= b else (b, a)
    return high if low == -math.inf else high + math.log1p(math.exp(low - high))


def _forward(a: np.ndarray, extended: np.ndarray, blank: int) -> np.ndarray:
    """alpha (T, S). Read from the other end, with both arrays turned round, it is beta."""
    alpha = np.full(a.shape, -np.inf)
    alpha[0, :2] = a[0, :2]
    skips = np.zeros(len(extended), bool)
    skips[2:] = (extended[2:] != blank) & (extended[2:] != extended[:-2])
    with np.errstate(invalid="ignore"):  # NaN logits give a NaN loss, which fit reports as divergence
        for t in range(1, len(a)):
            before = alpha[t - 1]
            here = before.copy()
            here[1:] = np.logaddexp(here[1:], before[:-1])
            here[2:] = np.where(skips[2:], np.logaddexp(here[2:], before[:-2]), here[2:])
            alpha[t] = here + a[t]
    return alpha


def _merged(path: Sequence[int], blank: int) -> tuple[int, ...]:
    return tuple(k for k, _ in itertools.groupby(path) if k != blank)


def _logits(logits: ArrayLike) -> np.ndarray:
    z = as_float(logits, "logits")
    if z.ndim != 3 or 0 in z.shape[1:]:
        raise ValueError(f"logits có shape {z.shape}; cần (N, T, K), mỗi mẫu ít nhất một bước")
    return z


def _checked(
    logits: ArrayLike, targets: Targets, steps: ArrayLike | None, blank: int
) -> tuple[np.ndarray, list[np.ndarray], list[int]]:
    z = _logits(logits)
    n, longest, classes = z.shape
    if n == 0:
        raise ValueError("không có mẫu nào để tính loss")
    if len(targets) != n:
        raise ValueError(f"có {n} mẫu nhưng {len(targets)} dãy trong targets; hai số phải bằng nhau")
    if not 0 <= blank < classes:
        raise ValueError(f"blank = {blank}; cần một lớp 0 … {classes - 1}")
    counts = np.full(n, longest) if steps is None else np.asarray(steps)
    if counts.shape != (n,) or counts.dtype.kind not in "iu" or counts.min() < 1 or counts.max() > longest:
        raise ValueError(f"steps phải gồm {n} số nguyên từ 1 đến {longest}")
    wanted = []
    for i, (target, count) in enumerate(zip(targets, counts.tolist(), strict=True)):
        y = np.asarray(target)
        if y.ndim != 1 or (y.size and y.dtype.kind not in "iu"):
            raise ValueError(f"targets[{i}] có shape {y.shape}, dtype {y.dtype}; cần một dãy số nguyên")
        if y.size and (y.min() < 0 or y.max() >= classes or (y == blank).any()):
            raise ValueError(f"targets[{i}] có lớp ngoài 0 … {classes - 1}, hoặc chứa kí hiệu trống {blank}")
        repeats = int((y[1:] == y[:-1]).sum())
        if len(y) + repeats > count:
            raise ValueError(
                f"targets[{i}] dài {len(y)}, {repeats} chỗ hai chữ liền giống nhau: cần ít nhất "
                f"{len(y) + repeats} bước, chỉ có {count}. Hãy bỏ mẫu này hoặc cho mạng nhiều bước hơn"
            )
        wanted.append(y.astype(np.int64))
    return z, wanted, counts.tolist()
