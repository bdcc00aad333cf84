"""Bản torch của từng tầng numpy: cùng shape, cùng trọng số, cùng dtype."""

from __future__ import annotations

from collections.abc import Callable

import torch

from hocsau import nn
from hocsau.torch.layers.activations import Maxout, Step
from hocsau.torch.layers.attention import Attention, MultiHeadAttention
from hocsau.torch.layers.branches import Residual
from hocsau.torch.layers.convolution import convolution
from hocsau.torch.layers.dtypes import torch_dtype
from hocsau.torch.layers.linear import linear
from hocsau.torch.layers.recurrent import GRU, LSTM, RNN
from hocsau.torch.layers.time_distributed import TimeDistributed


def layer_twin(layer: nn.Module) -> torch.nn.Module:
    """Tầng torch ứng với một tầng của `hocsau.nn`, cùng chế độ train hay eval.

    Tầng vừa tạo (bias 0, batch norm chưa học) thì đã đủ trọng số; tầng đã học thì còn phải `copy_weights`.

    Lỗi:
        ValueError: nêu tên tầng chưa có bản torch.
    """
    make = LAYERS.get(type(layer))  # exactly this type: a subclass may compute something else
    if make is None:
        raise ValueError(f"{type(layer).__name__} chưa có bản torch; hãy viết bản ấy rồi dùng copy_weights")
    made = make(layer)
    made.training = layer.training
    return made


def sequential(model: nn.Sequential) -> torch.nn.Sequential:
    """Các tầng của `model`, từng tầng một bản torch."""
    made: dict[int, torch.nn.Module] = {}  # a layer used at two places is one layer in torch too
    for layer in model.layers:
        if id(layer) not in made:
            made[id(layer)] = layer_twin(layer)
    return torch.nn.Sequential(*[made[id(layer)] for layer in model.layers])


def _linear(layer: nn.Linear) -> torch.nn.Linear:
    dtype = torch_dtype(layer.weight.data.dtype)
    return linear(layer.in_features, layer.out_features, layer.bias is not None, layer.weight.data, dtype)


def _conv(layer: nn.Conv2d) -> torch.nn.Conv2d:
    weight = layer.weight.data
    return convolution(
        weight,
        torch_dtype(weight.dtype),
        stride=layer.stride,
        padding=layer.padding,
        bias=layer.bias is not None,
    )


def _conv_transpose(layer: nn.ConvTranspose2d) -> torch.nn.ConvTranspose2d:
    n_in, n_out, kernel = layer.weight.shape[:3]
    return torch.nn.utils.skip_init(  # twin() copies the weights at once
        torch.nn.ConvTranspose2d,
        n_in,
        n_out,
        kernel,
        layer.stride,
        layer.padding,
        bias=layer.bias is not None,
        dtype=torch_dtype(layer.weight.data.dtype),
    )


def _batch_norm(layer: nn.BatchNorm1d | nn.BatchNorm2d) -> torch.nn.BatchNorm1d | torch.nn.BatchNorm2d:
    kind = torch.nn.BatchNorm2d if isinstance(layer, nn.BatchNorm2d) else torch.nn.BatchNorm1d
    dtype = torch_dtype(layer.weight.data.dtype)
    return kind(layer.features, eps=layer.eps, momentum=layer.momentum, dtype=dtype)


def _layer_norm(layer: nn.LayerNorm | nn.RMSNorm) -> torch.nn.LayerNorm | torch.nn.RMSNorm:
    kind = torch.nn.LayerNorm if isinstance(layer, nn.LayerNorm) else torch.nn.RMSNorm
    return kind(layer.features, eps=layer.eps, dtype=torch_dtype(layer.weight.data.dtype))


def _group_norm(layer: nn.GroupNorm) -> torch.nn.GroupNorm:
    dtype = torch_dtype(layer.weight.data.dtype)
    return torch.nn.GroupNorm(layer.groups, layer.channels, eps=layer.eps, dtype=dtype)


def _residual(layer: nn.Residual) -> Residual:
    shortcut = None if layer.shortcut is None else layer_twin(layer.shortcut)
    return Residual(*sequential(layer.branch), shortcut=shortcut)


def _embedding(layer: nn.Embedding) -> torch.nn.Embedding:
    dtype = torch_dtype(layer.weight.data.dtype)
    return torch.nn.utils.skip_init(  # twin() copies the weights at once
        torch.nn.Embedding, layer.count, layer.features, padding_idx=layer.padding, dtype=dtype
    )


LAYERS: dict[type[nn.Module], Callable[[nn.Module], torch.nn.Module]] = {
    nn.Sequential: sequential,
    nn.Linear: _linear,
    nn.Conv2d: _conv,
    nn.ConvTranspose2d: _conv_transpose,
    nn.MaxPool2d: lambda layer: torch.nn.MaxPool2d(layer.kernel_size, layer.stride, layer.padding),
    nn.AvgPool2d: lambda layer: torch.nn.AvgPool2d(layer.kernel_size, layer.stride, layer.padding),
    nn.Flatten: lambda layer: torch.nn.Flatten(),
    nn.BatchNorm1d: _batch_norm,
    nn.BatchNorm2d: _batch_norm,
    nn.LayerNorm: _layer_norm,
    nn.RMSNorm: _layer_norm,
    nn.GroupNorm: _group_norm,
    nn.Residual: _residual,
    nn.Embedding: _embedding,
    nn.TimeDistributed: lambda layer: TimeDistributed(layer_twin(layer.layer)),
    nn.RNN: RNN.of,
    nn.LSTM: LSTM.of,
    nn.GRU: GRU.of,
    nn.Attention: Attention.of,
    nn.MultiHeadAttention: MultiHeadAttention.of,
    nn.Dropout: lambda layer: torch.nn.Dropout(layer.p),
    nn.Dropout2d: lambda layer: torch.nn.Dropout2d(layer.p),
    nn.Identity: lambda layer: torch.nn.Identity(),
    nn.Step: lambda layer: Step(),
    nn.Sigmoid: lambda layer: torch.nn.Sigmoid(),
    nn.Tanh: lambda layer: torch.nn.Tanh(),
    nn.ReLU: lambda layer: torch.nn.ReLU(),
    nn.LeakyReLU: lambda layer: torch.nn.LeakyReLU(layer.alpha),
    nn.ELU: lambda layer: torch.nn.ELU(layer.alpha),
    nn.GELU: lambda layer: torch.nn.GELU(),
    nn.SiLU: lambda layer: torch.nn.SiLU(),
    nn.Maxout: lambda layer: Maxout(layer.pieces),
    nn.Softmax: lambda layer: torch.nn.Softmax(dim=-1),
}
