"""Ảnh chụp một lần huấn luyện: đủ để học tiếp như chưa hề dừng."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import numpy as np

from hocsau.training.backend import State, Stateful


@dataclass
class Snapshot:
    """Bản sao của tham số và buffer, optimizer, bộ sinh số của torch, và từng bộ sinh của numpy."""

    weights: State
    optimizer: State
    random: State
    generators: list[dict[str, Any]]


def generators_of(backend: Stateful, rng: np.random.Generator) -> list[np.random.Generator]:
    """Bộ sinh dùng để xáo dữ liệu, rồi bộ sinh của từng tầng dropout."""
    return [rng, *backend.generators()]


def take(backend: Stateful, rng: np.random.Generator) -> Snapshot:
    """Chụp lại ngay lúc này."""
    return Snapshot(
        backend.weights(),
        backend.optimizer_state(),
        backend.random_state(),
        [deepcopy(dict(g.bit_generator.state)) for g in generators_of(backend, rng)],
    )


def put_back(snapshot: Snapshot, backend: Stateful, rng: np.random.Generator) -> None:
    """Đưa tất cả về lúc chụp."""
    backend.put_weights(snapshot.weights)
    backend.put_optimizer_state(snapshot.optimizer)
    backend.put_random_state(snapshot.random)
    for generator, state in zip(generators_of(backend, rng), snapshot.generators, strict=True):
        generator.bit_generator.state = state
