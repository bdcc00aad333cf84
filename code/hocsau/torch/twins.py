"""Bản torch của một model numpy."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch

from hocsau import models, nn
from hocsau.torch.layers.twins import layer_twin, sequential
from hocsau.torch.models.linear_regression import LinearRegression
from hocsau.torch.models.logistic_regression import LogisticRegression
from hocsau.torch.models.perceptron import Perceptron
from hocsau.torch.weights import copy_weights


def twin(model: nn.Module | models.LinearRegression) -> torch.nn.Module | LinearRegression:
    """Bản torch song sinh: cùng các tầng, cùng trọng số, cùng dtype, cùng chế độ train hay eval.

    Nhận mọi model trong `hocsau.models`, mọi tầng và `Sequential` trong `hocsau.nn`; một MLP hay Sequential
    thành `torch.nn.Sequential`.

    Lỗi:
        ValueError: nêu tên tầng chưa có bản torch.
    """
    if isinstance(model, models.LinearRegression):
        made = LinearRegression()
    else:
        made = MODELS.get(type(model), layer_twin)(model)
        made.training = model.training
    if not (isinstance(model, models.LinearRegression) and model.weight is None):
        copy_weights(model, made)
    return made


def _neuron(
    kind: type[Perceptron] | type[LogisticRegression], model: models.Perceptron | models.LogisticRegression
) -> torch.nn.Module:
    # the drawn weights are replaced at once, so any generator does
    return kind(model.in_features, rng=np.random.default_rng(0), dtype=model.weight.data.dtype)


def _perceptron(model: models.Perceptron) -> Perceptron:
    made = _neuron(Perceptron, model)
    made.activation = layer_twin(model.activation)
    return made


MODELS: dict[type[nn.Module], Callable[[nn.Module], torch.nn.Module]] = {
    models.LogisticRegression: lambda model: _neuron(LogisticRegression, model),
    models.Perceptron: _perceptron,
    models.MLP: sequential,
    models.CNN: sequential,
}
