"""Học và đọc một mạng YOLO bằng torch: gán khung cho ô, loss, giải mã.

    outputs = network(x)                              # mỗi tầng [yolo] một mảng thô
    loss = yolo_loss(outputs, network.heads, targets).total
    found = detect(network, images)                   # khung, điểm, lớp của từng ảnh

Khung luôn là x1, y1, x2, y2, tính bằng điểm ảnh.
"""

from hocsau.torch.yolo.assign import assign, best_anchor
from hocsau.torch.yolo.ciou import ciou
from hocsau.torch.yolo.decode import decode
from hocsau.torch.yolo.detect import as_input, detect
from hocsau.torch.yolo.loss import Losses, yolo_loss

__all__ = ["Losses", "as_input", "assign", "best_anchor", "ciou", "decode", "detect", "yolo_loss"]
