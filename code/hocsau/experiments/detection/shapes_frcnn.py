"""Faster R-CNN học trên cảnh đồ chơi do sách vẽ, chấm trên những cảnh chưa thấy."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

import numpy as np

from hocsau.data import Dataset
from hocsau.data.drawn.toys import draw_scenes
from hocsau.data.sets.toys import scene_split
from hocsau.experiments.detection.kept import Curve, learnt
from hocsau.experiments.detection.learning import Pictures, Recipe, detect_all, learn, pictures
from hocsau.experiments.detection.scoring import table
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome
from hocsau.torch.models.faster_rcnn import FasterRCNN, toy_detector
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
    settings = chosen(data, options)
    train, exam = parts(data, settings)
    model, curve, seconds = trained(train, settings, options)
    found, each = detect_all(lambda x, _: model.detect(x), exam)
    said = table(found, exam.targets, data.info.classes)
    count = float(sum(p.numel() for p in model.parameters()))
    return Outcome(
        said["scores"] | {"parameters": count},
        curves={"faster": curve},
        epoch_seconds={"faster": seconds / settings.recipe.epochs},
        details=said["details"]
        | {
            "settings": asdict(settings),
            "parts": {"train": len(train), "test": len(exam)},
            "train_seconds": round(seconds, 1),
            "seconds": round(each, 5),
        },
        arrays={"detector": shipped_arrays("toy-detector", model)},
        packages=("torch",),
    )


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


def trained(train: Pictures, settings: Settings, options: Options) -> tuple[FasterRCNN, Curve, float]:
    """Mạng đã học, đường học, số giây CPU."""
    rng = np.random.default_rng(settings.seed)
    model = toy_detector(rng=rng, width=settings.width, hidden=settings.hidden)

    def go() -> Curve:
        return learn(
            model,
            lambda images, goals, _: model.losses(images, goals, rng),
            train,
            settings.recipe,
            rng,
            progress=options.progress,
        )

    curve, seconds = learnt(options, "shapes-frcnn", asdict(settings), model, go)
    return model, curve, seconds


def chosen(data: Dataset, options: Options) -> Settings:
    """Thiết lập của sách, hay của bản nhỏ."""
    settings = Settings()
    if data.info.profile == "small":
        settings = replace(settings, width=4, hidden=16, recipe=replace(settings.recipe, epochs=1))
    return replace(settings, recipe=replace(settings.recipe, epochs=options.epochs or settings.recipe.epochs))
