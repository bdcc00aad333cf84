"""Kiểm gradient của mọi tầng và mọi loss trong `hocsau.nn`: nội dung của lệnh `hocsau gradcheck`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from hocsau import nn
from hocsau.nn import losses
from hocsau.nn.gradcheck import gradcheck, numerical_gradient, relative_error
from hocsau.nn.selfcheck_sequences import SEQUENCES

TOLERANCE = 1e-6
Errors = dict[str, float]


@dataclass(frozen=True)
class Outcome:
    """Kết quả của một tầng hay loss: sai số tương đối lớn nhất và chỗ có sai số ấy, hoặc lời báo khi hỏng."""

    name: str
    error: float
    where: str
    trouble: str = ""

    @property
    def passed(self) -> bool:
        """Sai số dưới TOLERANCE (NaN thì không)."""
        return not self.trouble and self.error < TOLERANCE


class _SameMask(nn.Module):
    """Dropout draws anew at every forward; differences need the same mask each time."""

    def __init__(self, layer: nn.Dropout) -> None:
        self.layer = layer

    def forward(self, x: np.ndarray) -> np.ndarray:
        self.layer.rng = np.random.default_rng(0)
        return self.layer(x)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        return self.layer.backward(dy)


# The first word is the name in hocsau.nn; the rest tells variants apart.
LAYERS: dict[str, Callable[[np.random.Generator], nn.Module]] = {
    "Linear": lambda rng: nn.Linear(6, 4, rng=rng),
    "Linear không bias": lambda rng: nn.Linear(6, 4, rng=rng, bias=False),
    "Identity": lambda rng: nn.Identity(),
    "Sigmoid": lambda rng: nn.Sigmoid(),
    "Tanh": lambda rng: nn.Tanh(),
    "ReLU": lambda rng: nn.ReLU(),
    "LeakyReLU": lambda rng: nn.LeakyReLU(0.1),
    "ELU": lambda rng: nn.ELU(0.7),
    "GELU": lambda rng: nn.GELU(),
    "SiLU": lambda rng: nn.SiLU(),
    "Maxout": lambda rng: nn.Maxout(3),
    "Softmax": lambda rng: nn.Softmax(),
    "Step": lambda rng: nn.Step(),
    "Dropout": lambda rng: _SameMask(nn.Dropout(0.3, rng=rng)),
    "BatchNorm1d lúc train": lambda rng: nn.BatchNorm1d(6),
    "BatchNorm1d lúc dự đoán": lambda rng: nn.BatchNorm1d(6).eval(),
    "LayerNorm": lambda rng: nn.LayerNorm(6),
    "RMSNorm": lambda rng: nn.RMSNorm(6),
    "GroupNorm trên bảng": lambda rng: nn.GroupNorm(3, 6),
    "Residual": lambda rng: nn.Residual(nn.Linear(6, 6, rng=rng), nn.Tanh()),
    "Sequential": lambda rng: nn.Sequential(
        nn.Linear(6, 5, rng=rng, bias=False), nn.BatchNorm1d(5), nn.Tanh(), nn.Linear(5, 3, rng=rng)
    ),
}

IMAGE_LAYERS: dict[str, Callable[[np.random.Generator], nn.Module]] = {
    "Conv2d": lambda rng: nn.Conv2d(2, 3, 3, rng=rng, stride=2, padding=1),
    "ConvTranspose2d": lambda rng: nn.ConvTranspose2d(2, 3, 3, rng=rng, stride=2, padding=1),
    "MaxPool2d": lambda rng: nn.MaxPool2d(3, 2, 1),
    "AvgPool2d": lambda rng: nn.AvgPool2d(3, 2, 1),
    "BatchNorm2d lúc train": lambda rng: nn.BatchNorm2d(2),
    "BatchNorm2d lúc dự đoán": lambda rng: nn.BatchNorm2d(2).eval(),
    "LayerNorm trên ảnh": lambda rng: nn.LayerNorm(5),
    "GroupNorm": lambda rng: nn.GroupNorm(2, 2),
    "GroupNorm một nhóm": lambda rng: nn.GroupNorm(1, 2),
    "Residual đổi số kênh": lambda rng: nn.Residual(
        nn.Conv2d(2, 3, 3, rng=rng, stride=2, padding=1),
        nn.SiLU(),
        shortcut=nn.Conv2d(2, 3, 1, rng=rng, stride=2),
    ),
    "Dropout2d": lambda rng: _SameMask(nn.Dropout2d(0.3, rng=rng)),
    "Flatten": lambda rng: nn.Flatten(),
    "Reshape": lambda rng: nn.Reshape(4, 10),
}


def _loss(function: Callable, target: Callable[[np.ndarray, np.random.Generator], np.ndarray]) -> Callable:
    def check(rng: np.random.Generator) -> Errors:
        z = _apart((5, 4), rng)
        y = target(z, rng)
        return {
            reduction: relative_error(
                function(z, y, reduction)[1],
                numerical_gradient(partial(_value, function, y, reduction), z),
            )
            for reduction in losses.REDUCTIONS
        }

    return check


def _penalty(function: Callable) -> Callable:
    def check(rng: np.random.Generator) -> Errors:
        w = _apart((3, 4), rng)
        numeric = numerical_gradient(lambda a: function([a], 0.3)[0], w)
        return {"weight": relative_error(function([w], 0.3)[1][0], numeric)}

    return check


def _ctc(rng: np.random.Generator) -> Errors:
    z, targets = _apart((3, 6, 4), rng), [[1, 3, 3], [], [2]]
    return {
        reduction: relative_error(
            nn.ctc_loss(z, targets, reduction)[1],
            numerical_gradient(partial(_value, nn.ctc_loss, targets, reduction), z),  # type: ignore[arg-type]
        )
        for reduction in losses.REDUCTIONS
    }


LOSSES: dict[str, Callable[[np.random.Generator], Errors]] = {
    "mse": _loss(nn.mse, lambda z, rng: z - _apart(z.shape, rng)),
    "mae": _loss(nn.mae, lambda z, rng: z - _apart(z.shape, rng)),
    "bce_with_logits": _loss(nn.bce_with_logits, lambda z, rng: rng.random(z.shape)),
    "cross_entropy": _loss(nn.cross_entropy, lambda z, rng: rng.integers(0, z.shape[1], len(z))),
    "soft_cross_entropy": _loss(
        nn.soft_cross_entropy, lambda z, rng: rng.dirichlet(np.ones(z.shape[1]), len(z))
    ),
    "ctc_loss": _ctc,
    "l1_penalty": _penalty(nn.l1_penalty),
    "l2_penalty": _penalty(nn.l2_penalty),
}


def check_all(seed: int = 0) -> Iterator[Outcome]:
    """Kết quả của từng tầng và loss, lần lượt; tầng hay loss chưa có phép kiểm thì kết quả là hỏng."""
    yield from check_layers(LAYERS, (5, 6), seed)
    yield from check_layers(IMAGE_LAYERS, (3, 2, 4, 5), seed)
    yield from check_losses(SEQUENCES, seed)
    yield from check_losses(LOSSES, seed)
    for name in unchecked():
        yield Outcome(name, float("nan"), "", "chưa có phép kiểm trong hocsau.nn.selfcheck")


def check_layers(
    layers: dict[str, Callable[[np.random.Generator], nn.Module]], shape: tuple[int, ...], seed: int
) -> Iterator[Outcome]:
    """Kết quả của từng tầng, với x ngẫu nhiên có shape ấy."""
    for name, make in layers.items():
        yield _outcome(name, partial(_made, make, shape), seed)


def check_losses(checks: dict[str, Callable[[np.random.Generator], Errors]], seed: int) -> Iterator[Outcome]:
    """Kết quả của từng phép kiểm loss."""
    for name, check in checks.items():
        yield _outcome(name, check, seed)


def unchecked() -> list[str]:
    """Tên công khai trong hocsau.nn là tầng hoặc loss mà không bảng nào ở đây kiểm."""
    covered = {name.split()[0] for name in [*LAYERS, *IMAGE_LAYERS, *SEQUENCES, *LOSSES]} | {"Module"}
    public = {name: getattr(nn, name) for name in nn.__all__}
    layers = {
        name for name, value in public.items() if isinstance(value, type) and issubclass(value, nn.Module)
    }
    functions = {
        name
        for name, value in public.items()
        if getattr(value, "__module__", "") == losses.__name__ or name.endswith(("cross_entropy", "ctc_loss"))
    }
    return sorted((layers | functions) - covered)


def _outcome(name: str, check: Callable[[np.random.Generator], Errors], seed: int) -> Outcome:
    try:
        errors = check(np.random.default_rng(seed))
    except Exception as error:  # a layer that cannot even run has failed its check; the others go on
        return Outcome(name, float("nan"), "", f"{type(error).__name__}: {error}")
    # NaN is the worst of all, and max() would lose it.
    where = max(errors, key=lambda place: np.inf if np.isnan(errors[place]) else errors[place])
    return Outcome(name, errors[where], where)


def _made(
    make: Callable[[np.random.Generator], nn.Module], shape: tuple[int, ...], rng: np.random.Generator
) -> Errors:
    return _layer(make(rng), shape, rng)


def _value(function: Callable, y: np.ndarray, reduction: str, z: np.ndarray) -> float:
    return function(z, y, reduction)[0]


def _layer(layer: nn.Module, shape: tuple[int, ...], rng: np.random.Generator) -> Errors:
    """gradcheck, and that `accumulate`, which training uses, adds the same gradients as `backward`."""
    x = _apart(shape, rng)
    errors = gradcheck(layer, x, rng)
    dy, added = rng.normal(size=layer(x).shape), []
    for way in (layer.backward, layer.accumulate):
        layer(x)
        for p in layer.parameters():
            p.zero_grad()
        way(dy)
        added.append([p.grad.copy() for p in layer.parameters()])
    return errors | {
        f"accumulate.{i}": relative_error(a, b) for i, (a, b) in enumerate(zip(*added, strict=True))
    }


def _apart(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """Numbers of both signs that are all different and never near 0: ReLU and max have kinks there."""
    n = int(np.prod(shape))
    values = np.linspace(0.1, 2, n) * np.where(np.arange(n) % 2, 1, -1)
    return rng.permutation(values).reshape(shape)
