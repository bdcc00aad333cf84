"""Từ dtype của numpy sang dtype của torch."""

import numpy as np
import torch


def torch_dtype(dtype: type | np.dtype | torch.dtype) -> torch.dtype:
    """np.float32 -> torch.float32; dtype của torch thì giữ nguyên."""
    return dtype if isinstance(dtype, torch.dtype) else torch.from_numpy(np.empty(0, dtype)).dtype
