"""MNIST lần nữa, với những gì chương 12 dạy: batch norm, nhánh thặng dư, augmentation nhẹ, cosine, …"""

from __future__ import annotations

from dataclasses import asdict, replace

import numpy as np

from hocsau import nn
from hocsau.data import Dataset
from hocsau.data.transforms import Compose, Rotate, Scale, Shear, Translate
from hocsau.experiments import images
from hocsau.experiments.common import sizes_of
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import DIGITS, Outcome, curve
from hocsau.experiments.recipe import Recipe, few, learn, logits_of, pictures, small
from hocsau.experiments.short_resnet import short_resnet
from hocsau.training import metrics

SEED = 0
WIDTHS = (16, 32, 64)
BEST = Recipe(
    epochs=8,
    batch_size=64,
    learning_rate=0.15,
    weight_decay=1e-4,
    schedule="cosine",
    warmup=0.1,
    smoothing=0.05,
    average=0.995,
)
# No flip: a mirrored 2 is no 2.
AUGMENT = Compose(Rotate(12), Scale(0.9, 1.1), Shear(8), Translate(0.08), fill="nearest")
QUICK = {"images": 300, "epochs": 1, "widths": (4, 8)}  # the small profile


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Train một mạng; chọn cấu hình trên tập kiểm định, chấm một lần trên tập kiểm tra."""
    parts = divided(data)
    widths, recipe = WIDTHS, BEST
    if small(data):
        parts = replace(parts, train=few(parts.train, QUICK["images"]))
        widths, recipe = QUICK["widths"], replace(recipe, epochs=QUICK["epochs"])
    recipe = replace(recipe, epochs=options.epochs or recipe.epochs)
    classes, rng = len(data.info.classes), np.random.default_rng(SEED)
    network = short_resnet(1, classes, widths, head="fan_in", rng=rng)
    kept = None if options.checkpoints is None else options.checkpoints / "mnist-best.npz"
    history = learn(recipe, network, parts, rng, augment=AUGMENT, checkpoint=kept, progress=options.progress)
    logits = logits_of(network, parts.test.x)
    guess = logits.argmax(axis=1)
    wrong = np.flatnonzero(guess != parts.test.y)
    sure = nn.softmax(logits[wrong].astype(np.float64)).max(axis=1)
    return Outcome(
        {
            "parameters": float(sum(p.numel() for p in network.parameters())),
            "val_accuracy": metrics.accuracy(logits_of(network, parts.val.x), parts.val.y),
            "test_accuracy": float(np.mean(guess == parts.test.y)),
        },
        curves={"best": curve(history)},
        epoch_seconds={"best": float(np.median(history["seconds"]))},
        details={
            "settings": asdict(recipe),
            "seed": SEED,
            "widths": list(widths),
            "parts": sizes_of(parts),
            "confusion": metrics.confusion_matrix(guess, parts.test.y, classes).tolist(),
            "errors": {
                "image": wrong.tolist(),
                "truth": parts.test.y[wrong].tolist(),
                "guess": guess[wrong].tolist(),
                "probability": np.round(sure, DIGITS).tolist(),
            },
        },
        packages=("torch",),
    )


def divided(data: Dataset) -> Dataset:
    """Chia như mọi thí nghiệm MNIST của sách (một phần sáu để kiểm định); ảnh (N, 1, H, W) đã chuẩn hoá."""
    cut = images.PARTS["whole" if data.test is None else "has test"]
    return pictures(data.split(**cut))
