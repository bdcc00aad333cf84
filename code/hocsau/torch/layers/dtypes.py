"""Từ dtype của numpy sang dtype của torch, và ngược lại."""

import numpy as np
import torch


def torch_dtype(dtype: type | np.dtype | torch.dtype) -> torch.dtype:
    """np.float32 -> torch.float32; dtype của torch thì giữ nguyên."""
    return dtype if isinstance(dtype, torch.dtype) else torch.from_numpy(np.empty(0, dtype)).dtype


def numpy_dtype(dtype: type | np.dtype | torch.dtype) -> np.dtype:
    """torch.float32 -> np.float32; dtype của numpy thì giữ nguyên."""
    return torch.empty(0, dtype=dtype).numpy().dtype if isinstance(dtype, torch.dtype) else np.dtype(dtype)
