"""cfg của YOLOv4-tiny, viết ra từ vài con số: số lớp, cỡ ảnh, anchor, và bề rộng của mạng."""

from __future__ import annotations

from collections.abc import Sequence

from hocsau.errors import DataError

# Of yolov4-tiny.cfg, found by its authors on COCO at 416×416: (width, height) in points of the input.
COCO_ANCHORS = ((10, 14), (23, 27), (37, 58), (81, 82), (135, 169), (344, 319))


def yolov4_tiny_cfg(
    classes: int = 1,
    *,
    height: int = 416,
    width: int = 416,
    multiplier: float = 1.0,
    anchors: Sequence[tuple[float, float]] = COCO_ANCHORS,
    masks: tuple[Sequence[int], Sequence[int]] = ((3, 4, 5), (1, 2, 3)),
) -> str:
    """Chữ của một cfg YOLOv4-tiny: 38 tầng, hai tầng [yolo], filters = (classes + 5) × 3 trước mỗi tầng.

    Tham số:
        classes: số lớp.
        height: chiều cao ảnh vào, bội số của 32.
        width: bề ngang ảnh vào, bội số của 32.
        multiplier: nhân số kernel của mọi tầng giữa; 0.25 thì mạng hẹp bốn lần, phép tính ít khoảng 16 lần.
        anchors: (rộng, cao), từ nhỏ đến lớn.
        masks: anchor của tầng [yolo] ô to (thu 32 lần) và ô nhỏ (16 lần). Cfg gốc dùng 3, 4, 5 và 1, 2, 3:
            anchor 0 không tầng nào dùng.

    Lỗi:
        DataError: multiplier làm số kernel lẻ hay bằng 0 (route chia đôi kênh nên cần số chẵn).
    """
    if classes < 1:
        raise DataError(f"classes = {classes}; cần ít nhất một lớp")

    def filters(n: int) -> int:
        made = round(n * multiplier)
        if made < 2 or made % 2:
            raise DataError(f"multiplier = {multiplier} biến {n} kernel thành {made}; cần số chẵn dương")
        return made

    def conv(n: int, size: int = 3, stride: int = 1) -> str:
        return _section(
            "convolutional",
            batch_normalize=1,
            filters=filters(n),
            size=size,
            stride=stride,
            pad=1,
            activation="leaky",
        )

    def head(mask: Sequence[int]) -> str:
        count = (classes + 5) * len(mask)
        last = _section("convolutional", size=1, stride=1, pad=1, filters=count, activation="linear")
        return last + _section(
            "yolo",
            mask=",".join(map(str, mask)),
            anchors=",  ".join(f"{w:g},{h:g}" for w, h in anchors),
            classes=classes,
            num=len(anchors),
            scale_x_y=1.05,
            iou_loss="ciou",
            ignore_thresh=0.7,
        )

    def block(n: int) -> str:  # CSP: half of the channels goes on, the other half waits
        return (
            conv(n)
            + _section("route", layers=-1, groups=2, group_id=1)
            + conv(n // 2)
            + conv(n // 2)
            + _section("route", layers="-1,-2")
            + conv(n, 1)
            + _section("route", layers="-6,-1")
            + _section("maxpool", size=2, stride=2)
        )

    net = _section("net", batch=64, subdivisions=16, width=width, height=height, channels=3)
    body = conv(32, stride=2) + conv(64, stride=2) + block(64) + block(128) + block(256)
    coarse = conv(512) + conv(256, 1) + conv(512) + head(masks[0])
    fine = _section("route", layers=-4) + conv(128, 1) + _section("upsample", stride=2)
    fine += _section("route", layers="-1,23") + conv(256) + head(masks[1])
    return net + body + coarse + fine


def _section(name: str, **options: object) -> str:
    return f"[{name}]\n" + "".join(f"{key}={value}\n" for key, value in options.items()) + "\n"
