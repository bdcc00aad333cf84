"""Học một Faster R-CNN rồi chấm trên những ảnh để dành: phần chung của shapes-frcnn và blood-frcnn."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import numpy as np

from hocsau.data import Dataset
from hocsau.experiments.detection.kept import learnt
from hocsau.experiments.detection.learning import AT_ONCE, Pictures, detect_all, learn
from hocsau.experiments.detection.scoring import table
from hocsau.experiments.options import Options
from hocsau.experiments.outcome import Outcome
from hocsau.torch.models.faster_rcnn import FasterRCNN


def trained_and_scored(
    name: str,
    model: FasterRCNN,
    rng: np.random.Generator,
    parts: tuple[Pictures, Pictures],
    settings: Any,
    classes: tuple[str, ...],
    options: Options,
    *,
    at_once: int = AT_ONCE,
) -> Outcome:
    """Điểm, đường học và số giây của `model`, đã học xong phần đầu của `parts`, trên phần sau.

    Tham số:
        name: tên thí nghiệm, cũng là tên tệp checkpoint.
        model: mạng chưa học; xong thì ở chế độ dự đoán.
        rng: bộ sinh số đã dựng mạng ấy; lúc học rút tiếp từ nó.
        parts: ảnh để học và để chấm.
        settings: dataclass của thí nghiệm, có `recipe`.
        classes: tên các lớp.
        options: tiến trình, checkpoint.
        at_once: số ảnh một lượt khi chấm.
    """
    train, exam = parts

    def go() -> dict[str, list[float]]:
        return learn(
            model,
            lambda images, goals, _: model.losses(images, goals, rng),
            train,
            settings.recipe,
            rng,
            progress=options.progress,
        )

    curve, seconds = learnt(options, name, asdict(settings), model, go)
    found, each = detect_all(lambda x, _: model.detect(x), exam, at_once=at_once)
    said = table(found, exam.targets, classes)
    return Outcome(
        said["scores"] | {"parameters": float(sum(p.numel() for p in model.parameters()))},
        curves={"faster": curve},
        epoch_seconds={"faster": seconds / settings.recipe.epochs},
        details=said["details"]
        | {
            "settings": asdict(settings),
            "parts": {"train": len(train), "test": len(exam)},
            "train_seconds": round(seconds, 1),
            "seconds": round(each, 5),
        },
        packages=("torch",),
    )


def chosen(settings: Any, data: Dataset, options: Options, **small: int) -> Any:
    """Thiết lập của sách; ở bản nhỏ thì đổi theo `small` và học một epoch. `--epochs` có tiếng nói cuối."""
    epochs = settings.recipe.epochs
    if data.info.profile == "small":
        settings, epochs = replace(settings, **small), 1
    return replace(settings, recipe=replace(settings.recipe, epochs=options.epochs or epochs))
