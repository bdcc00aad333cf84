"""The exercises of chapter 11: other right answers pass, the usual wrong ones get their hint."""

import numpy as np
import pytest

from hocsau.exercises import NotRight
from hocsau.exercises.ch11_transfer_learning import (
    check_mirrored,
    check_mix,
    check_nearest_class,
    check_split_by_group,
)


def by_logits(points, labels, exam):
    means = np.array([points[labels == k].mean(0) for k in range(labels.max() + 1)])
    return np.argmax(exam @ means.T - (means**2).sum(1) / 2, axis=1)


def by_row(points, labels, exam):
    means = [points[labels == k].mean(0) for k in sorted(set(labels.tolist()))]
    return np.array([int(np.argmin([np.linalg.norm(e - m) for m in means])) for e in exam])


@pytest.mark.parametrize("answer", [by_logits, by_row])
def test_the_nearest_mean(answer):
    check_nearest_class(answer)


def test_a_nearest_point_and_a_missing_bias_are_named():
    with pytest.raises(NotRight, match="hàng xóm"):
        check_nearest_class(
            lambda points, labels, exam: labels[((exam[:, None] - points) ** 2).sum(2).argmin(1)]
        )
    with pytest.raises(NotRight, match="½"):
        check_nearest_class(
            lambda points, labels, exam: np.argmax(
                exam @ np.array([points[labels == k].mean(0) for k in range(labels.max() + 1)]).T, axis=1
            )
        )


def test_mixing():
    check_mix(lambda x, y, other, lam: (x[other] + lam * (x - x[other]), y[other] + lam * (y - y[other])))
    with pytest.raises(NotRight, match="nhãn cũng"):
        check_mix(lambda x, y, other, lam: (lam * x + (1 - lam) * x[other], y))
    with pytest.raises(NotRight, match="phần của chính"):
        check_mix(lambda x, y, other, lam: ((1 - lam) * x + lam * x[other], (1 - lam) * y + lam * y[other]))
    with pytest.raises(NotRight, match="other"):
        check_mix(lambda x, y, other, lam: (lam * x + (1 - lam) * x[::-1], lam * y + (1 - lam) * y[::-1]))

    def in_place(x, y, other, lam):
        old = x[other].copy()
        x *= lam
        x += (1 - lam) * old
        return x, lam * y + (1 - lam) * y[other]

    with pytest.raises(NotRight, match="sửa mất"):
        check_mix(in_place)


def test_the_mirror():
    check_mirrored(lambda i, n: (i % (2 * n)) if i % (2 * n) < n else 2 * n - 1 - i % (2 * n))
    for wrong, hint in [
        (lambda i, n: i % n, "wrap"),
        (lambda i, n: min(max(i, 0), n - 1), "nearest"),
        (lambda i, n: 0 if n == 1 else (n - 1) - abs((n - 1) - i % (2 * (n - 1))), "mép được lặp"),
    ]:
        with pytest.raises(NotRight, match=hint):
            check_mirrored(wrong)


def test_the_split():
    check_split_by_group(
        lambda group, exam: (
            np.array([i for i, g in enumerate(group) if g not in exam], dtype=int),
            np.array([i for i, g in enumerate(group) if g in exam], dtype=int),
        )
    )
    right = lambda group, exam: np.isin(group, exam)  # noqa: E731
    with pytest.raises(NotRight, match="đảo"):
        check_split_by_group(lambda g, e: (np.flatnonzero(right(g, e)), np.flatnonzero(~right(g, e))))
    with pytest.raises(NotRight, match="chỉ số"):
        check_split_by_group(lambda g, e: (g[~right(g, e)], g[right(g, e)]))
