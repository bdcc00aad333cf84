"""Mạng torch dựng thẳng từ cfg của darknet: YOLOv4-tiny, và mọi cfg gồm những mục mà sách đọc được."""

from __future__ import annotations

import numpy as np
import torch
from torch.nn.functional import interpolate, max_pool2d

from hocsau.darknet.cfg import Cfg
from hocsau.darknet.plan import Head, Layer, heads, plan
from hocsau.darknet.weights import Weights, folded, sizes
from hocsau.errors import DataError

SLOPE = 0.1  # of darknet's leaky ReLU


class Darknet(torch.nn.Module):
    """Ảnh (N, 3, H, W) trong [0, 1] → mỗi tầng [yolo] một mảng thô (N, anchor × (5 + lớp), h, w).

    Tham số:
        cfg: từ `hocsau.darknet.read_cfg`.
        rng: rút trọng số đầu (He, hệ số của leaky ReLU); None thì theo torch.

    Lỗi:
        DataError: cfg không dựng được (lời báo ghi mục và dòng).
    """

    def __init__(self, cfg: Cfg, *, rng: np.random.Generator | None = None) -> None:
        super().__init__()
        self.cfg, self.plan = cfg, plan(cfg)
        self.heads: tuple[Head, ...] = heads(self.plan)
        self.convolutions = torch.nn.ModuleDict()
        for i, parts in sizes(self.plan).items():
            self.convolutions[str(i)] = _convolution(self.plan[i], dict(parts)["kernel"][1], rng)
        last = {place: i for i, layer in enumerate(self.plan) for place in layer.inputs}
        self._last_use = last

    def forward(self, x: torch.Tensor) -> list[torch.Tensor]:
        """Mảng thô của từng tầng [yolo], theo thứ tự trong cfg."""
        kept: dict[int, torch.Tensor] = {-1: x}
        found = []
        for i, layer in enumerate(self.plan):
            inputs = [kept[place] for place in layer.inputs]
            if layer.kind == "yolo":
                found.append(inputs[0])
            kept[i] = self._layer(i, layer, inputs)
            for place in layer.inputs:
                if self._last_use[place] == i and place in kept:
                    del kept[place]
        return found

    def _layer(self, i: int, layer: Layer, inputs: list[torch.Tensor]) -> torch.Tensor:
        if layer.kind == "convolutional":
            return self.convolutions[str(i)](inputs[0])
        if layer.kind == "maxpool":
            return max_pool2d(inputs[0], 2, 2)
        if layer.kind == "upsample":
            return interpolate(inputs[0], scale_factor=layer.stride, mode="nearest")
        if layer.kind == "route":
            if layer.groups > 1:
                inputs = [x.chunk(layer.groups, dim=1)[layer.group] for x in inputs]
            return inputs[0] if len(inputs) == 1 else torch.cat(inputs, dim=1)
        return inputs[0]

    def start_quiet(self, prior: float = 0.01) -> Darknet:
        """Đặt bias objectness sao cho lúc đầu ô nào cũng nói "có vật" với xác suất `prior`.

        Hàng nghìn ô trống khi ấy không át vài ô có vật ở những bước đầu.

        Lỗi:
            ValueError: prior không nằm giữa 0 và 1.
        """
        if not 0 < prior < 1:
            raise ValueError(f"prior = {prior}; cần một số giữa 0 và 1")
        for layer in self.plan:
            if layer.head is not None:
                convolution = self.convolutions[str(layer.inputs[0])][0]
                with torch.no_grad():
                    rows = convolution.bias.view(len(layer.head.mask), 5 + layer.head.classes)
                    rows[:, 4] = float(np.log(prior / (1 - prior)))
        return self

    def put_weights(self, weights: Weights) -> Darknet:
        """Chép trọng số của một tệp .weights vào mạng; chỉ các tầng mà tệp có (tệp .conv.29 thì 29 tầng đầu).

        Lỗi:
            DataError: tệp có tầng mà mạng không có, hay sai shape.
        """
        wanted = sizes(self.plan)
        for i, arrays in weights.layers.items():
            if i not in wanted:
                raise DataError(f"trọng số có tầng {i}, mạng không có tầng convolutional nào ở đó")
            targets = self._tensors(i)
            for name, shape in wanted[i]:
                if name not in arrays or arrays[name].shape != shape:
                    got = arrays[name].shape if name in arrays else "không có"
                    raise DataError(f"tầng {i}: {name} cần shape {shape}, {got}")
                with torch.no_grad():
                    targets[name].copy_(torch.from_numpy(np.ascontiguousarray(arrays[name])))
        return self

    def get_weights(self, *, seen: int = 0) -> Weights:
        """Các trọng số, để `hocsau.darknet.write_weights` ghi."""
        found = {
            i: {name: t.detach().cpu().numpy().astype(np.float32) for name, t in self._tensors(i).items()}
            for i in sizes(self.plan)
        }
        return Weights(found, seen=seen)

    def folded(self) -> dict[int, dict[str, np.ndarray]]:
        """Kernel và bias sau khi gộp batch norm, cho mạng số nguyên và ONNX."""
        return folded(self.get_weights(), self.plan)

    def _tensors(self, i: int) -> dict[str, torch.Tensor]:
        block = self.convolutions[str(i)]
        convolution = block[0]
        if not self.plan[i].norm:
            return {"bias": convolution.bias, "kernel": convolution.weight}
        norm = block[1]
        return {
            "bias": norm.bias,
            "scale": norm.weight,
            "mean": norm.running_mean,
            "variance": norm.running_var,
            "kernel": convolution.weight,
        }


def _convolution(layer: Layer, channels: int, rng: np.random.Generator | None) -> torch.nn.Sequential:
    made = torch.nn.Conv2d(
        channels, layer.filters, layer.size, layer.stride, layer.padding, bias=not layer.norm
    )
    if rng is not None:
        fan_in = channels * layer.size**2
        spread = np.sqrt(2 / (1 + SLOPE**2) / fan_in) if layer.activation != "linear" else 0.01
        with torch.no_grad():
            drawn = rng.normal(0, spread, made.weight.shape).astype(np.float32)
            made.weight.copy_(torch.from_numpy(drawn))
            if made.bias is not None:
                made.bias.zero_()
    parts: list[torch.nn.Module] = [made]
    if layer.norm:
        parts.append(torch.nn.BatchNorm2d(layer.filters, eps=1e-5, momentum=0.1))
    if layer.activation == "leaky":
        parts.append(torch.nn.LeakyReLU(SLOPE))
    elif layer.activation == "relu":
        parts.append(torch.nn.ReLU())
    return torch.nn.Sequential(*parts)
