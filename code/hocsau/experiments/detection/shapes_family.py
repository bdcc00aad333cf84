"""R-CNN, Fast R-CNN, Faster R-CNN (có và không có bậc FPN) trên cùng một backbone, ba hạt giống."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import torch

from hocsau import detection
from hocsau.data import Dataset
from hocsau.data.drawn.toys import draw_scenes
from hocsau.data.sets.toys import scene_split
from hocsau.experiments.detection.learning import (
    Losses,
    Pictures,
    Recipe,
    detect_all,
    flip_boxes,
    learn,
    pictures,
)
from hocsau.experiments.detection.scoring import table
from hocsau.experiments.ledger import Ledger
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import DIGITS, Outcome
from hocsau.torch.detection.targets import Detections, Target
from hocsau.torch.models.faster_rcnn import FasterRCNN
from hocsau.torch.models.regions import RCNN, FastRCNN, HeadSettings, as_images

KINDS = ("rcnn", "fast", "faster", "flat")
RECALL_AT = (10, 20, 50, 100, 200)


@dataclass(frozen=True)
class Settings:
    """Cách chạy: số cảnh để học và để chấm, hạt giống, số vùng của selective search, mạng, công thức học."""

    scenes: int = 300
    exam: int = 100
    scenes_seed: int = 4
    exam_seed: int = 5
    seeds: tuple[int, ...] = (0, 1, 2)
    limit: int = 200
    width: int = 16
    hidden: int = 64
    recipe: Recipe = Recipe(epochs=8)


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """AP, số lượt qua backbone, số giây CPU mỗi ảnh của từng mạng; recall của vùng đề xuất."""
    settings = Settings()
    classes = data.info.classes
    if data.info.profile == "small":
        settings = replace(settings, scenes=10, exam=4, seeds=(0, 1), width=4, hidden=8)
        settings = replace(settings, recipe=replace(settings.recipe, epochs=1))
    settings = replace(
        settings, recipe=replace(settings.recipe, epochs=options.epochs or settings.recipe.epochs)
    )
    train, exam = (
        pictures(scene_split(draw_scenes(n, np.random.default_rng(seed)), "family"), len(classes))
        for n, seed in ((settings.scenes, settings.scenes_seed), (settings.exam, settings.exam_seed))
    )
    ledger = Ledger(options, "shapes-family", asdict(settings))
    searched = {
        name: ledger.once(f"search {name}", partial(_search, part, settings.limit))
        for name, part in (("train", train), ("exam", exam))
    }
    boxes = {
        name: [np.array(b, np.float32).reshape(-1, 4) for b in s["boxes"]] for name, s in searched.items()
    }
    rows: dict[str, list[dict[str, Any]]] = {}
    for seed in settings.seeds:
        for kind in KINDS:
            job = partial(_one, kind, seed, train, exam, boxes, classes, settings)
            rows.setdefault(kind, []).append(ledger.once(f"{kind} {seed}", job))
            if options.progress:
                print(f"{kind} {seed}: AP50 {rows[kind][-1]['ap50']:.3f}", file=sys.stderr, flush=True)
    scores: dict[str, float] = {}
    for kind, table_ in rows.items():
        for name in ("ap50", "ap"):
            values = [row[name] for row in table_]
            scores[f"{name}_{kind}"] = float(np.mean(values))
            scores[f"{name}_{kind}_std"] = float(np.std(values, ddof=1))
        scores[f"passes_{kind}"] = float(np.mean([row["passes"] for row in table_]))
        scores[f"network_seconds_{kind}"] = float(np.median([row["seconds"] for row in table_]))
        scores[f"propose_seconds_{kind}"] = searched["exam"]["seconds"] if kind in ("rcnn", "fast") else 0.0
    search_recall = _recall(boxes["exam"], exam)
    return Outcome(
        scores,
        details={
            "settings": asdict(settings),
            "recall_at": list(RECALL_AT),
            "recall": {
                "search": [search_recall] * len(settings.seeds),
                "rpn": [row["recall"] for row in rows["faster"]],
            },
            "seeds": {
                kind: {name: [round(row[name], DIGITS) for row in table_] for name in ("ap50", "ap")}
                for kind, table_ in rows.items()
            },
        },
        packages=("torch",),
    )


def _search(part: Pictures, limit: int) -> dict[str, Any]:
    """The proposals of selective search, and the seconds of a picture."""
    start = time.process_time()
    found = [detection.selective_search(x, limit=limit).astype(int).tolist() for x in part.x]
    return {"boxes": found, "seconds": (time.process_time() - start) / len(part)}


def _one(
    kind: str,
    seed: int,
    train: Pictures,
    exam: Pictures,
    boxes: dict[str, list[np.ndarray]],
    classes: tuple[str, ...],
    settings: Settings,
) -> dict[str, Any]:
    """One network of one seed: trained, timed and scored."""
    rng = np.random.default_rng(seed)
    head, width = HeadSettings(hidden=settings.hidden), settings.width
    model: FastRCNN
    losses: Losses
    detect: Callable[[torch.Tensor, np.ndarray], list[Detections]]
    if kind in ("faster", "flat"):
        own = model = FasterRCNN(len(classes), width=width, head=head, rng=rng, merge=kind == "faster")

        def losses(x: torch.Tensor, goals: Sequence[Target], _: np.ndarray) -> dict[str, torch.Tensor]:
            return own.losses(x, goals, rng)

        def detect(x: torch.Tensor, _: np.ndarray) -> list[Detections]:
            return own.detect(x)

    else:
        given = model = (RCNN if kind == "rcnn" else FastRCNN)(len(classes), width=width, head=head, rng=rng)
        size = train.x.shape[1:3]

        def losses(x: torch.Tensor, goals: Sequence[Target], which: np.ndarray) -> dict[str, torch.Tensor]:
            near = [flip_boxes(boxes["train"][row], *size, bool(a), bool(b)) for row, a, b in which]
            return given.losses(x, goals, near, rng)

        def detect(x: torch.Tensor, rows: np.ndarray) -> list[Detections]:
            return given.detect(x, [boxes["exam"][row] for row in rows])

    learn(model, losses, train, settings.recipe, rng)
    model.backbone.forward_passes = 0
    found, seconds = detect_all(detect, exam)
    passes = model.backbone.forward_passes / len(exam)
    scores = table(found, exam.targets, classes)["scores"]
    recall = _recall(_rpn_boxes(model, exam), exam) if isinstance(model, FasterRCNN) else []
    return {
        "ap50": scores["ap50"],
        "ap": scores["ap"],
        "seconds": seconds,
        "passes": passes,
        "recall": recall,
    }


@torch.no_grad()
def _rpn_boxes(model: FasterRCNN, exam: Pictures) -> list[np.ndarray]:
    """The proposals of the RPN, more than the network itself looks at."""
    usual, most = model.rpn_settings, max(RECALL_AT)
    model.rpn_settings = replace(usual, before=2 * most, after=most)
    found = []
    for x in exam.x:
        image = as_images(x[None])
        found += model.proposals(*model.propose(model.backbone(image)), image.shape[2:])
    model.rpn_settings = usual
    return found


def _recall(proposals: list[np.ndarray], exam: Pictures) -> list[float]:
    """The share of all objects that the first k boxes of their picture cover from half an overlap on."""
    covered = []
    for box, target in zip(proposals, exam.targets, strict=True):
        iou = detection.iou_matrix(box, target.boxes)
        covered.append([(iou[:k] >= 0.5).any(axis=0) for k in RECALL_AT])
    every = np.concatenate([np.array(part) for part in covered], axis=1)
    return [float(share) for share in every.mean(axis=1)]
