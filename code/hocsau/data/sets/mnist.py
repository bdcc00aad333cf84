"""MNIST: chữ số viết tay 28×28, tải về khi cần."""

from __future__ import annotations

from hocsau.data.dataset import Info
from hocsau.data.sets.common import idx_parts, read_idx_images

INFO = Info(
    name="mnist",
    title="MNIST: chữ số viết tay 28×28",
    profile="full",
    real=True,
    origin="Y. LeCun, C. Cortes, C. Burges",
    licence="thường được ghi là CC BY-SA 3.0; không phát hành lại ở đây",
    made="bốn tệp idx gốc, giữ nguyên",
    url="http://yann.lecun.com/exdb/mnist/",
    target="chữ số",
    classes=tuple("0123456789"),
    units={"x": "độ sáng 0–255, 0 là nền"},
    largest=255,
)
HOSTS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)
PARTS = idx_parts(
    "mnist",
    HOSTS,
    (9_912_422, 28_881, 1_648_877, 4_542),
    (
        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
        "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
        "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
        "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
    ),
)
INSTEAD = "mnist_small"
read = read_idx_images
