"""Từ cfg tới bản vẽ: mỗi tầng nhận gì, trả ra mấy kênh, ảnh cỡ nào, mấy tham số, mấy phép nhân."""

from __future__ import annotations

from dataclasses import dataclass

from hocsau.darknet.cfg import Cfg, Section

ACTIVATIONS = ("leaky", "linear", "relu")


@dataclass(frozen=True)
class Head:
    """Một tầng [yolo]: anchor của nó (điểm ảnh của ảnh vào), số lớp, và cách đọc.

    `all_anchors` là mọi anchor trong cfg; `mask` là chỉ số những anchor của tầng này.
    """

    stride: int
    classes: int
    mask: tuple[int, ...]
    all_anchors: tuple[tuple[float, float], ...]
    scale_xy: float
    ignore: float

    @property
    def anchors(self) -> tuple[tuple[float, float], ...]:
        """Các anchor (rộng, cao) mà tầng này dùng."""
        return tuple(self.all_anchors[i] for i in self.mask)


@dataclass(frozen=True)
class Layer:
    """Một tầng đã tính xong.

    `inputs` là số thứ tự các tầng nó nhận (−1 là ảnh vào); `shape` là (kênh, cao, rộng) ra; `parameters` đếm
    cả γ, β của batch norm (không đếm trung bình, phương sai chạy); `products` là số phép nhân-cộng cho một
    ảnh.
    """

    kind: str
    inputs: tuple[int, ...]
    shape: tuple[int, int, int]
    parameters: int = 0
    products: int = 0
    filters: int = 0
    size: int = 0
    stride: int = 1
    padding: int = 0
    norm: bool = False
    activation: str = "linear"
    groups: int = 1
    group: int = 0
    head: Head | None = None


def plan(cfg: Cfg) -> tuple[Layer, ...]:
    """Tính shape, tham số và nối của mọi tầng.

    Lỗi:
        DataError: route chỉ vào tầng chưa có, hai nhánh khác cỡ, filters trước [yolo] không bằng
            (classes + 5) × số anchor, cỡ ảnh không chia hết cho 32 …; lời báo ghi mục và dòng.
    """
    height, width = cfg.size
    for key, value in (("height", height), ("width", width)):
        if value % 32:
            raise cfg.net.fail(f"{key} = {value}; cần bội số của 32, vì mạng thu nhỏ ảnh 32 lần", key)
    made: list[Layer] = []
    for i, section in enumerate(cfg.layers):
        if i == 0 and section.name != "convolutional":
            raise section.fail("tầng đầu phải là [convolutional]")
        before = made[-1].shape if made else (cfg.channels, height, width)
        made.append(_MAKE[section.name](section, i, before, made, height))
    return tuple(made)


def heads(layers: tuple[Layer, ...]) -> tuple[Head, ...]:
    """Các tầng [yolo], theo thứ tự."""
    return tuple(layer.head for layer in layers if layer.head is not None)


Made = list[Layer]
Shape = tuple[int, int, int]


