"""Hai backend học ngược nhau (GAN), gộp lại thành một để vòng lặp và checkpoint dùng như thường."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from hocsau import nn
from hocsau.training import batches
from hocsau.training.backend import State

Noise = Callable[[int, np.random.Generator], np.ndarray]


class Both(nn.Module):
    """Hai model numpy dưới một tên, để lưu và chuyển chế độ cùng nhau."""

    def __init__(self, generator: nn.Module, discriminator: nn.Module) -> None:
        self.generator, self.discriminator = generator, discriminator


class Adversaries:
    """A backend made of two: what fit keeps is kept for both.

    A library adds `step_discriminator` (the loss on real and false samples) and `step_generator`.
    """

    model: Any

    def __init__(self, g: Any, d: Any, noise: Noise, rng: np.random.Generator) -> None:
        self.g, self.d, self.noise, self.rng = g, d, noise, rng

    def modules(self) -> Iterator[Any]:
        return self.model.modules()

    def modes(self) -> list[bool]:
        return [module.training for module in self.modules()]

    def set_modes(self, modes: list[bool]) -> None:
        for module, mode in zip(self.modules(), modes, strict=True):
            module.training = mode

    def uses_batch_statistics(self) -> bool:
        return self.g.uses_batch_statistics() or self.d.uses_batch_statistics()

    def convert(self, a: np.ndarray) -> Any:
        return self.d.convert(a)

    def generate(self, n: int, condition: tuple[Any, ...]) -> Any:
        """G(z) with new noise."""
        z = batches.array("noise", self.noise(n, self.rng))
        if len(z) != n:
            raise ValueError(f"noise({n}, rng) trả về {len(z)} mẫu; cần {n}")
        return self.g.model(self.g.here(self.g.convert(z)), *condition)

    def train_batch(self, x: Any, y: Any, max_norm: float | None) -> tuple[float | Mapping[str, float], Any]:
        real, *condition = x if isinstance(x, tuple) else (x,)
        d_loss = self.step_discriminator(real, tuple(condition), max_norm)
        if not np.isfinite(d_loss):
            return {"d_loss": d_loss, "g_loss": float("nan")}, None
        return {"d_loss": d_loss, "g_loss": self.step_generator(len(real), tuple(condition), max_norm)}, None

    def step_discriminator(self, real: Any, condition: tuple[Any, ...], max_norm: float | None) -> float:
        raise TypeError(f"{type(self).__name__} thiếu step_discriminator")

    def step_generator(self, n: int, condition: tuple[Any, ...], max_norm: float | None) -> float:
        raise TypeError(f"{type(self).__name__} thiếu step_generator")

    def forward(self, x: Any) -> Any:
        return self.d.forward(x)

    def loss_of(self, outputs: Any, y: Any) -> float:
        raise TypeError("hai model học ngược nhau không có một loss chung")

    def gather(self, outputs: list[Any]) -> Any:
        return self.d.gather(outputs)

    def finite(self) -> bool:
        return self.g.finite() and self.d.finite()

    @property
    def learning_rate(self) -> float:
        return self.g.learning_rate

    @learning_rate.setter
    def learning_rate(self, value: float) -> None:
        self.g.learning_rate = self.d.learning_rate = value

    def weights(self) -> State:
        return _joined(self.g.weights(), self.d.weights())

    def put_weights(self, state: State) -> None:
        self.g.put_weights(_own("generator", state))
        self.d.put_weights(_own("discriminator", state))

    def finite_names(self) -> list[str]:
        names = {"generator": self.g.finite_names(), "discriminator": self.d.finite_names()}
        return [f"{side}.{name}" for side, own in names.items() for name in own]

    def optimizer_state(self) -> State:
        return _joined(self.g.optimizer_state(), self.d.optimizer_state())

    def check_optimizer_state(self, state: State, epochs: int) -> None:
        self.g.check_optimizer_state(_own("generator", state), epochs)
        self.d.check_optimizer_state(_own("discriminator", state), epochs)

    def put_optimizer_state(self, state: State) -> None:
        self.g.put_optimizer_state(_own("generator", state))
        self.d.put_optimizer_state(_own("discriminator", state))

    def random_state(self) -> State:
        return self.g.random_state()

    def check_random_state(self, state: State) -> None:
        self.g.check_random_state(state)

    def put_random_state(self, state: State) -> None:
        self.g.put_random_state(state)

    def generators(self) -> list[np.random.Generator]:
        return [*self.g.generators(), *self.d.generators()]

    def rates(self) -> list[float]:
        return [*self.g.rates(), *self.d.rates()]

    def put_rates(self, rates: list[float]) -> None:
        n = len(self.g.rates())
        self.g.put_rates(rates[:n])
        self.d.put_rates(rates[n:])

    def randomness(self, rng: np.random.Generator) -> Any:
        return self.g.randomness(rng)


class NumpyAdversaries(Adversaries):
    """Hai model của `hocsau.nn`."""

    def __init__(self, g: Any, d: Any, noise: Noise, rng: np.random.Generator) -> None:
        super().__init__(g, d, noise, rng)
        self.model = Both(g.model, d.model)

    def step_discriminator(self, real: Any, condition: tuple[Any, ...], max_norm: float | None) -> float:
        """BCE(D(x), 1) + BCE(D(G(z)), 0); backward hai lần, mỗi lần ngay sau forward của nó."""
        false, total = self.generate(len(real), condition), 0.0
        self.d.optimizer.zero_grad()
        with np.errstate(over="ignore", invalid="ignore"):
            for x, truth in ((real, 1.0), (false, 0.0)):
                logits = self.d.model(x, *condition)
                loss, gradient = nn.bce_with_logits(logits, np.full(logits.shape, truth))
                total += loss
                if not np.isfinite(total):
                    return total
                self.d.model.accumulate(gradient)
            self.d.step(max_norm)
        return total

    def step_generator(self, n: int, condition: tuple[Any, ...], max_norm: float | None) -> float:
        """BCE(D(G(z)), 1): gradient đi qua D về tới G; phần mà D cộng dồn trên đường bị xoá ở bước sau."""
        self.g.optimizer.zero_grad()
        with np.errstate(over="ignore", invalid="ignore"):
            logits = self.d.model(self.generate(n, condition), *condition)
            loss, gradient = nn.bce_with_logits(logits, np.ones(logits.shape))
            if np.isfinite(loss):
                dx = self.d.model.backward(gradient)
                self.g.model.accumulate(dx[0] if isinstance(dx, tuple) else dx)
                self.g.step(max_norm)
        return loss


def torch_adversaries() -> type[Adversaries]:
    """Made here, so that torch is loaded only when the models are torch's."""
    import torch

    bce = torch.nn.functional.binary_cross_entropy_with_logits

    class TorchAdversaries(Adversaries):
        """Two models of torch."""

        def __init__(self, g: Any, d: Any, noise: Noise, rng: np.random.Generator) -> None:
            super().__init__(g, d, noise, rng)
            self.model = torch.nn.ModuleDict({"generator": g.model, "discriminator": d.model})

        def step_discriminator(self, real: Any, condition: tuple[Any, ...], max_norm: float | None) -> float:
            real, condition = self.d.here(real), self.d.here(condition)
            with torch.no_grad():
                false = self.generate(len(real), condition)
            on_real, on_false = self.d.model(real, *condition), self.d.model(false, *condition)
            loss = bce(on_real, torch.ones_like(on_real)) + bce(on_false, torch.zeros_like(on_false))
            return self.d.descend(loss, max_norm)

        def step_generator(self, n: int, condition: tuple[Any, ...], max_norm: float | None) -> float:
            condition = self.d.here(condition)
            logits = self.d.model(self.generate(n, condition), *condition)
            return self.g.descend(bce(logits, torch.ones_like(logits)), max_norm)

    return TorchAdversaries


def _joined(g: State, d: State) -> State:
    return {f"generator.{n}": a for n, a in g.items()} | {f"discriminator.{n}": a for n, a in d.items()}


def _own(side: str, state: State) -> State:
    prefix = f"{side}."
    return {n.removeprefix(prefix): a for n, a in state.items() if n.startswith(prefix)}
