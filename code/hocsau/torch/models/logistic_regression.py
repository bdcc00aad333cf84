"""Logistic regression bằng torch: gradient do autograd tính."""

from __future__ import annotations

from typing import Self

import numpy as np
import torch
from numpy.typing import ArrayLike

from hocsau.models.logistic_regression import check_settings, check_threshold, checked_data, diverged
from hocsau.torch.layers.neuron import Neuron


class LogisticRegression(Neuron):
    """Như `hocsau.models.LogisticRegression`: model(x) là logit (N,), ŷ = σ(logit)."""

    def __init__(
        self, in_features: int, *, rng: np.random.Generator, dtype: type | torch.dtype = np.float64
    ) -> None:
        super().__init__(in_features, rng=rng, dtype=dtype)
        self.losses = np.empty(0)

    @torch.no_grad()
    def probability(self, x: ArrayLike) -> torch.Tensor:
        """ŷ = σ(x w + b), x (N, in_features), mảng hay tensor -> tensor (N,)."""
        return torch.sigmoid(self.forward(self._tensor(x)))

    def _tensor(self, x: ArrayLike) -> torch.Tensor:
        return torch.as_tensor(x, dtype=self.weight.dtype, device=self.weight.device)

    def predict(self, x: ArrayLike, threshold: float = 0.5) -> torch.Tensor:
        """1 nếu ŷ ≥ threshold, ngược lại 0; tensor số nguyên (N,)."""
        check_threshold(threshold)
        return (self.probability(x) >= threshold).to(torch.int64)

    def fit(
        self,
        x: ArrayLike,
        y: ArrayLike,
        *,
        learning_rate: float,
        steps: int,
        l2: float = 0.0,
        reduction: str = "mean",
    ) -> Self:
        """Đi `steps` bước gradient descent từ bộ trọng số đang có, mỗi bước dùng mọi mẫu.

        J, các tham số và lỗi như `hocsau.models.LogisticRegression.fit`; `losses` shape (steps + 1,).
        """
        x, y = (self._tensor(a) for a in checked_data(x, y, np.float64))
        check_settings(learning_rate, steps, l2, reduction)
        optimizer = torch.optim.SGD(self.parameters(), learning_rate)
        start = {name: p.detach().clone() for name, p in self.state_dict().items()}
        losses = np.empty(int(steps) + 1)
        for step in range(int(steps) + 1):
            loss = torch.nn.functional.binary_cross_entropy_with_logits(self(x), y, reduction=reduction)
            loss = loss + l2 / 2 * (self.weight**2).sum()
            losses[step] = loss.item()
            if not np.isfinite(losses[step]):
                self.load_state_dict(start)
                raise ValueError(diverged(losses[step], step, learning_rate))
            if step < steps:
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
        self.losses = losses
        return self
