"""Embedding của torch với vector rút từ rng."""

from __future__ import annotations

import numpy as np
import torch

from hocsau.nn.embedding import Embedding
from hocsau.torch.layers.dtypes import numpy_dtype


def embedding(
    count: int,
    features: int,
    rng: np.random.Generator,
    dtype: type | np.dtype | torch.dtype,
    *,
    padding: int | None = None,
    std: float = 1.0,
) -> torch.nn.Embedding:
    """torch.nn.Embedding có cùng vector với `hocsau.nn.Embedding` của cùng rng."""
    ours = Embedding(count, features, rng=rng, padding=padding, std=std, dtype=numpy_dtype(dtype))
    return torch.nn.Embedding.from_pretrained(
        torch.from_numpy(ours.weight.data), freeze=False, padding_idx=padding
    )
