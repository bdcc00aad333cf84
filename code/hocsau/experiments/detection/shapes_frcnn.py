"""Faster R-CNN học trên cảnh đồ chơi do sách vẽ, chấm trên những cảnh chưa thấy."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from hocsau.data import Dataset
from hocsau.data.drawn.toys import draw_scenes
from hocsau.data.sets.toys import scene_split
from hocsau.experiments.detection.faster import chosen, trained_and_scored
from hocsau.experiments.detection.learning import Pictures, Recipe, pictures
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome
from hocsau.torch.models.faster_rcnn import toy_detector
from hocsau.torch.shipped import shipped_arrays


@dataclass(frozen=True)
class Settings:
    """Cách chạy: số cảnh vẽ thêm để học và để chấm, hạt giống của chúng và của mạng, công thức học."""

    scenes: int = 3000
    exam: int = 500
    scenes_seed: int = 2
    exam_seed: int = 3
    seed: int = 0
    width: int = 16
    hidden: int = 96
    recipe: Recipe = Recipe(epochs=12)


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Train một mạng, chấm một lần trên những cảnh để dành; kèm trọng số của mạng."""
    settings = chosen(Settings(), data, options, width=4, hidden=16)
    rng = np.random.default_rng(settings.seed)
    model = toy_detector(rng=rng, width=settings.width, hidden=settings.hidden)
    outcome = trained_and_scored(
        "shapes-frcnn", model, rng, parts(data, settings), settings, data.info.classes, options
    )
    return replace(outcome, arrays={"detector": shipped_arrays("toy-detector", model)})


def parts(data: Dataset, settings: Settings) -> tuple[Pictures, Pictures]:
    """Cảnh để học và để chấm: vẽ thêm khi chạy đầy đủ, còn bản nhỏ thì dùng của chính bộ dữ liệu."""
    classes = len(data.info.classes)
    if data.info.profile == "small":
        return pictures(data.train, classes), pictures(data.test, classes)
    drawn = [
        scene_split(draw_scenes(n, np.random.default_rng(seed)), "more")
        for n, seed in ((settings.scenes, settings.scenes_seed), (settings.exam, settings.exam_seed))
    ]
    return pictures(drawn[0], classes), pictures(drawn[1], classes)
