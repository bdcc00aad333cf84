"""Số thành màu như mực trên giấy: 0 là trắng, số càng lớn mực càng đậm.

Nền trắng, vì trang sách ở chế độ tối đảo sáng tối của hình: nền thành tối, mực thành sáng, vẫn đọc đúng.
"""

from __future__ import annotations

import numpy as np
import torch
from matplotlib.colors import LinearSegmentedColormap

from hocsau.plotting.style import BLUE, DARK, ORANGE

BLUES = LinearSegmentedColormap.from_list("mực xanh", ["white", "#a9c6f1", BLUE])
GREYS = LinearSegmentedColormap.from_list("mực đen", ["white", DARK])
ORANGES_DOWN = LinearSegmentedColormap.from_list("cam, thấp thì đậm", [ORANGE, "#f3d9b1", "white"])


def ink(a: np.ndarray, top: float | None = None, colours: LinearSegmentedColormap = BLUES) -> np.ndarray:
    """Mảng (…, H, W) không âm → màu (…, H, W, 3); `top` là số đậm nhất, mặc định số lớn nhất của mảng."""
    top = float(np.max(a)) if top is None else top
    return colours(np.clip(np.asarray(a) / (top or 1.0), 0, 1))[..., :3]


def picture(x: torch.Tensor | np.ndarray) -> np.ndarray:
    """Ảnh (1, H, W) hay (3, H, W) → (H, W, 3) để vẽ: ảnh xám thành mực đen, ảnh màu kéo về [0, 1].

    Lỗi:
        ValueError: số kênh không phải 1 hay 3.
    """
    a = torch.as_tensor(x).detach().cpu().numpy()
    if a.ndim != 3 or a.shape[0] not in (1, 3):
        raise ValueError(f"ảnh có shape {a.shape}; chỉ vẽ được ảnh (1, H, W) hoặc (3, H, W)")
    if a.shape[0] == 1:
        return ink(a[0] - min(float(a.min()), 0.0), colours=GREYS)
    low, high = float(a.min()), float(a.max())
    return ((a - low) / max(high - low, 1e-12)).transpose(1, 2, 0)
