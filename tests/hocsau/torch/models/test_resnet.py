"""ResNet: names and shapes of torchvision's file, the paper's sizes, blocks against their formula."""

import dataclasses
import hashlib

import numpy as np
import pytest
import torch

from hocsau.data import DataError
from hocsau.torch import ResNet, layer_table
from hocsau.torch.models import resnet
from hocsau.torch.models.resnet import BasicBlock


def published_shapes():
    """The 122 names of torchvision's resnet18 file, written down by its rule."""
    norm = ("weight", "bias", "running_mean", "running_var", "num_batches_tracked")
    shapes = {"conv1.weight": (64, 3, 7, 7)}

    def add_norm(name, width):
        shapes.update({f"{name}.{part}": () if "num" in part else (width,) for part in norm})

    add_norm("bn1", 64)
    before = 64
    for stage, width in enumerate((64, 128, 256, 512), start=1):
        for block in (0, 1):
            name = f"layer{stage}.{block}"
            shapes[f"{name}.conv1.weight"] = (width, before, 3, 3)
            add_norm(f"{name}.bn1", width)
            shapes[f"{name}.conv2.weight"] = (width, width, 3, 3)
            add_norm(f"{name}.bn2", width)
            if before != width:
                shapes[f"{name}.downsample.0.weight"] = (width, before, 1, 1)
                add_norm(f"{name}.downsample.1", width)
            before = width
    return shapes | {"fc.weight": (1000, 512), "fc.bias": (1000,)}


@pytest.fixture
def published(tmp_path, monkeypatch):
    """A file of those names, filled with small numbers, in the place of the published one."""

    def publish(change=None, counters=True):
        draw = torch.Generator().manual_seed(0)
        state = {
            name: torch.tensor(7) if not shape else 0.05 * torch.rand(shape, generator=draw)
            for name, shape in published_shapes().items()
            if counters or "num_batches" not in name
        }
        if change is not None:
            change(state)
        path = tmp_path / resnet.WEIGHTS.name
        torch.save(state, path)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        monkeypatch.setattr(resnet, "WEIGHTS", dataclasses.replace(resnet.WEIGHTS, sha256=digest, urls=()))
        return path, state

    return publish


def test_the_names_and_sizes_of_the_published_file():
    network = ResNet(18)
    assert {n: tuple(t.shape) for n, t in network.state_dict().items()} == published_shapes()
    assert len(published_shapes()) == 122
    assert sum(p.numel() for p in network.parameters()) == 11_689_512
    assert sum(p.numel() for p in ResNet(34).parameters()) == 21_797_672


def test_the_checksum_begins_as_the_name_of_the_file_says():
    name, sha256 = resnet.WEIGHTS.name, resnet.WEIGHTS.sha256
    assert len(sha256) == 64 and sha256.startswith(name.removeprefix("resnet18-").removesuffix(".pth"))


@pytest.mark.parametrize("counters", [True, False])
@pytest.mark.parametrize("seed", [None, 3])
def test_the_published_file_is_loaded(published, seed, counters):
    path, state = published(counters=counters)
    rng = None if seed is None else np.random.default_rng(seed)
    network = ResNet(18, rng=rng)
    assert network.load_weights(path) is network and not network.training
    for name, tensor in network.state_dict().items():
        assert torch.equal(tensor, state.get(name, torch.tensor(0)))
    assert torch.isfinite(network(torch.zeros(1, 3, 64, 64))).all()


def test_a_file_of_another_network_changes_nothing(published):
    path, _ = published(lambda state: state.update({"fc.bias": torch.zeros(10)}))
    network = ResNet(18, rng=np.random.default_rng(0))
    before = network.fc.bias.clone()
    with pytest.raises(DataError, match=r"fc.bias: tệp có \(10,\), model cần \(1000,\)"):
        network.load_weights(path)
    with pytest.raises(DataError, match="layer4.1.bn2.weight: tệp có None"):
        network.load_weights(published(lambda state: state.pop("layer4.1.bn2.weight"))[0])
    assert torch.equal(network.fc.bias, before) and network.training


