"""Mạng gắn nhãn (tagger): mỗi bước của dãy vào một nhãn, đọc cả hai chiều."""

from __future__ import annotations

import numpy as np
import torch

from hocsau.torch.layers.dtypes import torch_dtype
from hocsau.torch.layers.linear import drawn_linear
from hocsau.torch.layers.recurrent import GRU, LSTM, RNN, Dtype
from hocsau.torch.layers.words import embedding

KINDS = {"rnn": RNN, "lstm": LSTM, "gru": GRU}


class Tagger(torch.nn.Module):
    """ids (N, T) → logit (N, T, K): embedding, `layers` tầng hồi quy hai chiều, một tầng Linear ở mỗi bước.

    Đầu vào và đầu ra dài bằng nhau: thêm dấu cho từng chữ, gọi tên loại từ của từng tiếng. Số 0 là chỗ đệm:
    nó phải nằm ở cuối dãy, và logit ở đó không dùng được.

    Tham số:
        inputs: V, số kí hiệu vào, kể cả chỗ đệm.
        classes: K, số nhãn.
        features: độ dài của embedding.
        hidden: H mỗi chiều.
        layers: số tầng hồi quy.
        kind: "lstm", "gru" hay "rnn".
        dropout: tỉ lệ tắt sau embedding, giữa các tầng và trước tầng cuối.
        neck: None, hay số nút của một tầng Linear hẹp đặt trước tầng cuối, nhận [h, embedding]; có nhiều nhãn
            thì nó bớt được phần lớn tham số.
        rng: bộ sinh số cho trọng số đầu, bắt buộc (dropout dùng bộ sinh số của torch).
        dtype: kiểu của trọng số.

    Lỗi:
        ValueError: cỡ không dương, kind lạ, ids không phải (N, T), hay một dãy chỉ có chỗ đệm.
    """

    def __init__(
        self,
        inputs: int,
        classes: int,
        *,
        features: int = 32,
        hidden: int = 128,
        layers: int = 2,
        kind: str = "lstm",
        dropout: float = 0.0,
        neck: int | None = None,
        rng: np.random.Generator,
        dtype: Dtype = np.float32,
    ) -> None:
        super().__init__()
        if kind not in KINDS:
            raise ValueError(f"kind = {kind!r}; cần một trong {tuple(KINDS)}")
        if min(inputs - 1, classes, features, hidden, layers) < 1:
            raise ValueError(
                f"inputs = {inputs}, classes = {classes}, features = {features}, hidden = {hidden}, "
                f"layers = {layers}; cần các số dương, inputs từ 2"
            )
        self.words = embedding(inputs, features, rng, dtype, padding=0)
        self.reading = torch.nn.ModuleList(
            KINDS[kind](
                features if layer == 0 else 2 * hidden, hidden, rng=rng, bidirectional=True, dtype=dtype
            )
            for layer in range(layers)
        )
        self.dropout = torch.nn.Dropout(dropout)
        self.neck = None
        if neck is not None:
            self.neck = drawn_linear(2 * hidden + features, neck, rng, torch_dtype(dtype))
        self.head = drawn_linear(neck or 2 * hidden, classes, rng, torch_dtype(dtype))

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """ids (N, T) số nguyên → logit (N, T, K)."""
        if ids.ndim != 2:
            raise ValueError(f"ids có shape {tuple(ids.shape)}; cần (N, T)")
        mask = ids > 0
        given = self.dropout(self.words(ids))  # (N, T, D)
        h = given
        for layer in self.reading:
            h = self.dropout(layer(h, mask=mask))  # (N, T, 2H)
        if self.neck is not None:
            h = self.neck(torch.cat([h, given], dim=-1))
        return self.head(h)

    def weights(self) -> dict[str, np.ndarray]:
        """Trọng số xếp như bản numpy, ma trận (vào, ra); tên như `reading.0.1.weight_x`, `head.bias`."""
        return numpy_weights(self)


def numpy_weights(network: torch.nn.Module) -> dict[str, np.ndarray]:
    """Trọng số của `Tagger` hay `LanguageModel`, chuyển vị những ma trận mà torch giữ dạng (ra, vào)."""
    made = {
        "words": network.words.weight,
        "head.weight": network.head.weight.T,
        "head.bias": network.head.bias,
    }
    neck = getattr(network, "neck", None)
    if neck is not None:
        made |= {"neck.weight": neck.weight.T, "neck.bias": neck.bias}
    for k, layer in enumerate(network.reading):
        for way, cell in enumerate(layer.cells):
            place = f"reading.{k}.{way}" if layer.bidirectional else f"reading.{k}"
            made |= {f"{place}.{name}": p.T if p.ndim == 2 else p for name, p in cell.named_parameters()}
    return {name: tensor.detach().cpu().numpy().copy() for name, tensor in made.items()}
