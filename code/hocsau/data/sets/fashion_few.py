"""Sáu mươi ảnh của Fashion-MNIST, đi kèm sách."""

from dataclasses import replace

from hocsau.data.sets import fashion_mnist
from hocsau.data.sets.common import embedded_idx

PER_CLASS = 6
INFO = replace(
    fashion_mnist.INFO,
    name="fashion_few",
    title="60 ảnh quần áo 28×28 của Fashion-MNIST",
    profile="small",
    made=f"{PER_CLASS} ảnh đầu tiên của mỗi loại trong tập kiểm tra, xếp theo loại",
)
read = embedded_idx
