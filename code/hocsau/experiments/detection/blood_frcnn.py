"""Faster R-CNN trên ảnh máu thật (BCCD): học từ trọng số ngẫu nhiên, cách chia của bộ gốc."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from hocsau.data import Dataset, Split
from hocsau.experiments.detection.faster import chosen, trained_and_scored
from hocsau.experiments.detection.learning import Pictures, Recipe, pictures
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome
from hocsau.torch.detection.targets import targets
from hocsau.torch.models.faster_rcnn import FasterRCNN, RPNSettings
from hocsau.torch.models.regions import HeadSettings


@dataclass(frozen=True)
class Settings:
    """Cách chạy: cỡ ảnh sau khi thu nhỏ, mạng, hạt giống, công thức học.

    Học trên cả hai phần train và val của bộ gốc, vì không có gì được chọn bằng phần val.
    """

    height: int = 240
    width: int = 320
    seed: int = 0
    network: int = 24
    hidden: int = 128
    sizes: tuple[float, ...] = (20, 48, 100)
    recipe: Recipe = Recipe(epochs=30, batch_size=4, learning_rate=2e-3, upside_down=True, light=0.2)


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Train một mạng trên phần train và val của bộ gốc, chấm một lần trên phần test."""
    settings, classes = chosen(Settings(), data, options, network=4, hidden=16), data.info.classes
    rng = np.random.default_rng(settings.seed)
    model = blood_detector(len(classes), settings, rng)
    outcome = trained_and_scored(
        "blood-frcnn", model, rng, parts(data, settings), settings, classes, options, at_once=4
    )
    return replace(outcome, details=outcome.details | {"classes": list(classes)})


def blood_detector(classes: int, settings: Settings, rng: np.random.Generator) -> FasterRCNN:
    """Faster R-CNN với anchor vừa cỡ tế bào, và nhiều vùng hơn: một ảnh có tới vài chục hồng cầu."""
    return FasterRCNN(
        classes,
        width=settings.network,
        head=HeadSettings(hidden=settings.hidden, count=64, most=100),
        rpn=RPNSettings(sizes=settings.sizes, count=128, before=400, after=120),
        rng=rng,
    )


def shrunk(split: Split, classes: int, height: int, width: int) -> Pictures:
    """Ảnh (đường dẫn) đọc, co về height × width, khung co theo; ảnh đã là mảng thì giữ nguyên.

    Lỗi:
        DataError: ảnh không đọc được.
    """
    if split.x.dtype.kind != "U":
        return pictures(split, classes)
    from PIL import Image

    from hocsau.vision.images import read_image

    images, boxes = np.empty((len(split), height, width, 3), np.uint8), []
    for i, (path, photo) in enumerate(zip(split.x, split.y, strict=True)):
        small = Image.fromarray(read_image(path)).convert("RGB").resize((width, height), Image.Resampling.BOX)
        images[i] = np.asarray(small)
        scale = np.array([width / photo.size[0], height / photo.size[1]] * 2)
        boxes.append(photo.boxes * scale)
    return Pictures(images, targets(boxes, [y.labels for y in split.y], classes))


def parts(data: Dataset, settings: Settings) -> tuple[Pictures, Pictures]:
    """Ảnh để học (train và val của bộ gốc) và để chấm."""
    classes = len(data.info.classes)
    train = data.train
    if data.val is not None:
        train = Split(np.concatenate([train.x, data.val.x]), np.concatenate([train.y, data.val.y]))
    first, last = (shrunk(p, classes, settings.height, settings.width) for p in (train, data.test))
    return first, last
