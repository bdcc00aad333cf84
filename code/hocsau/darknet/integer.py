"""Mạng darknet với trọng số int8, chạy bằng numpy: nhẹ bằng một phần tư float32, đủ nhẹ cho một trang web.

Trang tính cùng phép tính này bằng JavaScript (book/live/darknet.js).
"""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from typing import Any

import numpy as np

from hocsau.darknet.cfg import read_cfg
from hocsau.darknet.decode import decode
from hocsau.darknet.found import Found, choose
from hocsau.darknet.letterbox import letterbox
from hocsau.darknet.plan import Layer, heads, plan
from hocsau.darknet.weights import sizes
from hocsau.errors import DataError
from hocsau.nn.storage import load_arrays

LEVELS = 127  # −127 … 127: symmetric, so that 0 stays 0
FORMAT = "hocsau-yolo-int8-1"
Part = dict[str, np.ndarray]


def quantise(text: str, kernels: Mapping[int, Mapping[str, np.ndarray]]) -> IntegerNet:
    """Làm tròn kernel về int8, mỗi kernel một thang.

    Q = round(W / s_f),   s_f = max |W_f| / 127,   W_f ≈ s_f · Q_f;   bias giữ số thực

    Tham số:
        text: chữ của cfg.
        kernels: tầng → {"kernel" (F, C, K, K), "bias" (F,)} đã gộp batch norm, từ `folded`.

    Lỗi:
        DataError: thiếu tầng, sai shape.
        ValueError: có NaN hay vô hạn.
    """
    parts: dict[int, Part] = {}
    for i, arrays in kernels.items():
        kernel, bias = (np.asarray(arrays[name], np.float64) for name in ("kernel", "bias"))
        if not (np.isfinite(kernel).all() and np.isfinite(bias).all()):
            raise ValueError(f"tầng {i} có NaN hay vô hạn; mạng này chưa học xong hoặc đã phân kì")
        scale = np.abs(kernel).max(axis=(1, 2, 3)) / LEVELS
        scale[scale == 0] = 1.0  # a kernel of zeros stays zeros
        parts[i] = {
            "kernel": np.rint(kernel / scale[:, None, None, None]).astype(np.int8),
            "scale": scale.astype(np.float32),
            "bias": bias.astype(np.float32),
        }
    return IntegerNet(text, parts)


