"""Những mẩu của một detector bằng torch: ROIAlign có gradient, đích để học, loss của hai tầng.

Khung, anchor, gán nhãn, NMS lấy thẳng từ `hocsau.detection` (numpy): những bước ấy không cần gradient.
"""

from hocsau.torch.detection.roi_align import roi_align
from hocsau.torch.detection.targets import Detections, Target, targets

__all__ = ["Detections", "Target", "roi_align", "targets"]
