"""Tìm một tầng theo tên, và lấy đầu ra của nó khi ảnh đi qua."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch

from hocsau.errors import nearest


def layer_names(model: torch.nn.Module) -> dict[str, str]:
    """{"block1-conv1": tên trong model, …} của các tầng convolution; mỗi tầng pooling mở một khối mới.

    Với VGG16: "block4-conv2" → "features.19".
    """
    names, block, number = {}, 1, 0
    for name, module in model.named_modules():
        if isinstance(module, torch.nn.Conv2d):
            number += 1
            names[f"block{block}-conv{number}"] = name
        elif isinstance(module, (torch.nn.MaxPool2d, torch.nn.AvgPool2d)):
            block, number = block + 1, 0
    return names


def find_layer(model: torch.nn.Module, name: str) -> torch.nn.Module:
    """Tầng mang tên ấy trong model, hoặc theo `layer_names`.

    Lỗi:
        ValueError: không có, kèm tên gần giống.
    """
    modules, short = {key: m for key, m in model.named_modules() if key}, layer_names(model)
    if name in modules:
        return modules[name]
    if name in short:
        return modules[short[name]]
    guess = nearest(str(name), [*short, *modules])
    raise ValueError(
        f"không có tầng {name!r}; các tầng convolution: {', '.join(short) or 'không có tầng nào'}."
        + (f" Ý bạn là {guess!r}?" if guess else "")
    )


def activations(model: torch.nn.Module, x: torch.Tensor, layer: str) -> torch.Tensor:
    """Đầu ra (N, K, H', W') của tầng `layer` khi x (N, C, H, W) đi qua model; đầu ra convolution qua ReLU.

    Lỗi:
        ValueError: không có tầng ấy, hoặc đầu ra của nó không phải các feature map.
    """
    module, caught = find_layer(model, layer), []
    hook = module.register_forward_hook(lambda _module, _inputs, output: caught.append(output))
    try:
        model(x)
    finally:
        hook.remove()
    if not caught or not isinstance(caught[0], torch.Tensor) or caught[0].ndim != 4:
        shape = tuple(caught[0].shape) if caught and isinstance(caught[0], torch.Tensor) else "không rõ"
        raise ValueError(
            f"đầu ra của tầng {layer!r} có shape {shape}; cần (N, K, H, W): tầng convolution hoặc pooling"
        )
    # after an in-place ReLU, should the model have one, this changes nothing
    return torch.relu(caught[0]) if isinstance(module, torch.nn.Conv2d) else caught[0]


@contextmanager
def looking(model: torch.nn.Module) -> Iterator[None]:
    """Trong khối này model ở chế độ eval và trọng số không nhận gradient; ra khỏi thì như trước."""
    modes = [(m, m.training) for m in model.modules()]
    wanted = [(p, p.requires_grad) for p in model.parameters()]
    try:
        model.eval()
        for p, _ in wanted:
            p.requires_grad_(False)
        yield
    finally:
        for m, training in modes:
            m.training = training
        for p, flag in wanted:
            p.requires_grad_(flag)
