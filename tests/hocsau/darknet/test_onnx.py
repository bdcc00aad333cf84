"""ONNX: what onnxruntime computes is what torch computes, on every kind of layer."""

import sys

import numpy as np
import pytest
import torch

from hocsau.darknet import read_cfg, yolov4_tiny_cfg
from hocsau.darknet.onnx import write_onnx
from hocsau.errors import DataError
from hocsau.torch import Darknet

CFG = read_cfg(yolov4_tiny_cfg(2, height=64, width=96, multiplier=0.0625))


def drawn():
    network = Darknet(CFG, rng=np.random.default_rng(0)).eval()
    with torch.no_grad():
        for block in network.convolutions.values():
            if len(block) > 1:
                block[1].running_mean.normal_(0, 0.2)
                block[1].running_var.uniform_(0.5, 2)
    return network


def test_onnxruntime_computes_what_torch_computes(tmp_path):
    onnxruntime = pytest.importorskip("onnxruntime")
    pytest.importorskip("onnx")
    network = drawn()
    write_onnx(tmp_path / "a.onnx", CFG, network.folded())
    session = onnxruntime.InferenceSession(tmp_path / "a.onnx", providers=["CPUExecutionProvider"])
    x = np.random.default_rng(1).random((3, 3, 64, 96), np.float32)
    theirs = session.run(None, {"image": x})
    with torch.no_grad():
        ours = network(torch.from_numpy(x))
    assert [o.name for o in session.get_outputs()] == ["yolo_0", "yolo_1"]
    for a, b in zip(theirs, ours, strict=True):
        np.testing.assert_allclose(a, b.numpy(), atol=1e-4)


def test_missing_layers_and_places_are_refused(tmp_path):
    pytest.importorskip("onnx")
    kernels = drawn().folded()
    with pytest.raises(DataError, match="không ghi được"):
        write_onnx(tmp_path / "none" / "a.onnx", CFG, kernels)
    del kernels[4]
    with pytest.raises(DataError, match=r"\[4\]"):
        write_onnx(tmp_path / "a.onnx", CFG, kernels)


def test_without_the_package_the_message_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(ModuleNotFoundError, match=r"hocsau\[onnx\]"):
        write_onnx(tmp_path / "a.onnx", CFG, {})
