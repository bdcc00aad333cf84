"""Activation theo cùng những tên như bản numpy, và hai activation mà torch không có."""

from __future__ import annotations

from collections.abc import Callable

import torch

from hocsau.nn import make_activation as check_name


class StepFunction(torch.autograd.Function):
    """[x ≥ 0] với đạo hàm 0, như `hocsau.nn.Step`."""

    @staticmethod
    def forward(ctx: object, x: torch.Tensor) -> torch.Tensor:
        """y = [x ≥ 0]."""
        return (x >= 0).to(x.dtype)

    @staticmethod
    def backward(ctx: object, dy: torch.Tensor) -> torch.Tensor:
        """dx = 0."""
        return torch.zeros_like(dy)


class Step(torch.nn.Module):
    """y = 1 nếu x ≥ 0, ngược lại 0; đạo hàm 0 nên không học được."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """y = [x ≥ 0]."""
        return StepFunction.apply(x)


class Maxout(torch.nn.Module):
    """y_j = max của `pieces` đầu vào liên tiếp: x (N, D·pieces) -> y (N, D)."""

    def __init__(self, pieces: int = 2) -> None:
        super().__init__()
        self.pieces = pieces

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, D·pieces) -> (N, D)."""
        # max(dim) sends the gradient to one winner, as numpy's argmax does; amax would share it out
        return x.reshape(len(x), -1, self.pieces).max(dim=2).values


ACTIVATIONS: dict[str, Callable[[], torch.nn.Module]] = {
    "identity": torch.nn.Identity,
    "step": Step,
    "sigmoid": torch.nn.Sigmoid,
    "tanh": torch.nn.Tanh,
    "relu": torch.nn.ReLU,
    "leaky_relu": torch.nn.LeakyReLU,
    "elu": torch.nn.ELU,
    "gelu": torch.nn.GELU,
    "silu": torch.nn.SiLU,
    "softmax": lambda: torch.nn.Softmax(dim=-1),
}


def make_activation(name: str) -> torch.nn.Module:
    """Tầng activation của torch theo tên trong `hocsau.nn.ACTIVATIONS`; ValueError khi không có tên ấy."""
    check_name(name)
    return ACTIVATIONS[name]()
