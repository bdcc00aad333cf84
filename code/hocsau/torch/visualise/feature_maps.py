"""Feature map: mỗi kernel thấy gì ở từng chỗ của ảnh."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from matplotlib.figure import Figure

from hocsau.plotting import gallery
from hocsau.torch.visualise.checks import one_image, some_of
from hocsau.torch.visualise.ink import ink
from hocsau.torch.visualise.layers import activations, looking


def feature_maps(model: torch.nn.Module, image: torch.Tensor | np.ndarray, layer: str) -> np.ndarray:
    """Các feature map (K, H', W') mà tầng `layer` cho ra, sau ReLU.

    Lỗi:
        ValueError: ảnh sai shape hay không qua được model, không có tầng ấy.
    """
    x = one_image(model, image)
    with looking(model), torch.no_grad():
        return activations(model, x, layer)[0].cpu().numpy()


def draw_feature_maps(
    model: torch.nn.Module,
    image: torch.Tensor | np.ndarray,
    layer: str,
    channels: int | Sequence[int] | None = 8,
    *,
    columns: int = 4,
    top: float | None = None,
) -> tuple[Figure, Any]:
    """Vẽ các feature map của một tầng: màu càng đậm, kernel càng thấy thứ nó tìm.

    Tham số:
        channels: số kênh đầu tiên, hoặc danh sách kênh, None là tất cả (tối đa 64).
        top: số ứng với màu đậm nhất, mặc định số lớn nhất của từng kênh (nhưng không dưới một phần tư của
            kênh mạnh nhất, để kênh gần như trống trông vẫn trống); 0 là trắng.

    Trả về:
        (figure, axes).
    """
    maps = feature_maps(model, image, layer)
    chosen = some_of(len(maps), channels, "channels")
    titles = [f"kênh {k}" for k in chosen]
    strongest = float(maps[chosen].max()) if top is None else top
    tops = [max(float(maps[k].max()), strongest / 4) if top is None else top for k in chosen]
    shown = [ink(maps[k], t) for k, t in zip(chosen, tops, strict=True)]
    return gallery(shown, titles=titles, columns=columns)
