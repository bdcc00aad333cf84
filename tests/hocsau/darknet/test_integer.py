"""The int8 network in numpy: torch's numbers with its weights, and a file that holds them."""

import json

import numpy as np
import pytest
import torch

from hocsau.darknet import IntegerNet, decode, load_net, quantise, read_cfg, yolov4_tiny_cfg
from hocsau.darknet.integer import convolve
from hocsau.errors import DataError
from hocsau.experiments.plates.learning import light
from hocsau.nn import conv2d
from hocsau.nn.storage import save_arrays
from hocsau.torch import Darknet, yolo

CFG = read_cfg(yolov4_tiny_cfg(2, height=64, width=96, multiplier=0.0625))


@pytest.fixture(scope="module")
def networks():
    network = Darknet(CFG, rng=np.random.default_rng(0)).eval()
    with torch.no_grad():
        for block in network.convolutions.values():
            if len(block) > 1:
                block[1].running_mean.normal_(0, 0.2)
                block[1].running_var.uniform_(0.5, 2)
    return network, *light(network)


def test_numpy_computes_what_torch_computes_with_the_same_int8_weights(networks):
    network, small, twin = networks
    for size in ((64, 96), (32, 64), (96, 32)):
        x = np.random.default_rng(1).random((3, *size), np.float32)
        with torch.no_grad():
            theirs, whole = (made(torch.from_numpy(x)[None]) for made in (twin, network))
        for a, b, c in zip(small(x), theirs, whole, strict=True):
            np.testing.assert_allclose(a, b[0].numpy(), atol=1e-4)
            assert 0 < np.abs(a - c[0].numpy()).max() < 0.1  # rounding is felt, and is small


def test_kernels_are_rounded_to_the_nearest_of_255_steps(networks):
    network, small, _ = networks
    for i, arrays in network.folded().items():
        part = small.parts[i]
        back = part["kernel"] * part["scale"][:, None, None, None]
        assert (np.abs(back - arrays["kernel"]) <= part["scale"][:, None, None, None] * 0.501).all()
        assert (np.abs(part["kernel"]).max(axis=(1, 2, 3)) == 127).all()


@pytest.mark.parametrize(("size", "stride", "padding"), [(1, 1, 0), (3, 1, 1), (3, 2, 1)])
def test_the_convolution_is_that_of_the_book(size, stride, padding):
    rng = np.random.default_rng(0)
    x, kernel = rng.normal(size=(4, 10, 12)), rng.normal(size=(5, 4, size, size))
    ours = convolve(x, kernel.reshape(5, -1), size, stride, padding)
    np.testing.assert_allclose(ours, conv2d(x[None], kernel, stride=stride, padding=padding)[0], atol=1e-12)


def test_decode_is_torchs():
    rng = np.random.default_rng(0)
    network = Darknet(CFG)
    for head, size in zip(network.heads, ((2, 3), (4, 6)), strict=True):
        raw = rng.normal(size=(21, *size))
        boxes, scores = decode(raw, head)
        theirs, sure, labels = yolo.decode(torch.tensor(raw)[None], head)
        np.testing.assert_allclose(boxes, theirs[0].reshape(-1, 4).numpy(), atol=1e-10)
        both = (sure.sigmoid()[..., None] * labels.sigmoid())[0].reshape(-1, 2)
        np.testing.assert_allclose(scores, both.numpy(), atol=1e-12)
    with pytest.raises(ValueError, match="21"):
        decode(np.zeros((20, 2, 3)), network.heads[0])


def test_it_travels_as_npz_and_as_json(networks, tmp_path):
    small = networks[1]
    save_arrays(tmp_path / "net.npz", small.arrays())
    whole = sum(part["kernel"].nbytes for part in small.parts.values())
    assert (tmp_path / "net.npz").stat().st_size < whole + 45_000  # of names and headers, for 93 arrays
    text = json.loads(json.dumps(small.packed()))
    x = np.random.default_rng(1).random((3, 64, 96), np.float32)
    for again in (load_net(tmp_path / "net.npz"), IntegerNet.unpacked(text)):
        for a, b in zip(small(x), again(x), strict=True):
            np.testing.assert_allclose(a, b, atol=1e-5)
    image = np.random.default_rng(2).integers(0, 256, (100, 70, 3), np.uint8)
    found = small.detect(image, threshold=0.0)
    assert len(found) > 0 and (found.boxes >= 0).all() and (found.boxes <= [70, 100, 70, 100]).all()


def test_bad_files_and_inputs_are_refused(networks, tmp_path):
    small = networks[1]
    with pytest.raises(ValueError, match="chia hết cho 32"):
        small(np.zeros((3, 40, 64)))
    arrays = small.arrays()
    for change, words in (
        ({"format": np.array("x")}, "không phải mạng int8"),
        ({"kernel_0": arrays["kernel_0"].astype(np.float32)}, "tầng 0: kernel cần int8"),
        ({"scale_2": arrays["scale_2"][:-1]}, "tầng 2: scale"),
        ({"bias_2": arrays["bias_2"] * np.nan}, "tầng 2: bias"),
        ({"kernel_3": arrays["kernel_0"]}, "cfg cần"),
        ({"more": arrays["kernel_0"]}, "mảng lạ"),
    ):
        with pytest.raises(DataError, match=words):
            IntegerNet.from_arrays(arrays | change)
    packed = small.packed()
    packed["layers"]["0"]["kernel"] = packed["layers"]["0"]["kernel"][:-4]
    with pytest.raises(DataError, match="tầng 0"):
        IntegerNet.unpacked(packed)
    kernels = networks[0].folded()
    kernels[0]["kernel"][0] = np.nan
    with pytest.raises(ValueError, match="NaN"):
        quantise(CFG.text, kernels)
