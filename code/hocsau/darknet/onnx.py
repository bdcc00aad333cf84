"""Ghi mạng darknet thành ONNX: định dạng mà onnxruntime và nhiều bộ chạy khác đọc được, không cần torch.

Mỗi tầng của bản vẽ thành một hai nút ONNX; gói `onnx` chỉ được nạp khi gọi tới.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from hocsau.darknet.cfg import Cfg
from hocsau.darknet.plan import Layer, plan
from hocsau.darknet.weights import sizes
from hocsau.errors import DataError
from hocsau.files import write_atomically

OPSET, IR = 13, 8  # old enough for every onnxruntime of the last five years


def write_onnx(path: str | os.PathLike, cfg: Cfg, kernels: Mapping[int, Mapping[str, np.ndarray]]) -> None:
    """Ghi mạng vào `path`: input "image" (N, 3, H, W) float32, output "yolo_0", "yolo_1" … là các mảng thô.

    Tham số:
        path: tệp .onnx.
        cfg: từ `read_cfg`.
        kernels: tầng → {"kernel", "bias"} đã gộp batch norm, từ `folded`.

    Lỗi:
        ModuleNotFoundError: chưa cài gói onnx.
        DataError: thiếu tầng, không ghi được.
    """
    onnx = _onnx()
    layers = plan(cfg)
    missing = set(sizes(layers)) - set(kernels)
    if missing:
        raise DataError(f"thiếu trọng số của các tầng {sorted(missing)}")
    nodes: list[Any] = []
    constants: list[Any] = []
    outputs: list[tuple[str, tuple[int, int, int]]] = []

    def constant(name: str, value: np.ndarray) -> str:
        constants.append(onnx.numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        nodes.append(onnx.helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    made: list[str] = []
    for i, layer in enumerate(layers):
        inputs = ["image" if place < 0 else made[place] for place in layer.inputs]
        if layer.kind == "convolutional":
            made.append(_convolution(i, layer, inputs[0], kernels[i], constant, add))
        elif layer.kind == "maxpool":
            made.append(add("MaxPool", inputs, f"l{i}", kernel_shape=[2, 2], strides=[2, 2]))
        elif layer.kind == "upsample":
            by = constant(f"l{i}_by", np.array([1, 1, layer.stride, layer.stride], np.float32))
            made.append(add("Resize", [inputs[0], "", by], f"l{i}", mode="nearest", **_NEAREST))
        elif layer.kind == "route":
            made.append(_route(i, layer, inputs, layers, constant, add))
        else:
            made.append(add("Identity", inputs, f"yolo_{len(outputs)}"))
            outputs.append((made[-1], layer.shape))
    content = _model(onnx, cfg, nodes, constants, outputs)
    path = Path(path)
    try:
        with write_atomically(path) as draft:
            draft.write_bytes(content)
    except OSError as error:
        raise DataError(f"không ghi được {path}: {error.strerror or error}") from None


_NEAREST = {"coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"}


def _onnx() -> Any:
    try:
        import onnx
        import onnx.checker
        import onnx.helper
        import onnx.numpy_helper
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            "ghi tệp .onnx cần gói onnx: pip install 'hocsau[onnx]'", name="onnx"
        ) from None
    return onnx


def _convolution(
    i: int, layer: Layer, source: str, arrays: Mapping[str, np.ndarray], constant: Any, add: Any
) -> str:
    kernel = constant(f"l{i}_kernel", np.asarray(arrays["kernel"], np.float32))
    bias = constant(f"l{i}_bias", np.asarray(arrays["bias"], np.float32))
    plain = layer.activation == "linear"
    y = add(
        "Conv",
        [source, kernel, bias],
        f"l{i}" if plain else f"l{i}_sum",
        kernel_shape=[layer.size] * 2,
        strides=[layer.stride] * 2,
        pads=[layer.padding] * 4,
    )
    if plain:
        return y
    if layer.activation == "relu":
        return add("Relu", [y], f"l{i}")
    return add("LeakyRelu", [y], f"l{i}", alpha=0.1)


def _route(
    i: int, layer: Layer, inputs: list[str], layers: tuple[Layer, ...], constant: Any, add: Any
) -> str:
    if layer.groups > 1:
        cut = []
        for k, (place, name) in enumerate(zip(layer.inputs, inputs, strict=True)):
            share = layers[place].shape[0] // layer.groups
            first = np.array([layer.group * share], np.int64)
            ends = [constant(f"l{i}_{k}_from", first), constant(f"l{i}_{k}_to", first + share)]
            axis = constant(f"l{i}_{k}_axis", np.array([1], np.int64))
            cut.append(add("Slice", [name, *ends, axis], f"l{i}_{k}" if len(inputs) > 1 else f"l{i}"))
        inputs = cut
    if len(inputs) > 1:
        return add("Concat", inputs, f"l{i}", axis=1)
    return inputs[0] if layer.groups > 1 else add("Identity", inputs, f"l{i}")


def _model(onnx: Any, cfg: Cfg, nodes: list, constants: list, outputs: list) -> bytes:
    helper, number = onnx.helper, onnx.TensorProto.FLOAT
    height, width = cfg.size
    image = helper.make_tensor_value_info("image", number, ["n", cfg.channels, height, width])
    ends = [helper.make_tensor_value_info(name, number, ["n", *shape]) for name, shape in outputs]
    graph = helper.make_graph(nodes, "darknet", [image], ends, constants)
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="hocsau", ir_version=IR
    )
    onnx.checker.check_model(model, full_check=True)
    return model.SerializeToString()
