"""Mạng nhiều tầng (multilayer perceptron) từ một danh sách cỡ tầng."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hocsau.nn.activations import make_activation
from hocsau.nn.dropout import Dropout
from hocsau.nn.linear import Linear
from hocsau.nn.module import Module, Sequential
from hocsau.nn.normalization import BatchNorm1d

RELU_FAMILY = ("relu", "leaky_relu", "elu")


class MLP(Sequential):
    """Chuỗi tầng tuyến tính và activation: MLP([784, 100, 10]) nhận (N, 784), trả về logit (N, 10).

    Mỗi tầng ẩn là Linear → (BatchNorm1d) → activation → (Dropout); tầng cuối là Linear → output.

    Tham số:
        sizes: cỡ các tầng kể cả đầu vào và đầu ra.
        activation, output: tên trong `nn.ACTIVATIONS` (output "identity" để lại logit, đúng thứ mà
            `cross_entropy` và `bce_with_logits` cần).
        dropout: xác suất tắt.
        weight_init: tên trong `init.METHODS`, mặc định "he" cho họ ReLU, còn lại "xavier".

    Lỗi:
        ValueError: có ít hơn hai cỡ, cỡ không phải số nguyên dương, hoặc tên không có.

    Nguồn: chương 5, mục 5.2.2.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        activation: str = "relu",
        output: str = "identity",
        dropout: float = 0.0,
        batch_norm: bool = False,
        bias: bool = True,
        weight_init: str | None = None,
        *,
        rng: np.random.Generator,
        dtype: type = np.float64,
    ) -> None:
        self.sizes = checked_sizes(sizes)
        weight_init = weight_init or default_init(activation)
        layers: list[Module] = []
        for i, (n_in, n_out) in enumerate(zip(self.sizes[:-1], self.sizes[1:], strict=True), start=1):
            layers.append(Linear(n_in, n_out, rng=rng, bias=bias, weight_init=weight_init, dtype=dtype))
            hidden = i < len(self.sizes) - 1
            if hidden and batch_norm:
                layers.append(BatchNorm1d(n_out, dtype=dtype))
            if hidden or output != "identity":
                layers.append(make_activation(activation if hidden else output))
            if hidden and dropout:
                layers.append(Dropout(dropout, rng=rng))
        super().__init__(*layers)


def checked_sizes(sizes: Sequence[int]) -> tuple[int, ...]:
    """Các cỡ tầng thành tuple; ValueError khi có ít hơn hai cỡ hoặc cỡ không phải số nguyên dương."""
    sizes = tuple(sizes)
    whole = all(isinstance(n, (int, np.integer)) and not isinstance(n, bool) and n >= 1 for n in sizes)
    if len(sizes) < 2 or not whole:
        raise ValueError(
            f"sizes = {list(sizes)}; cần từ hai số nguyên dương trở lên, từ đầu vào đến đầu ra, "
            "ví dụ [784, 100, 10]"
        )
    return tuple(int(n) for n in sizes)


def default_init(activation: str) -> str:
    """Cách khởi tạo hợp với activation: "he" cho họ ReLU, còn lại "xavier"."""
    return "he" if activation in RELU_FAMILY else "xavier"
