"""Kiểm gradient của các tầng và loss trong `hocsau.detection`, cho lệnh `hocsau gradcheck`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from hocsau.detection.losses import focal_loss, smooth_l1
from hocsau.detection.overlap import overlap_loss
from hocsau.detection.roi import ROIAlign, ROIPool, fixed_regions
from hocsau.nn.gradcheck import numerical_gradient, relative_error
from hocsau.nn.losses import REDUCTIONS
from hocsau.nn.module import Module
from hocsau.nn.selfcheck import Errors, Outcome, check_layers, check_losses

REGIONS = np.array([[0, 0, 0, 5, 4], [2, 0.6, 0.3, 3.3, 3.1], [1, -1, 1, 9, 2.2]])

LAYERS: dict[str, Callable[[np.random.Generator], Module]] = {
    "ROIPool": lambda rng: fixed_regions(ROIPool((2, 3)), REGIONS),
    "ROIAlign": lambda rng: fixed_regions(ROIAlign((2, 3)), REGIONS),
}


def _boxes(rng: np.random.Generator) -> np.ndarray:
    corner = rng.uniform(0, 4, (6, 2))
    return np.concatenate([corner, corner + rng.uniform(1, 4, (6, 2))], axis=1)


def _overlap(kind: str) -> Callable[[np.random.Generator], Errors]:
    def check(rng: np.random.Generator) -> Errors:
        p, t = _boxes(rng), _boxes(rng)
        return {
            r: relative_error(
                overlap_loss(p, t, kind, r)[1],
                numerical_gradient(lambda a, r=r: overlap_loss(a, t, kind, r)[0], p),  # type: ignore[misc]
            )
            for r in REDUCTIONS
        }

    return check


def _smooth_l1(rng: np.random.Generator) -> Errors:
    p, t = rng.normal(size=(5, 4)) * 2, rng.normal(size=(5, 4))
    numeric = numerical_gradient(lambda a: smooth_l1(a, t, 0.7)[0], p)
    return {"mean": relative_error(smooth_l1(p, t, 0.7)[1], numeric)}


def _focal(rng: np.random.Generator) -> Errors:
    z, y = rng.normal(size=(5, 4)) * 2, rng.integers(0, 2, (5, 4))
    numeric = numerical_gradient(lambda a: focal_loss(a, y)[0], z)
    return {"sum": relative_error(focal_loss(z, y)[1], numeric)}


# CIoU is not here: its α is held still on purpose, so that differences differ (tests compare it with torch).
LOSSES: dict[str, Callable[[np.random.Generator], Errors]] = {
    "overlap_loss iou": _overlap("iou"),
    "overlap_loss giou": _overlap("giou"),
    "overlap_loss diou": _overlap("diou"),
    "smooth_l1": _smooth_l1,
    "focal_loss": _focal,
}


def check_all(seed: int = 0) -> Iterator[Outcome]:
    """Kết quả của từng tầng và loss, lần lượt.

    Tham số:
        seed: số gieo ngẫu nhiên.
    """
    yield from check_layers(LAYERS, (3, 2, 4, 5), seed)
    yield from check_losses(LOSSES, seed)
