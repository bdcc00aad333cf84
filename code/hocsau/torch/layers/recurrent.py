"""RNN, LSTM, GRU của torch, với tên và cách gọi của bản numpy."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from hocsau import nn
from hocsau.nn.recurrent import Recurrent as NumpyRecurrent
from hocsau.torch.layers.dtypes import numpy_dtype, torch_dtype

Dtype = type | np.dtype | torch.dtype


class Cell(torch.nn.Module):
    """Tham số của một lớp một chiều, tên như bản numpy; weight_x, weight_h ở dạng chuyển vị như torch."""

    def __init__(self, given: dict[str, np.ndarray], dtype: torch.dtype) -> None:
        super().__init__()
        for name, array in given.items():
            self.register_parameter(name, torch.nn.Parameter(torch.tensor(array.T, dtype=dtype).contiguous()))

    def flat(self) -> list[torch.Tensor]:
        """[weight_ih, weight_hh, bias_ih, bias_hh] như torch xếp; torch đòi hai bias, bản này có một."""
        if not hasattr(self, "bias"):
            return [self.weight_x, self.weight_h]
        second = torch.zeros_like(self.bias)
        if hasattr(self, "bias_h"):  # GRU: the part of r and z is in `bias` already
            second = torch.cat([second[: -len(self.bias_h)], self.bias_h])
        return [self.weight_x, self.weight_h, self.bias, second]


class Recurrent(torch.nn.Module):
    """Như `hocsau.nn.recurrent.Recurrent`: cùng tham số khởi tạo, cùng rng thì cùng trọng số.

    mask (N, T) phải là các True rồi tới các False, mỗi chuỗi ít nhất một True: torch chỉ biết độ dài của
    chuỗi. Bản numpy nhận mask bất kì.

    Lỗi:
        ValueError: như bản numpy khi khởi tạo; thiếu trạng thái; mask không thuộc dạng trên.
    """

    numpy_kind: type[NumpyRecurrent]

    def __init__(
        self,
        in_features: int,
        hidden: int,
        *,
        rng: np.random.Generator,
        dtype: Dtype = np.float64,
        **settings: Any,
    ) -> None:
        super().__init__()
        ours = self.numpy_kind(in_features, hidden, rng=rng, dtype=numpy_dtype(dtype), **settings)
        self._take(ours)

    @classmethod
    def of(cls, ours: NumpyRecurrent) -> Recurrent:
        """Bản torch của một tầng numpy, cùng trọng số."""
        made = cls.__new__(cls)
        torch.nn.Module.__init__(made)
        made._take(ours)
        return made

    def _take(self, ours: NumpyRecurrent) -> None:
        self.in_features, self.hidden, self.layers = ours.in_features, ours.hidden, ours.layers
        self.bidirectional, self.return_state = ours.bidirectional, ours.return_state
        self.activation = getattr(ours, "activation", "tanh")
        self.states = len(ours.state_names)
        dtype = torch_dtype(ours.cells[0].weight_x.data.dtype)
        self.cells = torch.nn.ModuleList(
            Cell({name: p.data for name, p in cell.named_parameters()}, dtype) for cell in ours.cells
        )

    def forward(self, x: torch.Tensor, *states: torch.Tensor, mask: torch.Tensor | None = None) -> Any:
        """x (N, T, D) -> y (N, T, H), hai chiều thì (N, T, 2H); return_state thì (y, h_T[, c_T])."""
        if states and len(states) != self.states:
            raise ValueError(f"{type(self).__name__} nhận {len(states)} trạng thái đầu; cần đủ {self.states}")
        if not states:
            shape = (len(self.cells), len(x), self.hidden)
            states = (x.new_zeros(shape),) * self.states
        flat = [tensor for cell in self.cells for tensor in cell.flat()]
        bias = hasattr(self.cells[0], "bias")
        options = (flat, bias, self.layers, 0.0, self.training, self.bidirectional)
        if mask is None:
            y, *ends = self._run(x, states, *options, True)
        else:
            packed = torch.nn.utils.rnn.pack_padded_sequence(
                x, _lengths(mask, x), batch_first=True, enforce_sorted=False
            )
            order, back = packed.sorted_indices, packed.unsorted_indices
            data, *ends = self._run(
                packed.data, tuple(s[:, order] for s in states), *options, sizes=packed.batch_sizes
            )
            ends = [end[:, back] for end in ends]
            together = torch.nn.utils.rnn.PackedSequence(data, packed.batch_sizes, order, back)
            y, _ = torch.nn.utils.rnn.pad_packed_sequence(together, True, total_length=x.shape[1])
        return (y, *ends) if self.return_state else y

    def _run(
        self, x: torch.Tensor, states: tuple[torch.Tensor, ...], *options: Any, sizes: Any = None
    ) -> tuple[torch.Tensor, ...]:
        """torch's kernel; with `sizes`, x is packed."""
        first: Any = states if self.states > 1 else states[0]
        kernel = self._kernel()
        return kernel(x, first, *options) if sizes is None else kernel(x, sizes, first, *options)

    def _kernel(self) -> Any:
        raise TypeError(f"{type(self).__name__} chưa định nghĩa _kernel()")


class RNN(Recurrent):
    """Như `hocsau.nn.RNN`, tính bằng kernel của torch."""

    numpy_kind = nn.RNN

    def _kernel(self) -> Any:
        return torch.rnn_tanh if self.activation == "tanh" else torch.rnn_relu


class LSTM(Recurrent):
    """Như `hocsau.nn.LSTM`, tính bằng kernel của torch; thứ tự cổng i, f, g, o vốn là của torch."""

    numpy_kind = nn.LSTM

    def _kernel(self) -> Any:
        return torch.lstm


class GRU(Recurrent):
    """Như `hocsau.nn.GRU`, tính bằng kernel của torch; thứ tự cổng r, z, n vốn là của torch."""

    numpy_kind = nn.GRU

    def _kernel(self) -> Any:
        return torch.gru


def _lengths(mask: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    if mask.dtype != torch.bool or mask.shape != x.shape[:2]:
        raise ValueError(
            f"mask có shape {tuple(mask.shape)}, dtype {mask.dtype}; cần torch.bool, {tuple(x.shape[:2])}"
        )
    lengths = mask.sum(dim=1).cpu()
    if len(lengths) and (lengths.min() < 1 or not torch.equal(mask, mask.cummin(dim=1).values)):
        raise ValueError(
            "mask phải là các True rồi tới các False, mỗi chuỗi ít nhất một True: torch chỉ biết độ dài; "
            "mask khác thì dùng tầng của hocsau.nn"
        )
    return lengths
