"""IoU và ba người em của nó, GIoU, DIoU, CIoU: giá trị từng cặp, và loss có gradient."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from hocsau.detection.checking import pairs
from hocsau.nn.losses import check_reduction

KINDS = ("iou", "giou", "diou", "ciou")


def overlap(prediction: ArrayLike, target: ArrayLike, kind: str = "giou") -> np.ndarray:
    """Độ khớp của từng cặp khung; 1 là trùng khít.

    IoU = I / U, I là phần chung, U là phần hợp; C là khung nhỏ nhất chứa cả hai, d là khoảng cách hai tâm, c
    là đường chéo của C, v = (4/π²)(arctan(w*/h*) − arctan(w/h))².

    GIoU = IoU − (|C| − U) / |C|;   DIoU = IoU − d² / c²;   CIoU = DIoU − α·v với α = v / (1 − IoU + v).
    Hai khung rời nhau thì IoU là 0 dù gần hay xa, ba số kia vẫn phân biệt được.

    Tham số:
        prediction: (N, 4) dạng hai góc.
        target: (N, 4) dạng hai góc, hàng i đi với hàng i.
        kind: "iou", "giou", "diou" hay "ciou".

    Trả về:
        (N,): IoU trong [0, 1], GIoU và DIoU trong [−1, 1], CIoU còn có thể xuống dưới −1.

    Lỗi:
        ValueError: khung sai dạng, số khung khác nhau, hoặc kind lạ.

    Nguồn: Rezatofighi và cộng sự (2019); Zheng và cộng sự (2020).
    """
    return _valued(prediction, target, kind)[0]


def overlap_loss(
    prediction: ArrayLike, target: ArrayLike, kind: str = "giou", reduction: str = "mean"
) -> tuple[float, np.ndarray]:
    """Loss 1 − độ khớp, và gradient theo khung được đoán.

    L = scale · Σ_n (1 − overlap_n); α của CIoU được coi là hằng số khi lấy đạo hàm, như bài báo.

    Tham số:
        prediction: (N, 4) dạng hai góc.
        target: (N, 4) dạng hai góc.
        kind: "iou", "giou", "diou" hay "ciou".
        reduction: "mean" (chia N) hay "sum".

    Trả về:
        (loss, gradient (N, 4)).

    Lỗi:
        ValueError: như `overlap`, và khi không có khung nào.
    """
    check_reduction(reduction)
    value, gradient = _valued(prediction, target, kind)
    if not len(value):
        raise ValueError("không có khung nào để tính loss")
    scale = 1 / len(value) if reduction == "mean" else 1.0
    return float(scale * np.sum(1 - value)), (-scale * gradient).astype(gradient.dtype, copy=False)


def _valued(prediction: ArrayLike, target: ArrayLike, kind: str) -> tuple[np.ndarray, np.ndarray]:
    """The overlap of every pair (N,) and its derivative by the prediction (N, 4)."""
    if kind not in KINDS:
        raise ValueError(f"kind = {kind!r}; cần một trong {', '.join(KINDS)}")
    p, t = pairs(prediction, target, ("prediction", "target"))
    side = p[:, 2:] - p[:, :2]
    own = side[:, 0] * side[:, 1]
    d_own = _product(np.concatenate([-np.ones_like(side), np.ones_like(side)], axis=1), side)
    common, d_common = _rectangle(p, t, inner=True)
    union = own + (t[:, 2] - t[:, 0]) * (t[:, 3] - t[:, 1]) - common
    value, gradient = _ratio(common, d_common, union, d_own - d_common)
    if kind == "iou":
        return value, gradient
    if kind == "giou":
        hull, d_hull = _rectangle(p, t, inner=False)
        # (C − U) / C = 1 − U / C; a hull of area 0 takes nothing away
        filled, d_filled = _ratio(union, d_own - d_common, hull, d_hull)
        flat = hull <= 0
        return value - np.where(flat, 0, 1 - filled), gradient + np.where(flat[:, np.newaxis], 0, d_filled)
    distance, d_distance = _distance(p, t)
    value, gradient = value - distance, gradient - d_distance
    if kind == "ciou":
        iou = value + distance
        shape, d_shape = _shape(side, t[:, 2:] - t[:, :2])
        below = 1 - iou + shape
        alpha = np.divide(shape, below, out=np.zeros_like(shape), where=below > 0)
        value, gradient = value - alpha * shape, gradient - alpha[:, np.newaxis] * d_shape
    return value, gradient


def _rectangle(p: np.ndarray, t: np.ndarray, inner: bool) -> tuple[np.ndarray, np.ndarray]:
    """The area of the common part (inner) or of the hull of each pair, and its derivative by p.

    Where p and t share an edge the derivative is half of each side's, as torch has it.
    """
    later, sooner = (np.maximum, np.minimum) if inner else (np.minimum, np.maximum)
    side = sooner(p[:, 2:], t[:, 2:]) - later(p[:, :2], t[:, :2])
    met = (side > 0).all(axis=1) if inner else np.ones(len(p), bool)
    side = np.where(met[:, np.newaxis], side, 0)
    sign = 1 if inner else -1
    low = -_chosen(sign * (p[:, :2] - t[:, :2])).astype(p.dtype)
    high = _chosen(sign * (t[:, 2:] - p[:, 2:])).astype(p.dtype)
    return side[:, 0] * side[:, 1], _product(np.concatenate([low, high], axis=1), side) * met[:, np.newaxis]


def _chosen(ahead: np.ndarray) -> np.ndarray:
    """1 where p's edge is the one that counts, 0 where it is t's, a half where they are equal."""
    return np.where(ahead > 0, 1.0, np.where(ahead < 0, 0.0, 0.5))


def _product(edges: np.ndarray, side: np.ndarray) -> np.ndarray:
    """d(w·h) by x1, y1, x2, y2, when `edges` holds dw by x1, dh by y1, dw by x2, dh by y2."""
    return edges * side[:, [1, 0, 1, 0]]


def _ratio(
    above: np.ndarray, d_above: np.ndarray, below: np.ndarray, d_below: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    safe = np.where(below > 0, below, 1)
    value = np.where(below > 0, above / safe, 0)
    slope = (d_above - value[:, np.newaxis] * d_below) / safe[:, np.newaxis]
    return value, np.where((below > 0)[:, np.newaxis], slope, 0)


def _distance(p: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """d² / c² and its derivative by p."""
    apart = (p[:, :2] + p[:, 2:] - t[:, :2] - t[:, 2:]) / 2
    hull = np.maximum(p[:, 2:], t[:, 2:]) - np.minimum(p[:, :2], t[:, :2])
    low = -_chosen(t[:, :2] - p[:, :2]).astype(p.dtype)
    high = _chosen(p[:, 2:] - t[:, 2:]).astype(p.dtype)
    d_diagonal = 2 * np.concatenate([low * hull, high * hull], axis=1)
    return _ratio(
        (apart**2).sum(axis=1),
        np.concatenate([apart, apart], axis=1),
        (hull**2).sum(axis=1),
        d_diagonal,
    )


def _shape(side: np.ndarray, theirs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """v of CIoU and its derivative by p; arctan2 knows a height of 0."""
    angle = np.arctan2(side[:, 0], side[:, 1])
    apart = np.arctan2(theirs[:, 0], theirs[:, 1]) - angle
    long = (side**2).sum(axis=1)
    safe = np.where(long > 0, long, 1)
    slope = -8 / np.pi**2 * apart / safe  # by the angle, over w² + h²
    by_width, by_height = slope * side[:, 1] * (long > 0), -slope * side[:, 0] * (long > 0)
    gradient = np.stack([-by_width, -by_height, by_width, by_height], axis=1)
    return 4 / np.pi**2 * apart**2, gradient.astype(side.dtype, copy=False)
