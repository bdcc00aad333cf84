"""R-CNN và Fast R-CNN: phân loại và chỉnh lại những vùng đề xuất cho sẵn, trên cùng một backbone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from hocsau import detection
from hocsau.torch.detection.roi_align import roi_align
from hocsau.torch.detection.targets import Detections, Target
from hocsau.torch.layers.linear import drawn_linear
from hocsau.torch.models.backbone import STRIDE, Backbone

SPREAD = (0.1, 0.1, 0.2, 0.2)  # the offsets that the head predicts are divided by these, as in the paper


@dataclass(frozen=True)
class HeadSettings:
    """Thiết lập của phần đầu (head).

    Tham số:
        output: cạnh của mảng sau ROIAlign.
        hidden: số node của mỗi tầng kết nối đầy đủ.
        count: số vùng rút để học ở mỗi ảnh.
        share: phần nhiều nhất của vùng chứa vật trong số ấy.
        overlap: IoU từ đây trở lên thì vùng là vật.
        score: điểm thấp nhất của một kết quả.
        nms: ngưỡng IoU của NMS trong mỗi lớp.
        most: số kết quả nhiều nhất ở một ảnh.
    """

    output: int = 6
    hidden: int = 128
    count: int = 32
    share: float = 0.5
    overlap: float = 0.5
    score: float = 0.05
    nms: float = 0.5
    most: int = 50


def as_images(x: np.ndarray) -> torch.Tensor:
    """Ảnh uint8 (N, H, W, 3) → float32 (N, 3, H, W), mỗi số là (x − 127.5) / 63.75.

    Lỗi:
        ValueError: không phải uint8 (N, H, W, 3).
    """
    if not isinstance(x, np.ndarray) or x.ndim != 4 or x.shape[-1] != 3 or x.dtype != np.uint8:
        what = f"shape {x.shape}, kiểu {x.dtype}" if isinstance(x, np.ndarray) else type(x).__name__
        raise ValueError(f"ảnh là {what}; cần mảng uint8 (N, H, W, 3)")
    return torch.from_numpy(x).permute(0, 3, 1, 2).float().sub_(127.5).div_(63.75).contiguous()


class FastRCNN(torch.nn.Module):
    """Fast R-CNN: cả ảnh qua backbone một lần; mỗi vùng lấy phần của nó trên feature map bằng ROIAlign.

    Vùng đề xuất do người gọi đưa vào, ví dụ từ `hocsau.detection.selective_search`. Mỗi vùng cho classes + 1
    logit (lớp cuối là nền) và, cho mỗi lớp, bốn số chỉnh khung.

    Tham số:
        classes: số lớp, không kể nền.
        width: của `Backbone`.
        head: thiết lập của phần đầu.
        rng: bộ sinh số của trọng số.
        merge: của `Backbone`.

    Lỗi:
        ValueError: classes dưới 1.

    Nguồn: Girshick, 2015.
    """

    def __init__(
        self,
        classes: int,
        *,
        width: int = 24,
        head: HeadSettings | None = None,
        rng: np.random.Generator,
        merge: bool = True,
    ) -> None:
        super().__init__()
        if classes < 1:
            raise ValueError(f"classes = {classes}; cần ít nhất một lớp")
        self.classes, self.settings = classes, head or HeadSettings()
        self.backbone = Backbone(width, rng=rng, merge=merge)
        hidden, size = self.settings.hidden, self._side() ** 2 * self.backbone.channels
        self.head = torch.nn.Sequential(
            torch.nn.Flatten(),
            drawn_linear(size, hidden, rng, torch.float32),
            torch.nn.ReLU(),
            drawn_linear(hidden, hidden, rng, torch.float32),
            torch.nn.ReLU(),
        )
        self.to_class = drawn_linear(hidden, classes + 1, rng, torch.float32)
        self.to_offsets = drawn_linear(hidden, 4 * classes, rng, torch.float32)
        with torch.no_grad():  # the first guesses: no class preferred, no box moved
            self.to_class.weight *= 0.1
            self.to_offsets.weight *= 0.01

    def _side(self) -> int:
        return self.settings.output

    def region_features(self, images: torch.Tensor, boxes: list[torch.Tensor]) -> torch.Tensor:
        """Đặc trưng (Σk, C, P, P) của mọi vùng: cả ảnh qua backbone, rồi ROIAlign trên feature map."""
        return self._pooled(self.backbone(images), boxes)

    def _pooled(self, features: torch.Tensor, boxes: list[torch.Tensor]) -> torch.Tensor:
        return roi_align(features, boxes, output=self.settings.output, scale=1 / STRIDE)

    def classify(self, pooled: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """(Σk, C, P, P) → logit (Σk, classes + 1), lớp cuối là nền; độ lệch (Σk, classes, 4)."""
        hidden = self.head(pooled)
        return self.to_class(hidden), self.to_offsets(hidden).reshape(-1, self.classes, 4)

    def losses(
        self,
        images: torch.Tensor,
        targets: Sequence[Target],
        proposals: Sequence[np.ndarray],
        rng: np.random.Generator,
    ) -> dict[str, torch.Tensor]:
        """Hai loss của phần đầu trên những vùng rút từ `proposals` và chính các khung thật.

        Tham số:
            images: (N, 3, H, W), của `as_images`.
            targets: N Target, của `targets`.
            proposals: N mảng (k, 4).
            rng: để rút vùng.

        Trả về:
            {"class": cross-entropy trung bình, "box": smooth L1 của các vùng chứa vật, chia số vùng đã rút}.
        """
        chosen = [self._sampled(p, t, rng) for p, t in zip(proposals, targets, strict=True)]
        pooled = self.region_features(images, [torch.from_numpy(c.boxes) for c in chosen])
        return self._head_losses(pooled, chosen)

    def _sampled(self, proposals: np.ndarray, target: Target, rng: np.random.Generator) -> _Sample:
        s = self.settings
        boxes = np.concatenate([np.asarray(proposals, np.float32).reshape(-1, 4), target.boxes])
        label, match = detection.assign(boxes, target.boxes, s.overlap, s.overlap, best=False)
        front, back = detection.sample(label, s.count, s.share, rng=rng)
        rows = np.concatenate([front, back])
        named = np.full(len(rows), self.classes, np.int64)
        named[: len(front)] = target.labels[match[front]]
        goal = detection.encode(target.boxes[match[front]], boxes[front], SPREAD).astype(np.float32)
        return _Sample(boxes[rows], named, goal)

    def _head_losses(self, pooled: torch.Tensor, chosen: Sequence[_Sample]) -> dict[str, torch.Tensor]:
        logits, offsets = self.classify(pooled)
        label = torch.from_numpy(np.concatenate([c.labels for c in chosen]))
        goal = torch.from_numpy(np.concatenate([c.goal for c in chosen]))
        front = torch.nonzero(label < self.classes)[:, 0]
        said = offsets[front, label[front]]
        box = torch.nn.functional.smooth_l1_loss(said, goal, reduction="sum") / max(len(label), 1)
        return {"class": torch.nn.functional.cross_entropy(logits, label), "box": box}

    @torch.no_grad()
    def detect(self, images: torch.Tensor, proposals: Sequence[np.ndarray]) -> list[Detections]:
        """Những gì thấy trong N ảnh (N, 3, H, W), với N mảng vùng đề xuất; gọi `eval()` trước.

        Trả về:
            N Detections, điểm cao trước.
        """
        boxes = [np.asarray(p, np.float32).reshape(-1, 4) for p in proposals]
        pooled = self.region_features(images, [torch.from_numpy(b) for b in boxes])
        return self._results(pooled, boxes, images.shape[2:])

    def _results(self, pooled: torch.Tensor, boxes: list[np.ndarray], size: torch.Size) -> list[Detections]:
        logits, offsets = self.classify(pooled)
        chances = torch.softmax(logits, dim=1)[:, : self.classes].numpy()
        found, start = [], 0
        for box in boxes:
            stop = start + len(box)
            found.append(self._kept(box, chances[start:stop], offsets[start:stop].numpy(), size))
            start = stop
        return found

    def _kept(
        self, boxes: np.ndarray, chances: np.ndarray, offsets: np.ndarray, size: torch.Size
    ) -> Detections:
        s = self.settings
        row, label = np.nonzero(chances >= s.score)
        moved = detection.clip(detection.decode(offsets[row, label], boxes[row], SPREAD), size[0], size[1])
        solid = np.flatnonzero((moved[:, 2:] - moved[:, :2]).min(axis=1, initial=np.inf) > 0.5)
        moved, row, label = moved[solid], row[solid], label[solid]
        scores = chances[row, label]
        kept = detection.class_nms(moved, scores, label, s.nms, s.most)
        return Detections(moved[kept].astype(np.float32), scores[kept], label[kept].astype(np.int64))


class RCNN(FastRCNN):
    """R-CNN: mỗi vùng đề xuất được cắt khỏi *ảnh*, co về 32 × 32, rồi qua backbone riêng.

    Phép cắt và co cũng là `roi_align`, chỉ khác là làm trên pixel. Bài báo dùng SVM ở cuối và bốn số chỉnh
    khung học sau; ở đây softmax và chỉnh khung học cùng lúc, để ba mạng của chương chỉ khác nhau ở chỗ
    backbone nhìn gì.

    Nguồn: Girshick và cộng sự, 2014.
    """

    CROP = 32  # pixels of a side

    def _side(self) -> int:
        return self.CROP // STRIDE

    def region_features(self, images: torch.Tensor, boxes: list[torch.Tensor]) -> torch.Tensor:
        """Đặc trưng (Σk, C, 4, 4): mỗi vùng một lượt qua backbone."""
        crops = roi_align(images, boxes, output=self.CROP, samples=1)
        if not len(crops):
            return crops.new_zeros(0, self.backbone.channels, self._side(), self._side())
        return self.backbone(crops)


@dataclass(frozen=True)
class _Sample:
    """The regions of one picture that are learnt from; those with an object come first."""

    boxes: np.ndarray
    labels: np.ndarray
    goal: np.ndarray
