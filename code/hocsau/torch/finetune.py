"""Fine-tuning: thay tầng cuối, khoá và mở từng khối, mỗi khối một learning rate.

    from hocsau.torch import EfficientNetLite0
    from hocsau.torch.finetune import falling_rates, freeze, new_head, parameter_groups, unfreeze
    model = EfficientNetLite0().load_weights()
    new_head(model, classes=17, rng=rng)
    freeze(model)  # mọi khối
    unfreeze(model, "block15", "head", "fc")
    optimizer = torch.optim.Adam(parameter_groups(model, falling_rates(model, 1e-3, 0.3)))

Khối bị khoá không đổi một số nào khi học: trọng số không có gradient, và batch norm của nó ở lại chế độ eval
(dùng trung bình chạy, không cập nhật) cả khi `fit` đặt model vào chế độ train.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch.nn.modules.batchnorm import _BatchNorm as BatchNorm

from hocsau.errors import nearest
from hocsau.torch.layers.linear import drawn_linear, linear

__all__ = [
    "falling_rates",
    "freeze",
    "frozen",
    "new_head",
    "parameter_groups",
    "put_head",
    "stages_of",
    "unfreeze",
]

Stages = Mapping[str, tuple[torch.nn.Module, ...]]
_HOOK = "_hocsau_stays_eval"


def stages_of(model: torch.nn.Module) -> Stages:
    """Tên khối → các tầng, theo thứ tự chạy: model.stages() nếu có, không thì các tầng con có trọng số.

    Lỗi:
        ValueError: model không chia được thành khối.
    """
    if hasattr(model, "stages"):
        return model.stages()
    if not isinstance(model, torch.nn.Sequential):
        raise ValueError(
            f"{type(model).__name__} không có stages() và không phải Sequential, nên không biết đâu là khối"
        )
    found = {
        name: (child,) for name, child in model.named_children() if any(True for _ in child.parameters())
    }
    if not found:
        raise ValueError("model không có tầng nào có trọng số")
    return found


def freeze(model: torch.nn.Module, *names: str) -> None:
    """Khoá các khối đã nêu; không nêu khối nào thì khoá tất cả.

    Lỗi:
        ValueError: không có khối tên ấy; khi ấy model giữ nguyên.
    """
    for module in _modules(model, names):
        module.requires_grad_(False)
        for part in module.modules():
            if isinstance(part, BatchNorm):
                part.eval()
                if not hasattr(part, _HOOK):
                    setattr(part, _HOOK, part.register_forward_pre_hook(_stay_eval))


def unfreeze(model: torch.nn.Module, *names: str, statistics: bool = True) -> None:
    """Mở khoá các khối đã nêu; không nêu khối nào thì mở tất cả.

    Tham số:
        model: model có khối.
        names: tên các khối.
        statistics: batch norm của chúng theo chế độ của model, nên khi train nó đo và nhớ trung bình của từng
            batch; False thì chỉ trọng số được học, trung bình chạy vẫn khoá (nên dùng khi batch nhỏ, ảnh ít).

    Lỗi:
        ValueError: không có khối tên ấy; khi ấy model giữ nguyên.
    """
    for module in _modules(model, names):
        module.requires_grad_(True)
        for part in module.modules():
            if statistics and isinstance(part, BatchNorm) and hasattr(part, _HOOK):
                getattr(part, _HOOK).remove()
                delattr(part, _HOOK)
                part.train(model.training)


def frozen(model: torch.nn.Module) -> tuple[str, ...]:
    """Tên những khối không còn trọng số nào được học."""
    return tuple(
        name
        for name, modules in stages_of(model).items()
        if not any(p.requires_grad for module in modules for p in module.parameters())
    )


def falling_rates(model: torch.nn.Module, top: float, factor: float) -> dict[str, float]:
    """Learning rate của từng khối đang mở: khối cuối `top`, mỗi khối lùi về trước nhân thêm `factor`.

    Lỗi:
        ValueError: top không dương, factor ngoài (0, 1], hoặc mọi khối đều bị khoá.
    """
    if not (np.isfinite(top) and top > 0) or not 0 < factor <= 1:
        raise ValueError(f"top = {top}, factor = {factor}; cần top dương và factor trong (0, 1]")
    closed = frozen(model)
    names = [name for name in reversed(list(stages_of(model))) if name not in closed]
    if not names:
        raise ValueError("mọi khối đều bị khoá; hãy unfreeze vài khối trước")
    return {name: top * factor**i for i, name in enumerate(names)}


def parameter_groups(model: torch.nn.Module, rates: Mapping[str, float]) -> list[dict[str, Any]]:
    """Các nhóm tham số cho optimizer của torch, mỗi khối đang mở một nhóm với learning rate riêng.

    Thứ tự như trong `rates`. Lịch learning rate của `fit` theo nhóm đầu; nhóm khác giữ tỉ lệ với nó.

    Tham số:
        model: model có khối.
        rates: tên khối → learning rate; phải kể đúng những khối đang mở.

    Lỗi:
        ValueError: có khối lạ, khối bị khoá, khối đang mở mà thiếu, hoặc learning rate không dương.
    """
    stages, closed = stages_of(model), frozen(model)
    for name, rate in rates.items():
        _checked_name(stages, name)
        if name in closed:
            raise ValueError(f"khối {name!r} đang bị khoá, không nhận learning rate; hãy unfreeze trước")
        if not (np.isfinite(rate) and rate > 0):
            raise ValueError(f"learning rate của khối {name!r} là {rate}; cần một số dương hữu hạn")
    missing = [name for name in stages if name not in closed and name not in rates]
    if missing:
        raise ValueError(
            f"thiếu learning rate của khối đang mở: {', '.join(missing)}; cho nó, hoặc freeze nó"
        )
    return [
        {
            "params": [p for module in stages[name] for p in module.parameters() if p.requires_grad],
            "lr": float(rate),
            "name": name,
        }
        for name, rate in rates.items()
    ]


def new_head(model: torch.nn.Module, classes: int, *, rng: np.random.Generator) -> torch.nn.Linear:
    """Thay tầng phân loại bằng một tầng mới cho `classes` lớp, trọng số "he" từ rng, bias 0; trả về tầng ấy.

    Lỗi:
        ValueError: khối cuối không phải đúng một tầng Linear, ít hơn hai lớp, hoặc thiếu rng.
    """
    old, _ = _head(model)
    if isinstance(classes, bool) or not isinstance(classes, (int, np.integer)) or classes < 2:
        raise ValueError(f"classes = {classes!r}; cần số nguyên từ 2 trở lên")
    if not isinstance(rng, np.random.Generator):
        raise ValueError("cần rng = np.random.default_rng(số) để lần chạy sau giống lần này")
    return _put(model, drawn_linear(old.in_features, int(classes), rng, old.weight.dtype))


def put_head(model: torch.nn.Module, weight: np.ndarray, bias: np.ndarray) -> torch.nn.Linear:
    """Thay tầng phân loại bằng một bộ phân loại đã học trên đặc trưng: logit = x · weight + bias.

    Tham số:
        model: model có khối, khối cuối là một tầng Linear nhận D số.
        weight: (D, K).
        bias: (K,).

    Lỗi:
        ValueError: sai shape, hoặc khối cuối không phải đúng một tầng Linear.
    """
    old, _ = _head(model)
    weight, bias = np.asarray(weight), np.asarray(bias)
    if weight.ndim != 2 or len(weight) != old.in_features or bias.shape != weight.shape[1:]:
        raise ValueError(
            f"weight có shape {weight.shape}, bias {bias.shape}; cần ({old.in_features}, K) và (K,)"
        )
    made = linear(*weight.shape, True, weight, old.weight.dtype)
    with torch.no_grad():
        made.bias.copy_(torch.tensor(bias))
    return _put(model, made)


def _head(model: torch.nn.Module) -> tuple[torch.nn.Linear, str]:
    *_, (name, modules) = stages_of(model).items()
    if len(modules) != 1 or not isinstance(modules[0], torch.nn.Linear):
        raise ValueError(f"khối cuối ({name}) không phải đúng một tầng Linear, nên không thay được")
    return modules[0], next(path for path, m in model.named_modules() if m is modules[0])


def _put(model: torch.nn.Module, layer: torch.nn.Linear) -> torch.nn.Linear:
    old, path = _head(model)
    parent, _, leaf = path.rpartition(".")
    layer.to(old.weight.device).train(model.training)
    setattr(model.get_submodule(parent), leaf, layer)
    return layer


def _modules(model: torch.nn.Module, names: tuple[str, ...]) -> list[torch.nn.Module]:
    stages = stages_of(model)
    for name in names:
        _checked_name(stages, name)
    return [module for name in names or stages for module in stages[name]]


def _checked_name(stages: Stages, name: str) -> None:
    if name not in stages:
        guess = nearest(str(name), stages)
        hint = f"ý bạn là {guess!r}?" if guess else f"các khối: {', '.join(stages)}"
        raise ValueError(f"model không có khối {name!r}; {hint}")


def _stay_eval(module: torch.nn.Module, inputs: object) -> None:
    """Before each forward: model.train() may have switched it back."""
    module.eval()
