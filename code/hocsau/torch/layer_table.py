"""Bảng các tầng của một model: shape đầu ra và số tham số."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import torch


class LayerRow(NamedTuple):
    """Một dòng của bảng: tên tầng trong model, loại tầng, shape đầu ra của một mẫu, số tham số."""

    layer: str
    kind: str
    shape: tuple[int, ...]
    parameters: int


def layer_table(model: torch.nn.Module, input_shape: Sequence[int]) -> list[LayerRow]:
    """Các tầng theo thứ tự chạy khi một mẫu shape `input_shape` (không kể N) đi qua model.

    Shape do một forward thật trên thiết bị meta của torch cho biết: ở đó tensor chỉ có shape, không có số,
    nên VGG16 cũng không tốn bộ nhớ. Model giữ nguyên trọng số và chế độ train hay eval. Tầng được gọi nhiều
    lần thì mỗi lần một dòng, tham số chỉ kể ở lần đầu; tầng trả về nhiều tensor thì ghi shape của tensor đầu.

    Lỗi:
        ValueError: ảnh cỡ ấy không đi qua được model.
    """
    tensors = dict(chain(model.named_parameters(), model.named_buffers()))
    dtypes = [tensor.dtype for tensor in tensors.values() if tensor.is_floating_point()]
    x = torch.empty(1, *input_shape, dtype=dtypes[0] if dtypes else torch.float32, device="meta")
    shapes_only = {name: torch.empty_like(tensor, device="meta") for name, tensor in tensors.items()}
    modules = [(name, m) for name, m in model.named_modules() if _is_layer(m)]
    parameters = {m: sum(p.numel() for p in m.parameters(recurse=False)) for _, m in modules}
    modes = [(m, m.training) for m in model.modules()]
    rows: list[LayerRow] = []
    hooks = [m.register_forward_hook(_noting(name, parameters, rows)) for name, m in modules]
    try:
        model.eval()
        with torch.no_grad():
            torch.func.functional_call(model, shapes_only, (x,))
    except (RuntimeError, ValueError) as error:
        raise ValueError(f"đầu vào shape {tuple(input_shape)} không đi qua được model: {error}") from None
    finally:
        for hook in hooks:
            hook.remove()
        for module, training in modes:
            module.training = training
    return rows


def _is_layer(module: torch.nn.Module) -> bool:
    return not any(module.children()) or any(True for _ in module.parameters(recurse=False))


def _noting(name: str, parameters: dict[torch.nn.Module, int], rows: list[LayerRow]):
    def note(module: torch.nn.Module, _: object, output: torch.Tensor | tuple) -> None:
        first = output[0] if isinstance(output, tuple) else output
        count = parameters[module]
        parameters[module] = 0  # a second call shares the parameters of the first
        rows.append(LayerRow(name, type(module).__name__, tuple(first.shape[1:]), count))

    return note
