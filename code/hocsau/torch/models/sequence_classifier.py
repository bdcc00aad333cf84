"""Đọc hết một dãy rồi mới trả lời: many to one."""

from __future__ import annotations

import numpy as np
import torch

from hocsau import nn
from hocsau.nn import init
from hocsau.torch.layers.dtypes import torch_dtype
from hocsau.torch.layers.linear import linear
from hocsau.torch.layers.recurrent import GRU, LSTM, RNN, Recurrent

CELLS: dict[str, type[Recurrent]] = {"rnn": RNN, "lstm": LSTM, "gru": GRU}


class SequenceClassifier(torch.nn.Module):
    """Dãy (N, T, D), hay dãy số thứ tự (N, T) khi có `vocabulary`, → logit (N, K) từ trạng thái cuối.

    logit = h_T W + b. Hai chiều thì h_T là trạng thái cuối của hai chiều nối lại. Với `classes` = 1 thì logit
    là một số thực, dùng cho hồi quy.

    Tham số:
        in_features: D; có `vocabulary` thì là độ dài vector của mỗi kí hiệu.
        hidden: H.
        classes: K.
        cell: "rnn", "lstm" hay "gru".
        vocabulary: V, số kí hiệu: thêm tầng embedding (số 0 là chỗ đệm); None là x đã là vector.
        layers: số lớp chồng lên nhau.
        bidirectional: đọc cả hai chiều.
        rng: bộ sinh số, bắt buộc; trọng số như bản numpy cùng rng.
        dtype: kiểu của trọng số.

    Lỗi:
        ValueError: cell lạ, kích thước không dương, x sai số trục, hay mask không phải các True rồi
            tới False.
    """

    def __init__(
        self,
        in_features: int,
        hidden: int,
        classes: int,
        *,
        rng: np.random.Generator,
        cell: str = "gru",
        vocabulary: int | None = None,
        layers: int = 1,
        bidirectional: bool = False,
        dtype: type | torch.dtype = np.float32,
    ) -> None:
        super().__init__()
        if cell not in CELLS:
            raise ValueError(f"cell = {cell!r}; cần một trong {', '.join(CELLS)}")
        if not isinstance(classes, (int, np.integer)) or classes < 1:
            raise ValueError(f"classes = {classes!r}; cần một số nguyên từ 1")
        kind = torch_dtype(dtype)
        self.embedding: torch.nn.Embedding | None = None
        if vocabulary is not None:
            table = nn.Embedding(vocabulary, in_features, rng=rng, padding=0).weight.data
            self.embedding = torch.nn.Embedding(
                vocabulary, in_features, padding_idx=0, _weight=torch.tensor(table, dtype=kind)
            )
        self.recurrent = CELLS[cell](
            in_features,
            hidden,
            rng=rng,
            layers=layers,
            bidirectional=bidirectional,
            return_state=True,
            dtype=kind,
        )
        self.ends = 2 if bidirectional else 1
        width = hidden * self.ends
        self.head = linear(width, classes, True, init.make("xavier", (width, classes), rng), kind)

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """x (N, T, D) hay (N, T), mask (N, T) bool hoặc None → logit (N, K)."""
        wanted = 3 if self.embedding is None else 2
        if x.ndim != wanted:
            shape = "(N, T, D)" if wanted == 3 else "(N, T), số thứ tự của kí hiệu"
            raise ValueError(f"x có shape {tuple(x.shape)}; cần {shape}")
        vectors = x if self.embedding is None else self.embedding(x)
        _, h, *_ = self.recurrent(vectors, mask=mask)  # (layers · ends, N, H)
        last = torch.cat(list(h[-self.ends :]), dim=-1)  # (N, ends · H)
        return self.head(last)
