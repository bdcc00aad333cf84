"""Model ngôn ngữ (language model): đọc dãy từ trái sang, ở mỗi bước đoán kí hiệu kế tiếp."""

from __future__ import annotations

import numpy as np
import torch

from hocsau.torch.layers.dtypes import torch_dtype
from hocsau.torch.layers.linear import drawn_linear
from hocsau.torch.layers.recurrent import Dtype
from hocsau.torch.layers.words import embedding
from hocsau.torch.models.tagger import KINDS, numpy_weights

States = tuple[torch.Tensor, ...]


class LanguageModel(torch.nn.Module):
    """ids (N, T) → logit (N, T, V): logit ở bước t cho kí hiệu t + 1, chỉ nhìn các kí hiệu tới t.

    p(x_1 … x_T) = ∏_t softmax(logit_t)[x_{t+1}]. Embedding, `layers` tầng hồi quy một chiều, một tầng Linear.
    Trạng thái trả về được đưa lại ở lần gọi sau, nên văn bản dài học được từng khúc (truncated BPTT).

    Tham số:
        vocabulary: V, số kí hiệu.
        features: độ dài của embedding.
        hidden: H.
        layers: số tầng hồi quy.
        kind: "lstm", "gru" hay "rnn".
        dropout: tỉ lệ tắt sau embedding, giữa các tầng và trước tầng cuối.
        rng: bộ sinh số cho trọng số đầu, bắt buộc (dropout dùng bộ sinh số của torch).
        dtype: kiểu của trọng số.

    Lỗi:
        ValueError: cỡ không dương, kind lạ, hay ids không phải (N, T).
    """

    def __init__(
        self,
        vocabulary: int,
        *,
        features: int = 48,
        hidden: int = 192,
        layers: int = 1,
        kind: str = "lstm",
        dropout: float = 0.0,
        rng: np.random.Generator,
        dtype: Dtype = np.float32,
    ) -> None:
        super().__init__()
        if kind not in KINDS:
            raise ValueError(f"kind = {kind!r}; cần một trong {tuple(KINDS)}")
        if min(vocabulary, features, hidden, layers) < 1:
            raise ValueError(
                f"vocabulary = {vocabulary}, features = {features}, hidden = {hidden}, layers = {layers}; "
                "cần các số dương"
            )
        self.words = embedding(vocabulary, features, rng, dtype)
        self.reading = torch.nn.ModuleList(
            KINDS[kind](features if layer == 0 else hidden, hidden, rng=rng, return_state=True, dtype=dtype)
            for layer in range(layers)
        )
        self.dropout = torch.nn.Dropout(dropout)
        self.head = drawn_linear(hidden, vocabulary, rng, torch_dtype(dtype))

    def forward(
        self, ids: torch.Tensor, states: list[States] | None = None
    ) -> tuple[torch.Tensor, list[States]]:
        """(logit (N, T, V), trạng thái cuối của từng tầng); states là thứ mà lần gọi trước trả về."""
        if ids.ndim != 2:
            raise ValueError(f"ids có shape {tuple(ids.shape)}; cần (N, T)")
        h, ends = self.dropout(self.words(ids)), []
        for k, layer in enumerate(self.reading):
            h, *end = layer(h, *(states[k] if states else ()))  # (N, T, H)
            h = self.dropout(h)
            ends.append(tuple(end))
        return self.head(h), ends

    def weights(self) -> dict[str, np.ndarray]:
        """Trọng số xếp như bản numpy, ma trận (vào, ra); tên như `reading.0.weight_x`, `head.bias`."""
        return numpy_weights(self)
