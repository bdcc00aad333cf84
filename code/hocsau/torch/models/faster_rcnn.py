"""Faster R-CNN: vùng đề xuất do một mạng nhỏ (RPN) nói, trên cùng feature map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from hocsau import detection
from hocsau.torch.detection.targets import Detections, Target
from hocsau.torch.layers.convolution import drawn_convolution
from hocsau.torch.models.backbone import STRIDE
from hocsau.torch.models.regions import FastRCNN, HeadSettings


@dataclass(frozen=True)
class RPNSettings:
    """Thiết lập của RPN.

    Tham số:
        sizes: cạnh của anchor vuông, điểm ảnh.
        ratios: cao / rộng của anchor.
        high: IoU từ đây trở lên, hay khớp nhất với một khung thật, thì anchor là vật.
        low: IoU dưới đây thì anchor là nền.
        count: số anchor rút để học ở mỗi ảnh.
        before: số khung điểm cao nhất vào NMS.
        after: số khung còn lại sau NMS, tức số vùng đề xuất.
        nms: ngưỡng IoU.
    """

    sizes: tuple[float, ...] = (12, 24, 48)
    ratios: tuple[float, ...] = (0.5, 1.0, 2.0)
    high: float = 0.7
    low: float = 0.3
    count: int = 64
    before: int = 200
    after: int = 64
    nms: float = 0.7


class FasterRCNN(FastRCNN):
    """Faster R-CNN: backbone → RPN → vùng đề xuất → ROIAlign → phần đầu.

    RPN là một convolution 3 × 3 rồi hai convolution 1 × 1: mỗi anchor một logit "có vật" và bốn số lệch.

    Tham số:
        classes: số lớp, không kể nền.
        width: của `Backbone`.
        head: thiết lập của phần đầu.
        rpn: thiết lập của RPN.
        rng: bộ sinh số của trọng số.
        merge: của `Backbone`.

    Nguồn: Ren và cộng sự, 2015.
    """

    def __init__(
        self,
        classes: int,
        *,
        width: int = 24,
        head: HeadSettings | None = None,
        rpn: RPNSettings | None = None,
        rng: np.random.Generator,
        merge: bool = True,
    ) -> None:
        super().__init__(classes, width=width, head=head, rng=rng, merge=merge)
        self.rpn_settings = rpn or RPNSettings()
        channels, kinds = self.backbone.channels, len(self.rpn_settings.sizes) * len(self.rpn_settings.ratios)
        self.rpn = drawn_convolution(channels, channels, 3, rng, torch.float32, padding=1)
        self.rpn_object = drawn_convolution(channels, kinds, 1, rng, torch.float32)
        self.rpn_offsets = drawn_convolution(channels, 4 * kinds, 1, rng, torch.float32)
        with torch.no_grad():
            self.rpn_object.weight *= 0.1
            self.rpn_offsets.weight *= 0.01
        self._anchors: dict[tuple[int, int], np.ndarray] = {}

    def anchors(self, rows: int, columns: int) -> np.ndarray:
        """Mọi anchor (rows · columns · A, 4) của một feature map, float32."""
        if (rows, columns) not in self._anchors:
            s = self.rpn_settings
            every = detection.grid_anchors(rows, columns, STRIDE, s.sizes, s.ratios)
            self._anchors[rows, columns] = every.astype(np.float32)
        return self._anchors[rows, columns]

    def propose(self, features: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """RPN: (N, C, h, w) → logit "có vật" (N, h w A), độ lệch (N, h w A, 4), cùng thứ tự với `anchors`."""
        hidden = torch.relu(self.rpn(features))
        n = len(features)
        logits = self.rpn_object(hidden).permute(0, 2, 3, 1).reshape(n, -1)
        return logits, self.rpn_offsets(hidden).permute(0, 2, 3, 1).reshape(n, -1, 4)

    def proposals(self, logits: torch.Tensor, offsets: torch.Tensor, size: Sequence[int]) -> list[np.ndarray]:
        """Vùng đề xuất của từng ảnh, từ điểm cao xuống: N mảng float32 (≤ after, 4), đã cắt theo ảnh, đã NMS.

        Không có gradient đi qua bước này.

        Tham số:
            logits: (N, A) của `propose`.
            offsets: (N, A, 4) của `propose`.
            size: (cao, rộng) của ảnh.
        """
        s = self.rpn_settings
        height, width = size
        anchors = self.anchors(height // STRIDE, width // STRIDE)
        top = logits.detach().topk(min(s.before, logits.shape[1]), dim=1)
        found = []
        for scores, rows, offset in zip(
            top.values.numpy(), top.indices.numpy(), offsets.detach(), strict=True
        ):
            moved = detection.decode(offset[torch.from_numpy(rows)].numpy(), anchors[rows])
            boxes = detection.clip(moved, height, width)
            solid = np.flatnonzero((boxes[:, 2:] - boxes[:, :2]).min(axis=1) >= 1)
            kept = solid[detection.nms(boxes[solid], scores[solid], s.nms, s.after)]
            found.append(boxes[kept].astype(np.float32))
        return found

    def losses(  # type: ignore[override]  # the proposals are its own
        self, images: torch.Tensor, targets: Sequence[Target], rng: np.random.Generator
    ) -> dict[str, torch.Tensor]:
        """Bốn loss: "rpn_object", "rpn_box" của RPN, "class", "box" của phần đầu; loss chung là tổng.

        Tham số:
            images: (N, 3, H, W), của `as_images`.
            targets: N Target.
            rng: để rút anchor và vùng.
        """
        features = self.backbone(images)
        logits, offsets = self.propose(features)
        size = images.shape[2:]
        anchors = self.anchors(*features.shape[2:])
        first = self._rpn_losses(logits, offsets, anchors, targets, rng)
        boxes = self.proposals(logits, offsets, size)
        chosen = [self._sampled(b, t, rng) for b, t in zip(boxes, targets, strict=True)]
        pooled = self._pooled(features, [torch.from_numpy(c.boxes) for c in chosen])
        return first | self._head_losses(pooled, chosen)

    def _rpn_losses(
        self,
        logits: torch.Tensor,
        offsets: torch.Tensor,
        anchors: np.ndarray,
        targets: Sequence[Target],
        rng: np.random.Generator,
    ) -> dict[str, torch.Tensor]:
        s = self.rpn_settings
        said, truth, moves, goals = [], [], [], []
        for logit, offset, target in zip(logits, offsets, targets, strict=True):
            label, match = detection.assign(anchors, target.boxes, s.high, s.low)
            front, back = detection.sample(label, s.count, 0.5, rng=rng)
            said.append(logit[torch.from_numpy(np.concatenate([front, back]))])
            truth.append(torch.from_numpy(np.repeat([1, 0], [len(front), len(back)]).astype(np.float32)))
            moves.append(offset[torch.from_numpy(front)])
            goal = detection.encode(target.boxes[match[front]], anchors[front])
            goals.append(torch.from_numpy(goal.astype(np.float32)))
        every = torch.cat(said)
        thing = torch.nn.functional.binary_cross_entropy_with_logits(every, torch.cat(truth))
        box = torch.nn.functional.smooth_l1_loss(
            torch.cat(moves), torch.cat(goals), reduction="sum", beta=1 / 9
        )
        return {"rpn_object": thing, "rpn_box": box / max(len(every), 1)}

    @torch.no_grad()
    def detect(self, images: torch.Tensor) -> list[Detections]:  # type: ignore[override]
        """Những gì thấy trong N ảnh (N, 3, H, W); gọi `eval()` trước.

        Trả về:
            N Detections, điểm cao trước.
        """
        features = self.backbone(images)
        boxes = self.proposals(*self.propose(features), images.shape[2:])
        pooled = self._pooled(features, [torch.from_numpy(b) for b in boxes])
        return self._results(pooled, boxes, images.shape[2:])


def toy_detector(*, rng: np.random.Generator, width: int = 16, hidden: int = 96) -> FasterRCNN:
    """Faster R-CNN của bộ `toys`: năm lớp, anchor 12, 24, 48. Bản đã học: `load_shipped("toy-detector")`.

    Tham số:
        rng: bộ sinh số của trọng số.
        width: của `Backbone`.
        hidden: số node của mỗi tầng kết nối đầy đủ.
    """
    return FasterRCNN(5, width=width, head=HeadSettings(hidden=hidden), rpn=RPNSettings(), rng=rng)
