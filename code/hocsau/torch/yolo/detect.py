"""Tìm vật trong ảnh: letterbox, chạy mạng, bỏ ô kém, NMS, đưa khung về ảnh gốc."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from hocsau.darknet.found import Found, choose
from hocsau.darknet.letterbox import letterbox
from hocsau.torch.models.darknet import Darknet
from hocsau.torch.yolo.decode import decode


def as_input(images: np.ndarray) -> torch.Tensor:
    """uint8 (N, H, W, 3) → float32 (N, 3, H, W) trong [0, 1], như darknet chia cho 255."""
    return torch.from_numpy(np.ascontiguousarray(images)).permute(0, 3, 1, 2).float() / 255


@torch.no_grad()
def detect(
    network: Darknet,
    images: Sequence[np.ndarray],
    *,
    threshold: float = 0.25,
    overlap: float = 0.45,
    stretch: bool = False,
    batch: int = 16,
) -> list[Found]:
    """Các khung tìm được trong từng ảnh, theo toạ độ của ảnh ấy, điểm cao trước.

    Tham số:
        network: mạng, được chuyển sang eval.
        images: các ảnh uint8 (H, W, 3), cỡ nào cũng được.
        threshold: điểm nhỏ nhất được giữ; điểm = σ(objectness) · σ(lớp).
        overlap: hai khung cùng lớp trùng nhau hơn mức này thì khung điểm thấp bị bỏ.
        stretch: ảnh vào bị kéo cho đầy thay vì letterbox.
        batch: số ảnh chạy cùng lúc.
    """
    height, width = network.cfg.size
    network.eval()
    found: list[Found] = []
    for start in range(0, len(images), batch):
        chunk = images[start : start + batch]
        fitted = [letterbox(image, height, width, stretch=stretch) for image in chunk]
        outputs = network(as_input(np.stack([picture for picture, _ in fitted])))
        whole = [decode(raw, head) for raw, head in zip(outputs, network.heads, strict=True)]
        for i, (image, (_, fit)) in enumerate(zip(chunk, fitted, strict=True)):
            boxes = torch.cat([b[i].reshape(-1, 4) for b, _, _ in whole]).double().numpy()
            sure = torch.cat([s[i].reshape(-1) for _, s, _ in whole]).sigmoid()
            labels = torch.cat([y[i].reshape(-1, y.shape[-1]) for _, _, y in whole]).sigmoid()
            scores = (sure[:, None] * labels).double().numpy()
            kept = choose(boxes, scores, threshold=threshold, overlap=overlap)
            found.append(kept.moved(fit, image.shape[:2]))
    return found
