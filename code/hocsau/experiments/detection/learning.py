"""Một lượt học của detector: ảnh lật ngẫu nhiên, AdamW, learning rate tăng dần rồi giảm theo cosine."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from hocsau import nn
from hocsau.data import Split
from hocsau.experiments.outcome import DIGITS
from hocsau.torch.detection.targets import Detections, Target, targets
from hocsau.torch.models.regions import as_images

CLIP = 10.0  # of the gradient's norm: only the first steps are longer
AT_ONCE = 20  # pictures of a forward pass, when nothing is learnt


@dataclass(frozen=True)
class Recipe:
    """Thiết lập của một lượt học.

    Tham số:
        epochs: số epoch.
        batch_size: số ảnh một batch.
        learning_rate: đỉnh của learning rate.
        weight_decay: của AdamW.
        warmup: phần của lượt học dành để tăng learning rate.
        upside_down: True thì lật cả trên dưới (ảnh không có chiều), không thì chỉ lật trái phải.
        light: độ sáng được nhân với một số rút từ [1 − light, 1 + light].
    """

    epochs: int
    batch_size: int = 8
    learning_rate: float = 3e-3
    weight_decay: float = 0.01
    warmup: float = 0.1
    upside_down: bool = False
    light: float = 0.0


@dataclass(frozen=True)
class Pictures:
    """Ảnh uint8 (N, H, W, 3) cùng cỡ, và đích của từng ảnh."""

    x: np.ndarray
    targets: list[Target]

    def __len__(self) -> int:
        return len(self.x)


def pictures(split: Split, classes: int) -> Pictures:
    """Của một phần dữ liệu mà y là `PhotoBoxes`."""
    return Pictures(split.x, targets([y.boxes for y in split.y], [y.labels for y in split.y], classes))


Losses = Callable[[torch.Tensor, Sequence[Target], np.ndarray], dict[str, torch.Tensor]]


def learn(
    model: torch.nn.Module,
    losses: Losses,
    data: Pictures,
    recipe: Recipe,
    rng: np.random.Generator,
    *,
    progress: bool = False,
) -> dict[str, list[float]]:
    """Học `recipe.epochs` epoch.

    Tham số:
        model: mạng; xong thì ở chế độ dự đoán.
        losses: hàm (ảnh, đích, số thứ tự các ảnh và lật: (B, 3)) → các loss; loss chung là tổng.
        data: ảnh để học.
        recipe: thiết lập.
        rng: thứ tự ảnh và phép lật.
        progress: True thì in loss mỗi epoch ra stderr.

    Trả về:
        Trung bình từng loss ở mỗi epoch.
    """
    optimizer = torch.optim.AdamW(model.parameters(), recipe.learning_rate, weight_decay=recipe.weight_decay)
    steps = recipe.epochs * -(-len(data) // recipe.batch_size)  # rounded up
    first = round(recipe.warmup * steps)
    rate = nn.schedules.warm_up(
        nn.schedules.cosine(recipe.learning_rate, steps - first, final=1e-3 * recipe.learning_rate), first
    )
    curve: dict[str, list[float]] = {}
    step = 0
    model.train()
    for epoch in range(recipe.epochs):
        start, sums = time.process_time(), {}
        order = rng.permutation(len(data))
        for at in range(0, len(order), recipe.batch_size):
            rows = order[at : at + recipe.batch_size]
            flips = rng.random((len(rows), 2)) < (0.5, 0.5 * recipe.upside_down)
            x, goals = flipped(data, rows, flips)
            images = as_images(x)
            if recipe.light:
                gain = rng.uniform(1 - recipe.light, 1 + recipe.light, (len(rows), 1, 1, 1))
                images = (images + 2) * torch.from_numpy(gain.astype(np.float32)) - 2  # black stays black
            parts = losses(images, goals, np.column_stack([rows, flips]))
            total = torch.stack(list(parts.values())).sum()
            optimizer.zero_grad()
            total.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
            for group in optimizer.param_groups:
                group["lr"] = rate(step)
            optimizer.step()
            step += 1
            for name, value in parts.items():
                sums[name] = sums.get(name, 0.0) + float(value.detach()) * len(rows)
        for name, value in sums.items():
            curve.setdefault(name, []).append(round(value / len(data), DIGITS))
        if progress:
            said = ", ".join(f"{name} {values[-1]:.3f}" for name, values in curve.items())
            spent = time.process_time() - start
            print(
                f"epoch {epoch + 1}/{recipe.epochs}: {said} ({spent:.0f} giây)", file=sys.stderr, flush=True
            )
    model.eval()
    return curve


def flipped(data: Pictures, rows: np.ndarray, flips: np.ndarray) -> tuple[np.ndarray, list[Target]]:
    """Những ảnh ấy và đích của chúng, lật trái phải, trên dưới theo `flips` (B, 2)."""
    x = data.x[rows]
    height, width = x.shape[1:3]
    goals = []
    for i, (row, (sideways, over)) in enumerate(zip(rows, flips, strict=True)):
        target = data.targets[row]
        boxes = flip_boxes(target.boxes, height, width, sideways, over)
        if sideways:
            x[i] = x[i, :, ::-1].copy()
        if over:
            x[i] = x[i, ::-1].copy()
        goals.append(Target(boxes, target.labels))
    return x, goals


def flip_boxes(boxes: np.ndarray, height: int, width: int, sideways: bool, over: bool) -> np.ndarray:
    """Khung (k, 4) của ảnh đã lật."""
    boxes = boxes.copy()
    if sideways:
        boxes[:, [0, 2]] = width - boxes[:, [2, 0]]
    if over:
        boxes[:, [1, 3]] = height - boxes[:, [3, 1]]
    return boxes


def detect_all(
    detect: Callable[[torch.Tensor, np.ndarray], list[Detections]], data: Pictures, *, at_once: int = AT_ONCE
) -> tuple[list[Detections], float]:
    """Kết quả trên mọi ảnh, và số giây CPU mỗi ảnh."""
    start, found = time.process_time(), []
    for at in range(0, len(data), at_once):
        rows = np.arange(at, min(at + at_once, len(data)))
        found += detect(as_images(data.x[rows]), rows)
    return found, (time.process_time() - start) / max(len(data), 1)
