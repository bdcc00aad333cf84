"""Fashion-MNIST: ảnh quần áo 28×28, tải về khi cần."""

from __future__ import annotations

from hocsau.data.dataset import Info
from hocsau.data.drawn.clothes import CLASSES  # the drawn clothes are of the same ten kinds
from hocsau.data.sets.common import idx_parts, read_idx_images

INFO = Info(
    name="fashion_mnist",
    title="Fashion-MNIST: ảnh quần áo 28×28",
    profile="full",
    made="bốn tệp idx gốc, giữ nguyên",
    real=True,
    origin="H. Xiao, K. Rasul, R. Vollgraf (Zalando Research, 2017)",
    licence="MIT",
    url="https://github.com/zalandoresearch/fashion-mnist",
    target="loại",
    classes=CLASSES,
    units={"x": "độ sáng 0–255, 0 là nền"},
    largest=255,
)
HOSTS = (
    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
    "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
)
PARTS = idx_parts(
    "fashion_mnist",
    HOSTS,
    (26_421_880, 29_515, 4_422_102, 5_148),
    (
        "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
        "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
        "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
        "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
    ),
)
INSTEAD = "clothes"
read = read_idx_images
