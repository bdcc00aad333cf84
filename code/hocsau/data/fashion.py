"""Lai lịch của Fashion-MNIST: cả bộ (tải về khi cần), và sáu mươi ảnh đi kèm sách."""

from hocsau.data.dataset import Info

CLASSES = (
    "áo thun",
    "quần dài",
    "áo len chui đầu",
    "váy liền",
    "áo khoác",
    "sandal",
    "áo sơ mi",
    "giày thể thao",
    "túi",
    "bốt cổ thấp",
)
FEW_PER_CLASS = 6

_SHARED = {
    "real": True,
    "origin": "H. Xiao, K. Rasul, R. Vollgraf (Zalando Research, 2017)",
    "licence": "MIT",
    "url": "https://github.com/zalandoresearch/fashion-mnist",
    "target": "loại",
    "classes": CLASSES,
    "units": {"x": "độ sáng 0–255, 0 là nền"},
}
FULL = Info(
    name="fashion_mnist",
    title="Fashion-MNIST: ảnh quần áo 28×28",
    profile="full",
    made="bốn tệp idx gốc, giữ nguyên",
    **_SHARED,
)
FEW = Info(
    name="fashion_few",
    title="60 ảnh quần áo 28×28 của Fashion-MNIST",
    profile="small",
    made=f"{FEW_PER_CLASS} ảnh đầu tiên của mỗi loại trong tập kiểm tra, xếp theo loại",
    **_SHARED,
)
