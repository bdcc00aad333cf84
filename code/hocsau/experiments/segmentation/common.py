"""Những gì các lần chạy của chương 15 có chung: cách học từ các mảnh cắt, cách đoán, và bảng điểm."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np
import torch

from hocsau.nn.schedules import cosine, warm_up
from hocsau.segmentation import dice, iou, pixel_error
from hocsau.vision import as_uint8, gaussian_blur

LOSSES = ("bce", "weighted", "dice", "both")


@dataclass(frozen=True)
class Plan:
    """Một lượt học: AdamW, learning rate tăng dần rồi giảm theo cosine.

    `crop` là cạnh mảnh cắt ngẫu nhiên (cỡ ảnh thì không cắt gì); `loss` là một trong `LOSSES`;
    `augment`: "together" lật, xoay 90 độ cả ảnh lẫn mặt nạ; "image only" quên mặt nạ; "" không đổi gì.
    """

    steps: int
    batch_size: int
    crop: int
    learning_rate: float = 3e-3
    weight_decay: float = 1e-4
    loss: str = "bce"
    augment: str = "together"


def learn(
    network: torch.nn.Module,
    x: np.ndarray,
    y: np.ndarray,
    plan: Plan,
    rng: np.random.Generator,
    *,
    weights: np.ndarray | None = None,
    progress: bool = False,
) -> list[float]:
    """Học tại chỗ, trả về loss của từng bước.

    Tham số:
        network: (n, 1, h, w) → logit (n, 1, h, w).
        x: ảnh (N, H, W) float32, đã chuẩn hoá.
        y: mặt nạ (N, H, W) trong [0, 1].
        plan: cách học.
        rng: chọn mảnh, lật, xoay.
        weights: trọng số từng điểm (N, H, W), cho loss "weighted".
        progress: thỉnh thoảng in loss ra stderr.
    """
    if plan.loss not in LOSSES or (plan.loss == "weighted") != (weights is not None):
        raise ValueError(f"loss = {plan.loss!r}; cần một trong {LOSSES}, và weights chỉ đi với 'weighted'")
    optimizer = torch.optim.AdamW(network.parameters(), lr=plan.learning_rate, weight_decay=plan.weight_decay)
    first = min(30, plan.steps // 4)
    rate = warm_up(cosine(plan.learning_rate, plan.steps - first, final=1e-3 * plan.learning_rate), first)
    maps = [x, y] if weights is None else [x, y, weights]
    network.to(memory_format=torch.channels_last)  # a fifth faster on a processor, and nothing else
    losses = []
    network.train()
    for step in range(plan.steps):
        for group in optimizer.param_groups:
            group["lr"] = rate(step)
        batch = _batch(maps, plan, rng)
        loss = _loss(plan.loss, network(batch[0]), *batch[1:])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if progress and (step + 1) % 50 == 0:
            print(f"  bước {step + 1}: loss {np.mean(losses[-50:]):.4f}", file=sys.stderr, flush=True)
    network.eval()
    return losses


def _batch(maps: list[np.ndarray], plan: Plan, rng: np.random.Generator) -> list[torch.Tensor]:
    n, height, width = maps[0].shape
    pieces = []
    for _ in range(plan.batch_size):
        i, top, left = (int(rng.integers(m)) for m in (n, height - plan.crop + 1, width - plan.crop + 1))
        turns, flip = int(rng.integers(4)), bool(rng.integers(2))
        cut = [a[i, top : top + plan.crop, left : left + plan.crop] for a in maps]
        changed = {"together": len(cut), "image only": 1, "": 0}[plan.augment]
        for k in range(changed):
            cut[k] = np.rot90(cut[k], turns)[:, :: -1 if flip else 1]
        if changed:  # light differs from slice to slice
            cut[0] = cut[0] * rng.uniform(0.8, 1.2) + rng.uniform(-0.3, 0.3)
        pieces.append(cut)
    return [
        torch.from_numpy(np.stack(parts).astype(np.float32))[:, np.newaxis]
        for parts in zip(*pieces, strict=True)
    ]


def _loss(kind: str, z: torch.Tensor, y: torch.Tensor, weight: torch.Tensor | None = None) -> torch.Tensor:
    """The torch side of `hocsau.segmentation.weighted_bce` and `soft_dice`."""
    parts = []
    if kind in ("bce", "both"):
        parts.append(torch.nn.functional.binary_cross_entropy_with_logits(z, y))
    if kind == "weighted":
        each = torch.nn.functional.binary_cross_entropy_with_logits(z, y, reduction="none")
        parts.append((weight * each).sum() / weight.sum())
    if kind in ("dice", "both"):
        p = torch.sigmoid(z)
        parts.append(1 - (2 * (p * y).sum() + 1) / (p.sum() + y.sum() + 1))
    return torch.stack(parts).sum()


def logits_of(network: torch.nn.Module, x: np.ndarray, batch: int = 10) -> np.ndarray:
    """Logit (N, H, W) của các ảnh (N, H, W)."""
    network.eval()
    with torch.no_grad():
        found = [network(torch.from_numpy(x[i : i + batch, None])) for i in range(0, len(x), batch)]
    return torch.cat(found)[:, 0].numpy()


def scores_of(predicted: np.ndarray, target: np.ndarray) -> dict[str, float]:
    """Dice và IoU của phần trong tế bào, của phần còn lại, và phần điểm ảnh sai; gộp mọi ảnh."""
    return {
        "dice": dice(predicted, target),
        "iou": iou(predicted, target),
        "other_dice": dice(~predicted, ~target),
        "other_iou": iou(~predicted, ~target),
        "pixel_error": pixel_error(predicted, target),
    }


def best_threshold(x: np.ndarray, y: np.ndarray, sigmas: tuple[float, ...]) -> tuple[float, int]:
    """(σ làm mờ, ngưỡng 0–255) cho Dice cao nhất trên tập huấn luyện: mốc so không có mạng nào."""
    best = (-1.0, 0.0, 0)
    for sigma in sigmas:
        grey = blurred(x, sigma)
        inside = np.bincount(grey[y].ravel(), minlength=256)
        every = np.bincount(grey.ravel(), minlength=256)
        above = every[::-1].cumsum()[::-1]  # pixels at least so bright
        hit = inside[::-1].cumsum()[::-1]
        score = 2 * hit / (above + y.sum())
        level = int(score[1:].argmax())  # brighter than `level` means at least level + 1
        best = max(best, (float(score[level + 1]), float(sigma), level))
    return best[1], best[2]


def blurred(x: np.ndarray, sigma: float) -> np.ndarray:
    """Ảnh uint8 (N, H, W), mỗi ảnh làm mờ Gauss với σ (0: giữ nguyên)."""
    if not sigma:
        return x
    return np.stack([as_uint8(gaussian_blur(image, sigma)) for image in x])


def spread(rows: dict[str, list[dict[str, float]]]) -> dict[str, float]:
    """Trung bình và khoảng của mỗi điểm qua các hạt giống: "unet dice", "unet dice min", "unet dice max"."""
    found = {}
    for name, runs in rows.items():
        for key in runs[0]:
            values = [run[key] for run in runs]
            found[f"{name} {key}"] = float(np.mean(values))
            if len(values) > 1:
                found[f"{name} {key} min"], found[f"{name} {key} max"] = min(values), max(values)
    return found