class IntegerNet:
    """Mạng int8: gọi net(x) với x (3, H, W) float32 trong [0, 1] thì được mảng thô của từng tầng [yolo].

    Tham số:
        text: chữ của cfg.
        parts: tầng convolutional → {"kernel" int8, "scale", "bias"}.

    Lỗi:
        DataError: thiếu tầng, thừa tầng, sai shape hay sai kiểu.
    """

    def __init__(self, text: str, parts: Mapping[int, Part]) -> None:
        self.text, self.cfg = text, read_cfg(text)
        self.plan: tuple[Layer, ...] = plan(self.cfg)
        self.heads = heads(self.plan)
        wanted = {i: dict(names)["kernel"] for i, names in sizes(self.plan).items()}
        if set(parts) != set(wanted):
            raise DataError(f"có trọng số của các tầng {sorted(parts)}; cfg cần {sorted(wanted)}")
        for i, shape in wanted.items():
            kernel, scale, bias = (parts[i].get(name) for name in ("kernel", "scale", "bias"))
            if kernel is None or kernel.shape != shape or kernel.dtype != np.int8:
                raise DataError(f"tầng {i}: kernel cần int8 {shape}")
            for name, one in (("scale", scale), ("bias", bias)):
                if one is None or one.shape != shape[:1] or not np.isfinite(one).all():
                    raise DataError(f"tầng {i}: {name} cần {shape[:1]} số hữu hạn")
        self.parts = {i: dict(part) for i, part in parts.items()}
        self._float = {
            i: (
                part["kernel"].reshape(len(part["kernel"]), -1).astype(np.float32) * part["scale"][:, None],
                part["bias"],
            )
            for i, part in self.parts.items()
        }

    def __call__(self, x: np.ndarray) -> list[np.ndarray]:
        """Mảng thô của từng tầng [yolo]; x có cỡ nào chia hết cho 32 cũng được."""
        x = np.asarray(x, np.float32)
        if x.ndim != 3 or x.shape[0] != self.cfg.channels or x.shape[1] % 32 or x.shape[2] % 32 or not x.size:
            raise ValueError(f"x có shape {x.shape}; cần ({self.cfg.channels}, H, W), H và W chia hết cho 32")
        made: list[np.ndarray] = []
        found = []
        for i, layer in enumerate(self.plan):
            inputs = [x if place < 0 else made[place] for place in layer.inputs]
            made.append(self._layer(i, layer, inputs))
            if layer.kind == "yolo":
                found.append(made[-1])
        return found

    def _layer(self, i: int, layer: Layer, inputs: list[np.ndarray]) -> np.ndarray:
        if layer.kind == "convolutional":
            kernel, bias = self._float[i]
            y = convolve(inputs[0], kernel, layer.size, layer.stride, layer.padding) + bias[:, None, None]
            if layer.activation == "leaky":
                return np.maximum(y, np.float32(0.1) * y)
            return np.maximum(y, 0) if layer.activation == "relu" else y
        if layer.kind == "maxpool":
            c, h, w = inputs[0].shape
            return inputs[0].reshape(c, h // 2, 2, w // 2, 2).max(axis=(2, 4))
        if layer.kind == "upsample":
            return inputs[0].repeat(layer.stride, axis=1).repeat(layer.stride, axis=2)
        if layer.kind == "route":
            if layer.groups > 1:
                inputs = [np.split(one, layer.groups)[layer.group] for one in inputs]
            return inputs[0] if len(inputs) == 1 else np.concatenate(inputs)
        return inputs[0]

    def detect(self, image: np.ndarray, *, threshold: float = 0.25, overlap: float = 0.45) -> Found:
        """Các khung tìm được trong ảnh uint8 (H, W, 3) cỡ bất kì, theo toạ độ của ảnh, điểm cao trước."""
        fitted, fit = letterbox(image, *self.cfg.size)
        outputs = self(fitted.transpose(2, 0, 1) / np.float32(255))
        return self.choose(outputs, threshold=threshold, overlap=overlap).moved(fit, image.shape[:2])

    def choose(self, outputs: list[np.ndarray], *, threshold: float = 0.25, overlap: float = 0.45) -> Found:
        """Giải mã mọi tầng, giữ khung điểm cao, bỏ khung trùng; khung theo toạ độ của ảnh vào mạng."""
        whole = [decode(raw, head) for raw, head in zip(outputs, self.heads, strict=True)]
        boxes, scores = (np.concatenate(kind) for kind in zip(*whole, strict=True))
        return choose(boxes, scores, threshold=threshold, overlap=overlap)

    def arrays(self) -> Part:
        """Các mảng để cất vào .npz; `load_net` đọc lại."""
        found: Part = {"format": np.array(FORMAT), "cfg": np.array(self.text)}
        for i, part in self.parts.items():
            found |= {f"{name}_{i}": value for name, value in part.items()}
        return found

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray], file: str = "tệp") -> IntegerNet:
        """Mạng từ các mảng của `arrays()`."""
        if str(arrays.get("format", "")) != FORMAT:
            raise DataError(f"{file} không phải mạng int8 do hocsau ghi (thiếu dấu {FORMAT})")
        parts: dict[int, Part] = {}
        for key, value in arrays.items():
            name, _, number = key.partition("_")
            if key not in ("format", "cfg"):
                if not number.isdecimal():
                    raise DataError(f"{file} có mảng lạ {key!r}")
                parts.setdefault(int(number), {})[name] = value
        return cls(str(arrays.get("cfg", "")), parts)

    def packed(self) -> dict[str, Any]:
        """Như trên, viết được thành JSON: kernel là base64 của các byte int8."""
        return {
            "cfg": self.text,
            "layers": {
                str(i): {
                    "kernel": base64.b64encode(part["kernel"].tobytes()).decode("ascii"),
                    "scale": [float(f"{v:.7g}") for v in part["scale"]],
                    "bias": [float(f"{v:.7g}") for v in part["bias"]],
                }
                for i, part in self.parts.items()
            },
        }

    @classmethod
    def unpacked(cls, content: Mapping[str, Any]) -> IntegerNet:
        """Ngược của `packed`.

        Lỗi:
            DataError: số byte không khớp cfg.
        """
        layers = sizes(plan(read_cfg(content["cfg"])))
        parts: dict[int, Part] = {}
        for key, part in content["layers"].items():
            i = int(key)
            shape = dict(layers[i])["kernel"] if i in layers else ()
            raw = base64.b64decode(part["kernel"])
            if len(raw) != int(np.prod(shape)):
                raise DataError(f"tầng {i} có {len(raw)} trọng số; cfg cần {int(np.prod(shape))}")
            parts[i] = {
                "kernel": np.frombuffer(raw, np.int8).reshape(shape),
                "scale": np.array(part["scale"], np.float32),
                "bias": np.array(part["bias"], np.float32),
            }
        return cls(content["cfg"], parts)


def load_net(path: str | os.PathLike) -> IntegerNet:
    """Mạng int8 từ tệp .npz.

    Lỗi:
        DataError: tệp không có, hỏng, hay không phải mạng int8 của hocsau.
    """
    return IntegerNet.from_arrays(load_arrays(path), os.path.basename(path))


def convolve(x: np.ndarray, kernel: np.ndarray, size: int, stride: int, padding: int) -> np.ndarray:
    """Convolution của một ảnh: x (C, H, W) với kernel đã duỗi (F, C·K·K) → (F, H', W')."""
    if size == 1 and stride == 1:
        c, h, w = x.shape
        return (kernel @ x.reshape(c, -1)).reshape(-1, h, w)
    padded = np.pad(x, ((0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (size, size), axis=(1, 2))
    windows = windows[:, ::stride, ::stride]  # (C, H', W', K, K)
    c, rows, columns = windows.shape[:3]
    taps = windows.transpose(0, 3, 4, 1, 2).reshape(c * size * size, rows * columns)
    return (kernel @ taps).reshape(-1, rows, columns)