def _convolutional(section: Section, i: int, before: Shape, made: Made, height: int) -> Layer:
    filters = section.integer("filters", least=1)
    size, stride = section.integer("size", 1, least=1), section.integer("stride", 1, least=1)
    padding = size // 2 if section.integer("pad", 0) else section.integer("padding", 0)
    norm = bool(section.integer("batch_normalize", 0))
    activation = section.word("activation", "linear")
    if activation not in ACTIVATIONS:
        raise section.fail(f"activation = {activation!r}; đọc được: {', '.join(ACTIVATIONS)}", "activation")
    if section.integer("groups", 1) != 1:
        raise section.fail("groups khác 1: convolution theo nhóm không được đọc", "groups")
    c, h, w = before
    rows, columns = ((n + 2 * padding - size) // stride + 1 for n in (h, w))
    if min(rows, columns) < 1:
        raise section.fail(f"kernel {size}×{size} lớn hơn ảnh {h}×{w} đã đệm {padding}", "size")
    weights = filters * c * size * size
    return Layer(
        "convolutional",
        (i - 1,),
        (filters, rows, columns),
        weights + filters * (2 if norm else 1),
        weights * rows * columns,
        filters,
        size,
        stride,
        padding,
        norm,
        activation,
    )


def _maxpool(section: Section, i: int, before: Shape, made: Made, height: int) -> Layer:
    size, stride = section.integer("size", 2, least=1), section.integer("stride", 2, least=1)
    if (size, stride) != (2, 2):
        raise section.fail(f"size = {size}, stride = {stride}; chỉ đọc max pooling 2×2 bước 2", "size")
    c, h, w = before
    if h % 2 or w % 2:
        raise section.fail(f"ảnh {h}×{w} có cạnh lẻ; đổi height, width của [net] thành bội số của 32")
    return Layer("maxpool", (i - 1,), (c, h // 2, w // 2), size=2, stride=2)


def _upsample(section: Section, i: int, before: Shape, made: Made, height: int) -> Layer:
    stride = section.integer("stride", 2, least=1)
    c, h, w = before
    return Layer("upsample", (i - 1,), (c, h * stride, w * stride), stride=stride)


def _route(section: Section, i: int, before: Shape, made: Made, height: int) -> Layer:
    places = [int(n) for n in section.numbers("layers")]
    found = tuple(i + n if n < 0 else n for n in places)
    for n, place in zip(places, found, strict=True):
        if not 0 <= place < i:
            raise section.fail(f"layers có {n}: tầng {place} chưa có (đây là tầng {i})", "layers")
    shapes = [made[place].shape for place in found]
    if len({shape[1:] for shape in shapes}) > 1:
        raise section.fail(
            f"các tầng {found} khác cỡ: {[s[1:] for s in shapes]}; không xếp chồng được", "layers"
        )
    groups, group = section.integer("groups", 1, least=1), section.integer("group_id", 0)
    if group >= groups or any(shape[0] % groups for shape in shapes):
        raise section.fail(
            f"groups = {groups}, group_id = {group} không chia được {shapes[0][0]} kênh", "groups"
        )
    channels = sum(shape[0] // groups for shape in shapes)
    return Layer("route", found, (channels, *shapes[0][1:]), groups=groups, group=group)


def _yolo(section: Section, i: int, before: Shape, made: Made, height: int) -> Layer:
    flat = section.numbers("anchors")
    mask = tuple(int(n) for n in section.numbers("mask"))
    classes = section.integer("classes", least=1)
    if len(flat) % 2 or len(flat) // 2 != section.integer("num", len(flat) // 2):
        raise section.fail(f"anchors có {len(flat)} số; cần 2 × num", "anchors")
    if min(flat) <= 0:
        raise section.fail("anchors phải là các số dương", "anchors")
    pairs = tuple(zip(flat[::2], flat[1::2], strict=True))
    if not mask or min(mask) < 0 or max(mask) >= len(pairs):
        raise section.fail(f"mask = {mask}; cần các số từ 0 đến {len(pairs) - 1}", "mask")
    need, got = (classes + 5) * len(mask), before[0]
    if need != got:
        raise section.fail(
            f"classes = {classes}, {len(mask)} anchor: tầng convolutional ngay trước cần "
            f"filters = ({classes} + 5) × {len(mask)} = {need}, đang là {got}",
            "classes",
        )
    head = Head(
        height // before[1],
        classes,
        mask,
        pairs,
        section.number("scale_x_y", 1.0),
        section.number("ignore_thresh", 0.5),
    )
    return Layer("yolo", (i - 1,), before, head=head)


_MAKE = {
    "convolutional": _convolutional,
    "maxpool": _maxpool,
    "upsample": _upsample,
    "route": _route,
    "yolo": _yolo,
}
