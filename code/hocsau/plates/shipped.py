"""Mạng tìm biển số đi kèm sách: YOLOv4-tiny hẹp bốn lần, int8, chỉ học trên cảnh vẽ."""

from __future__ import annotations

from hocsau.darknet.integer import IntegerNet, load_net
from hocsau.recorded import recorded_file

FILE = "plates-narrow-network.npz"


def plate_detector() -> IntegerNet:
    """Mạng do `hocsau train plates-narrow --full` ghi; `plate_detector().detect(image)` trả về các khung.

    Nó chưa từng thấy ảnh thật nào: mọi trọng số đến từ cảnh của `hocsau.plates`.
    """
    return load_net(recorded_file(FILE))
