"""Học một mạng YOLOv4-tiny hẹp trên ảnh đã letterbox, và chấm nó bằng AP."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch

from hocsau.darknet import IntegerNet, choose, mosaic, quantise, read_cfg, yolov4_tiny_cfg
from hocsau.data.transforms import Brightness, Compose, Contrast, Rotate, Sample, Scale, Translate
from hocsau.detection import Evaluation, evaluate
from hocsau.experiments.plates.photos import Boxed
from hocsau.torch import Darknet
from hocsau.torch.yolo import Losses, decode, yolo_loss

# k-means with IoU distance on the boxes of 1,200 drawn scenes (hocsau.detection.kmeans_anchors), rounded.
ANCHORS = ((26, 20), (32, 25), (39, 31), (49, 39), (63, 49), (80, 62))
MASKS = ((3, 4, 5), (0, 1, 2))


@dataclass(frozen=True)
class Recipe:
    """Cách học. `change` là đổi ảnh và khung, `mosaic` là phần ảnh được ghép từ bốn ảnh."""

    multiplier: float = 0.25
    side: int = 256
    steps: int = 400
    batch: int = 16
    rate: float = 2e-3
    decay: float = 5e-4
    warm: int = 50
    change: bool = True
    mosaic: float = 0.3
    masks: tuple[tuple[int, ...], tuple[int, ...]] = MASKS
    anchors: tuple[tuple[float, float], ...] = ANCHORS


CHANGES = Compose(
    Scale(0.75, 1.33), Translate(0.12), Rotate(8), Brightness(0.6, 1.4), Contrast(0.7, 1.3), fill="nearest"
)


def network_of(recipe: Recipe, seed: int) -> Darknet:
    """Mạng chưa học của công thức ấy."""
    text = yolov4_tiny_cfg(
        1,
        height=recipe.side,
        width=recipe.side,
        multiplier=recipe.multiplier,
        anchors=recipe.anchors,
        masks=recipe.masks,
    )
    return Darknet(read_cfg(text), rng=np.random.default_rng(seed)).start_quiet()


def learn(photos: Boxed, recipe: Recipe, seed: int) -> tuple[Darknet, list[float]]:
    """Học `recipe.steps` bước AdamW, learning rate lên dần rồi theo cosine về 0.

    Trả về:
        (mạng ở chế độ eval, loss trung bình của từng phần hai mươi số bước).
    """
    network = network_of(recipe, seed).to(memory_format=torch.channels_last).train()
    optimizer = torch.optim.AdamW(network.parameters(), lr=recipe.rate, weight_decay=recipe.decay)
    rng = np.random.default_rng(1000 + seed)
    losses = []
    for step in range(recipe.steps):
        for group in optimizer.param_groups:
            group["lr"] = recipe.rate * pace(step, recipe)
        losses.append(one_step(network, optimizer, *batch_of(photos, recipe, rng)).total.item())
    parts = np.array_split(np.array(losses), min(20, len(losses)))
    return network.eval(), [float(part.mean()) for part in parts]


def pace(step: int, recipe: Recipe) -> float:
    """Phần của learning rate ở một bước: lên thẳng `warm` bước, rồi nửa chu kì cosine."""
    return min(1.0, (step + 1) / recipe.warm) * 0.5 * (1 + math.cos(math.pi * step / recipe.steps))


def one_step(
    network: Darknet,
    optimizer: torch.optim.Optimizer,
    images: np.ndarray,
    boxes: list[np.ndarray],
    *,
    clip: float | None = 10.0,
) -> Losses:
    """Một bước: loss, backward, chặn gradient ở độ dài `clip` (None: không chặn), optimizer."""
    x = torch.from_numpy(images).contiguous(memory_format=torch.channels_last).float() / 255
    targets = [(torch.tensor(b, dtype=torch.float32), torch.zeros(len(b))) for b in boxes]
    loss = yolo_loss(network(x), network.heads, targets)
    optimizer.zero_grad()
    loss.total.backward()
    if clip is not None:
        torch.nn.utils.clip_grad_norm_(network.parameters(), clip)
    optimizer.step()
    return loss


def batch_of(photos: Boxed, recipe: Recipe, rng: np.random.Generator) -> tuple[np.ndarray, list[np.ndarray]]:
    """Một batch ảnh rút ngẫu nhiên, vài cái là mosaic, rồi đổi ảnh cùng khung."""
    images, boxes = [], []
    for row in rng.integers(0, len(photos), recipe.batch):
        if rng.random() < recipe.mosaic:
            four = rng.integers(0, len(photos), 4)
            image, found, _ = mosaic(photos.images[four], [photos.fitted[i] for i in four], rng=rng)
        else:
            image, found = photos.images[row], photos.fitted[row]
        images.append(image)
        boxes.append(found)
    if not recipe.change:
        return np.stack(images), boxes
    moved = CHANGES.together(Sample(np.stack(images), boxes=boxes), rng=rng)
    return moved.images, list(moved.boxes)


def light(network: Darknet) -> tuple[IntegerNet, Darknet]:
    """Mạng int8, và một mạng torch mang đúng các trọng số int8 ấy để chấm nhanh."""
    small = quantise(network.cfg.text, network.folded())
    return small, torch_twin(small)


def torch_twin(small: IntegerNet) -> Darknet:
    """Mạng torch tính cùng phép tính với mạng int8."""
    twin = Darknet(small.cfg)
    with torch.no_grad():
        for i, part in small.parts.items():
            block = twin.convolutions[str(i)]
            kernel = part["kernel"] * part["scale"][:, None, None, None]
            block[0].weight.copy_(torch.from_numpy(kernel.astype(np.float32)))
            if small.plan[i].norm:  # a norm that does nothing but add the bias
                block[1].running_var.fill_(1 - block[1].eps)
                block[1].bias.copy_(torch.from_numpy(part["bias"]))
            else:
                block[0].bias.copy_(torch.from_numpy(part["bias"]))
    return twin.eval()


@torch.no_grad()
def score(network: Darknet, photos: Boxed, *, floor: float = 0.01) -> Evaluation:
    """AP theo COCO của mạng trên bộ ảnh, khung tính theo ảnh gốc."""
    found = []
    network.eval()
    for start in range(0, len(photos), 32):
        x = torch.from_numpy(photos.images[start : start + 32]).float() / 255
        whole = [decode(raw, head) for raw, head in zip(network(x), network.heads, strict=True)]
        for i in range(len(x)):
            boxes = torch.cat([b[i].reshape(-1, 4) for b, _, _ in whole]).double().numpy()
            sure = torch.cat(
                [(s[i].reshape(-1, 1).sigmoid() * y[i].reshape(-1, 1).sigmoid()) for _, s, y in whole]
            )
            kept = choose(boxes, sure.double().numpy(), threshold=floor)
            kept = kept.moved(photos.fits[start + i], photos.sizes[start + i])
            found.append({"boxes": kept.boxes, "scores": kept.scores, "labels": kept.labels})
    truth = [{"boxes": b, "labels": np.zeros(len(b), np.int64)} for b in photos.truth]
    return evaluate(found, truth)
