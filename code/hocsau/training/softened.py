"""Nhãn mềm đi vào `fit`: label smoothing, mixup, CutMix, kèm augmentation."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from hocsau.data.transforms import Transform
from hocsau.nn.soft_targets import smooth_labels
from hocsau.training.augmented import Pairs
from hocsau.training.batches import count

Mix = Callable[..., tuple[np.ndarray, np.ndarray]]


def softened(
    classes: int, smoothing: float = 0.0, *, augment: Transform | None = None, mix: Mix | None = None
) -> Pairs:
    """Phép đổi batch cho `augmented`: đổi ảnh, làm mềm nhãn, rồi trộn.

    Loss phải nhận nhãn mềm (N, K): numpy là `nn.soft_cross_entropy`, torch là
    `torch.nn.functional.cross_entropy`. Tập kiểm định không đi qua đây nên nhãn của nó vẫn cứng.

        change = softened(10, 0.1, augment=Flip(), mix=partial(mixup, alpha=0.2))
        fit(model, data, nn.soft_cross_entropy, …, rng=rng, train_batch=augmented(change, rng))

    Tham số:
        classes: số lớp K.
        smoothing: ε của label smoothing, xem `nn.smooth_labels`.
        augment: phép chỉ đổi ảnh, làm trước khi trộn.
        mix: `transforms.mixup`, `transforms.cutmix`, hoặc hàm(x, target, rng=…) -> (x, target).

    Trả về:
        Hàm(x, y, rng) -> (x, nhãn mềm (N, K)).

    Lỗi:
        ValueError: classes dưới 2, smoothing ngoài [0, 1], augment hay mix không dùng được.
    """
    count("classes", classes, 2)
    smooth_labels(np.zeros(1, np.int64), classes, smoothing)  # refuses a wrong smoothing now
    if augment is not None and not isinstance(augment, Transform):
        raise ValueError(f"augment có kiểu {type(augment).__name__}; cần một phép như Flip()")
    if mix is not None and not callable(mix):
        raise ValueError(f"mix có kiểu {type(mix).__name__}; cần hàm như transforms.mixup")

    def change(x: np.ndarray, y: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        if augment is not None:
            x = augment(x, rng=rng)
        target = smooth_labels(y, classes, smoothing, x.dtype if x.dtype.kind == "f" else np.float64)
        return (x, target) if mix is None else mix(x, target, rng=rng)

    return change
