"""Object detection bằng numpy: khung, anchor, NMS, ROI, vùng đề xuất, average precision.

Mọi hàm nhận khung dạng **hai góc** (x1, y1, x2, y2), toạ độ là số thực, y hướng xuống; dạng khác thì đổi
trước:

    from hocsau import detection
    boxes = detection.from_sizes([[10, 20, 50, 30]])     # COCO: x, y, rộng, cao
    detection.iou_matrix(boxes, boxes)                   # [[1.]]
"""

from hocsau.detection.anchors import assign, base_anchors, grid_anchors, grid_size, inside, sample
from hocsau.detection.boxes import (
    area,
    clip,
    covered_matrix,
    from_sizes,
    iou_matrix,
    iou_naive,
    to_centres,
    to_corners,
    to_sizes,
)
from hocsau.detection.losses import focal_loss, smooth_l1
from hocsau.detection.nms import class_nms, nms, nms_naive, soft_nms
from hocsau.detection.offsets import decode, encode
from hocsau.detection.overlap import overlap, overlap_loss

__all__ = [
    "area",
    "assign",
    "base_anchors",
    "class_nms",
    "clip",
    "covered_matrix",
    "decode",
    "encode",
    "focal_loss",
    "from_sizes",
    "grid_anchors",
    "grid_size",
    "inside",
    "iou_matrix",
    "iou_naive",
    "nms",
    "nms_naive",
    "overlap",
    "overlap_loss",
    "sample",
    "smooth_l1",
    "soft_nms",
    "to_centres",
    "to_corners",
    "to_sizes",
]