@pytest.mark.parametrize(("depth", "parameters"), [(8, 75_290), (20, 269_722), (32, 464_154)])
def test_the_small_form_has_the_paper_s_size_with_and_without_shortcuts(depth, parameters):
    for residual in (True, False):
        network = ResNet(depth, residual=residual)
        assert sum(p.numel() for p in network.parameters()) == parameters
    layers = [row for row in layer_table(network, (3, 32, 32)) if row.kind in ("Conv2d", "Linear")]
    assert len(layers) == depth
    assert [row.shape for row in layers if row.layer.endswith("conv2")][-1] == (64, 8, 8)


def test_a_block_is_its_formula():
    rng = np.random.default_rng(0)
    x = torch.tensor(rng.normal(size=(2, 4, 5, 7)))
    for stride, filters, projection in ((1, 4, False), (2, 6, False), (2, 6, True)):
        block = BasicBlock(4, filters, stride, projection, True, rng, torch.float64)
        f = block.bn2(block.conv2(torch.relu(block.bn1(block.conv1(x)))))
        if projection:
            short = block.downsample[1](torch.nn.functional.conv2d(x, block.downsample[0].weight, stride=2))
        else:
            short = torch.zeros_like(f)
            short[:, :4] = x[:, :, ::stride, ::stride]
        assert torch.allclose(block(x), torch.relu(f + short), atol=1e-12)
        block.residual = False
        assert torch.allclose(block(x), torch.relu(f), atol=1e-12)


def test_the_gradient_of_a_whole_network():
    network = ResNet(8, classes=3, channels=1, rng=np.random.default_rng(0), dtype=np.float64).eval()
    x = torch.rand(1, 1, 8, 8, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    assert torch.autograd.gradcheck(network, (x.requires_grad_(),), eps=1e-6, atol=1e-6)


def test_same_rng_same_weights_and_torch_s_generator_is_left_alone():
    torch.manual_seed(0)
    first = torch.rand(1)
    torch.manual_seed(0)
    one, other = (ResNet(8, residual=r, rng=np.random.default_rng(5)) for r in (True, False))
    assert torch.equal(torch.rand(1), first)
    for name, p in one.state_dict().items():
        assert torch.equal(p, other.state_dict()[name])
    x = torch.rand(2, 3, 32, 32, generator=torch.Generator().manual_seed(0))
    assert not torch.allclose(one(x), other(x))


@pytest.mark.parametrize("depth", [8, 18])
def test_stages_hold_each_weight_once_and_walk_passes_them_in_order(depth):
    network = ResNet(depth, classes=5, rng=np.random.default_rng(0)).eval()
    stages = network.stages()
    held = [p for modules in stages.values() for module in modules for p in module.parameters()]
    assert len(held) == len({id(p) for p in held}) == len(list(network.parameters()))
    x = torch.rand(2, 3, 32, 32, generator=torch.Generator().manual_seed(0))
    walked = dict(network.walk(x))
    assert [*walked, "fc"] == list(stages)
    last = list(walked.values())[-1]
    assert torch.equal(network.features(x), last.mean(dim=(2, 3)))
    assert torch.equal(network(x), network.fc(last.mean(dim=(2, 3))))


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"depth": 10}, "depth = 10"),
        ({"depth": 2}, "depth = 2"),
        ({"depth": 20.0}, "depth = 20.0"),
        ({"depth": 18, "residual": False}, "không đường tắt"),
        ({"classes": 1}, "từ hai lớp"),
        ({"channels": 0}, "từ một kênh"),
    ],
)
def test_what_is_refused(settings, words):
    with pytest.raises(ValueError, match=words):
        ResNet(**settings)


@pytest.mark.parametrize("shape", [(1, 1, 32, 32), (3, 32, 32), (0, 3, 32, 32)])
def test_a_wrong_shape_is_named(shape):
    with pytest.raises(ValueError, match=r"cần \(N, 3, H, W\)"):
        ResNet(8, rng=np.random.default_rng(0))(torch.zeros(shape))
