"""Bản torch của một model numpy."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch

from hocsau import models, nn
from hocsau.torch.activations import Maxout, Step
from hocsau.torch.convolution import convolution
from hocsau.torch.dtypes import torch_dtype
from hocsau.torch.linear_regression import LinearRegression
from hocsau.torch.logistic_regression import LogisticRegression
from hocsau.torch.mlp import linear
from hocsau.torch.perceptron import Perceptron
from hocsau.torch.weights import copy_weights


def twin(model: nn.Module | models.LinearRegression) -> torch.nn.Module | LinearRegression:
    """Bản torch song sinh: cùng các tầng, cùng trọng số, cùng dtype, cùng chế độ train hay eval.

    Nhận mọi model trong `hocsau.models`, mọi tầng và `Sequential` trong `hocsau.nn`; một MLP hay Sequential
    thành `torch.nn.Sequential`.
    Lỗi: ValueError nêu tên tầng chưa có bản torch.
    """
    made = LinearRegression() if isinstance(model, models.LinearRegression) else _same_shape(model)
    if not (isinstance(model, models.LinearRegression) and model.weight is None):
        copy_weights(model, made)
    return made


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


def _neuron(
    kind: type[Perceptron] | type[LogisticRegression], model: models.Perceptron | models.LogisticRegression
) -> torch.nn.Module:
    # the drawn weights are replaced at once, so any generator does
    return kind(model.in_features, rng=np.random.default_rng(0), dtype=model.weight.data.dtype)


def _perceptron(model: models.Perceptron) -> Perceptron:
    made = _neuron(Perceptron, model)
    made.activation = _same_shape(model.activation)
    return made


def _sequential(model: nn.Sequential) -> torch.nn.Sequential:
    made: dict[int, torch.nn.Module] = {}  # a layer used at two places is one layer in torch too
    for layer in model.layers:
        if id(layer) not in made:
            made[id(layer)] = _same_shape(layer)
    return torch.nn.Sequential(*[made[id(layer)] for layer in model.layers])


TWINS: dict[type[nn.Module], Callable[[nn.Module], torch.nn.Module]] = {
    models.LogisticRegression: lambda model: _neuron(LogisticRegression, model),
    models.Perceptron: _perceptron,
    models.MLP: _sequential,
    models.CNN: _sequential,
    nn.Sequential: _sequential,
    nn.Linear: _linear,
    nn.Conv2d: _conv,
    nn.ConvTranspose2d: _conv_transpose,
    nn.MaxPool2d: lambda layer: torch.nn.MaxPool2d(layer.kernel_size, layer.stride, layer.padding),
    nn.AvgPool2d: lambda layer: torch.nn.AvgPool2d(layer.kernel_size, layer.stride, layer.padding),
    nn.Flatten: lambda layer: torch.nn.Flatten(),
    nn.BatchNorm1d: _batch_norm,
    nn.BatchNorm2d: _batch_norm,
    nn.Dropout: lambda layer: torch.nn.Dropout(layer.p),
    nn.Dropout2d: lambda layer: torch.nn.Dropout2d(layer.p),
    nn.Identity: lambda layer: torch.nn.Identity(),
    nn.Step: lambda layer: Step(),
    nn.Sigmoid: lambda layer: torch.nn.Sigmoid(),
    nn.Tanh: lambda layer: torch.nn.Tanh(),
    nn.ReLU: lambda layer: torch.nn.ReLU(),
    nn.LeakyReLU: lambda layer: torch.nn.LeakyReLU(layer.alpha),
    nn.ELU: lambda layer: torch.nn.ELU(layer.alpha),
    nn.Maxout: lambda layer: Maxout(layer.pieces),
    nn.Softmax: lambda layer: torch.nn.Softmax(dim=-1),
}


def _same_shape(model: nn.Module) -> torch.nn.Module:
    make = TWINS.get(type(model))  # exactly this type: a subclass may compute something else
    if make is None:
        raise ValueError(f"{type(model).__name__} chưa có bản torch; hãy viết bản ấy rồi dùng copy_weights")
    made = make(model)
    made.training = model.training
    return made
