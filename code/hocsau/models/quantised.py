"""Mạng nén còn số nguyên 8 bit: nhẹ bằng một phần tám float64, đủ nhẹ để nằm ngay trong trang HTML.

Trang tính cùng phép tính này bằng JavaScript (book/live/canvas.js).
"""

from __future__ import annotations

import base64
from itertools import pairwise
from typing import Any

import numpy as np

from hocsau import nn
from hocsau.nn.activations import sigmoid

LEVELS = 127  # −127 … 127: symmetric, so that 0 stays 0
ACTIVATIONS: dict[str, tuple[type[nn.Module], Any]] = {
    "relu": (nn.ReLU, lambda z: np.maximum(z, 0)),
    "sigmoid": (nn.Sigmoid, sigmoid),
    "tanh": (nn.Tanh, np.tanh),
    "identity": (nn.Identity, lambda z: z),
}


def quantise(model: nn.Sequential) -> dict[str, Any]:
    """Nén các tầng Linear của `model` thành số nguyên 8 bit, mỗi cột một thang.

    Q_ij = round(W_ij / s_j),   s_j = max_i |W_ij| / 127,   W_ij ≈ s_j · Q_ij

    Tham số:
        model: Linear và activation (ReLU, Sigmoid, Tanh, Identity) xen kẽ; Dropout được bỏ qua, vì khi dự
            đoán nó không làm gì. Bias giữ số thực.

    Trả về:
        {"layers": [{"shape", "weight", "scale", "bias", "activation"}, …]}, viết được thành JSON; weight là
            base64 của các byte int8, hết hàng này đến hàng khác.

    Lỗi:
        ValueError: gặp tầng khác, hoặc trọng số có NaN, vô hạn.
    """
    layers: list[dict[str, Any]] = []
    for layer in model.layers:
        if isinstance(layer, nn.Dropout):
            continue
        if isinstance(layer, nn.Linear):
            layers.append(_linear(layer))
            continue
        names = [name for name, (kind, _) in ACTIVATIONS.items() if type(layer) is kind]
        if not names or not layers or layers[-1]["activation"] != "identity":
            raise ValueError(
                f"không nén được tầng {type(layer).__name__} ở vị trí này; cần Linear và activation "
                f"({', '.join(ACTIVATIONS)}) xen kẽ, có thể thêm Dropout"
            )
        layers[-1]["activation"] = names[0]
    return {"layers": layers}


def _linear(layer: nn.Linear) -> dict[str, Any]:
    weight = layer.weight.data.astype(np.float64)  # (in, out)
    bias = np.zeros(weight.shape[1]) if layer.bias is None else layer.bias.data.astype(np.float64)
    if not (np.isfinite(weight).all() and np.isfinite(bias).all()):
        raise ValueError("trọng số có NaN hoặc vô hạn; model này chưa train xong hoặc đã phân kì")
    scale = np.abs(weight).max(axis=0) / LEVELS  # (out,)
    scale[scale == 0] = 1.0  # a column of zeros stays zeros
    whole = np.rint(weight / scale).astype(np.int8)
    return {
        "shape": list(weight.shape),
        "weight": base64.b64encode(whole.tobytes()).decode("ascii"),
        "scale": _short(scale),
        "bias": _short(bias),
        "activation": "identity",
    }


def _short(values: np.ndarray) -> list[float]:
    """Six digits are more than int8 is good for, and half the bytes."""
    return [float(f"{v:.6g}") for v in values]


class QuantisedMLP:
    """Mạng mà `quantise` đã nén: gọi model(x) với x (N, in) thì được logit (N, out).

    z_j = s_j · Σ_i x_i Q_ij + b_j

    Lỗi:
        ValueError: số byte không khớp shape, hoặc các tầng không nối được với nhau.
    """

    def __init__(self, network: dict[str, Any]) -> None:
        self.layers = []
        for layer in network["layers"]:
            n, m = layer["shape"]
            content = base64.b64decode(layer["weight"])
            if len(content) != n * m or len(layer["scale"]) != m or len(layer["bias"]) != m:
                raise ValueError(
                    f"tầng {n}×{m} có {len(content)} trọng số, {len(layer['scale'])} thang, "
                    f"{len(layer['bias'])} bias; cần {n * m}, {m}, {m}"
                )
            if layer["activation"] not in ACTIVATIONS:
                raise ValueError(f"không có activation {layer['activation']!r}; có: {', '.join(ACTIVATIONS)}")
            weight = np.frombuffer(content, np.int8).reshape(n, m).astype(np.float64)
            act = ACTIVATIONS[layer["activation"]][1]
            self.layers.append((weight, np.array(layer["scale"]), np.array(layer["bias"]), act))
        for (a, *_), (b, *_) in pairwise(self.layers):
            if a.shape[1] != b.shape[0]:
                raise ValueError(
                    f"tầng {a.shape} không nối được với tầng {b.shape}: số cột phải bằng số hàng"
                )

    def activations(self, x: np.ndarray) -> list[np.ndarray]:
        """Đầu ra của từng tầng: x (N, in) -> [(N, m₁), (N, m₂), …]; cái cuối là logit."""
        found = []
        for weight, scale, bias, act in self.layers:
            if x.ndim != 2 or x.shape[1] != len(weight):
                raise ValueError(f"x có shape {x.shape}; cần (N, {len(weight)})")
            x = act(x @ weight * scale + bias)  # (N, n) @ (n, m) -> (N, m)
            found.append(x)
        return found

    def __call__(self, x: np.ndarray) -> np.ndarray:
        return self.activations(x)[-1]
