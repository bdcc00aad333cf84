"""Object detection bằng numpy: khung, anchor, NMS, ROI, vùng đề xuất, average precision.

Mọi hàm nhận khung dạng **hai góc** (x1, y1, x2, y2), toạ độ là số thực, y hướng xuống; dạng khác thì đổi
trước:

    from hocsau import detection
    boxes = detection.from_sizes([[10, 20, 50, 30]])     # COCO: x, y, rộng, cao
    detection.iou_matrix(boxes, boxes)                   # [[1.]]
"""

from hocsau.detection.anchors import assign, base_anchors, grid_anchors, grid_size, inside, sample
from hocsau.detection.average_precision import (
    COCO_SIZES,
    COCO_THRESHOLDS,
    Curve,
    Evaluation,
    average_precision,
    evaluate,
    precision_recall,
)
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
from hocsau.detection.error_types import Sorted, repaired_ap, sort_errors
from hocsau.detection.kmeans import kmeans_anchors, shape_iou
from hocsau.detection.losses import focal_loss, smooth_l1
from hocsau.detection.matches import match
from hocsau.detection.nms import class_nms, nms, nms_naive, soft_nms
from hocsau.detection.offsets import decode, encode
from hocsau.detection.overlap import overlap, overlap_loss
from hocsau.detection.roi import ROIAlign, ROIPool, bilinear, fixed_regions, parts, roi_align_naive
from hocsau.detection.segmentation import segment
from hocsau.detection.selective_search import (
    Region,
    merge_regions,
    proposal_recall,
    selective_search,
    similarity,
)
from hocsau.detection.set_matching import giou_matrix, match_sets, match_sets_naive, matching_cost

__all__ = [
    "COCO_SIZES",
    "COCO_THRESHOLDS",
    "Curve",
    "Evaluation",
    "ROIAlign",
    "ROIPool",
    "Region",
    "Sorted",
    "area",
    "assign",
    "average_precision",
    "base_anchors",
    "bilinear",
    "class_nms",
    "clip",
    "covered_matrix",
    "decode",
    "encode",
    "evaluate",
    "fixed_regions",
    "focal_loss",
    "from_sizes",
    "giou_matrix",
    "grid_anchors",
    "grid_size",
    "inside",
    "iou_matrix",
    "iou_naive",
    "kmeans_anchors",
    "match",
    "match_sets",
    "match_sets_naive",
    "matching_cost",
    "merge_regions",
    "nms",
    "nms_naive",
    "overlap",
    "overlap_loss",
    "parts",
    "precision_recall",
    "proposal_recall",
    "repaired_ap",
    "roi_align_naive",
    "sample",
    "segment",
    "selective_search",
    "shape_iou",
    "similarity",
    "smooth_l1",
    "soft_nms",
    "sort_errors",
    "to_centres",
    "to_corners",
    "to_sizes",
]
