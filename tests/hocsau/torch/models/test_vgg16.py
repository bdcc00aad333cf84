"""VGG16 from its list, and its published weights: good, damaged, another network's, hostile, out of reach."""

import dataclasses
import hashlib
import os

import numpy as np
import pytest
import torch

from hocsau.data import DataError
from hocsau.torch import VGG16, layer_table
from hocsau.torch.models import vgg16

SMALL = {"configuration": (2, "M", 3, "M"), "hidden": 4, "classes": 5}


def small(seed=None, **settings):
    rng = None if seed is None else np.random.default_rng(seed)
    return VGG16(**(SMALL | settings), rng=rng)


@pytest.fixture
def published(tmp_path, monkeypatch):
    """A small network's weights, saved as the published file was, in the place of the published file."""
    monkeypatch.setenv("HOCSAU_CACHE", str(tmp_path / "kho tạm"))
    monkeypatch.delenv("HOCSAU_DATA", raising=False)

    def publish(content, new_format=False):
        path = tmp_path / "d" / "vgg16-397923af.pth"
        path.parent.mkdir(exist_ok=True)
        torch.save(content, path, _use_new_zipfile_serialization=new_format)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        monkeypatch.setattr(vgg16, "WEIGHTS", dataclasses.replace(vgg16.WEIGHTS, sha256=digest, urls=()))
        return path

    return publish


def test_the_table_of_the_whole_network():
    network = VGG16()
    rows = layer_table(network, (3, 224, 224))
    convolutions = [row for row in rows if row.kind == "Conv2d"]
    assert [row.shape[0] for row in convolutions] == [64] * 2 + [128] * 2 + [256] * 3 + [512] * 6
    assert [row.shape for row in rows if row.kind == "MaxPool2d"] == [
        (64, 112, 112),
        (128, 56, 56),
        (256, 28, 28),
        (512, 14, 14),
        (512, 7, 7),
    ]
    linears = [(row.shape, row.parameters) for row in rows if row.kind == "Linear"]
    assert linears == [((4096,), 102_764_544), ((4096,), 16_781_312), ((1000,), 4_097_000)]
    assert sum(row.parameters for row in convolutions) == 14_714_688
    assert sum(row.parameters for row in rows) == 138_357_544
    assert sum(p.numel() for p in network.parameters()) == 138_357_544


def test_the_names_of_the_published_file():
    shapes = {name: tuple(p.shape) for name, p in VGG16().state_dict().items()}
    layers = [f"features.{i}" for i in (0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28)]
    layers += [f"classifier.{i}" for i in (0, 3, 6)]
    assert list(shapes) == [f"{layer}.{kind}" for layer in layers for kind in ("weight", "bias")]
    assert shapes["features.28.weight"] == (512, 512, 3, 3)
    assert shapes["classifier.0.weight"] == (4096, 25_088)


def test_the_checksum_begins_as_the_name_of_the_file_says():
    name, sha256 = vgg16.WEIGHTS.name, vgg16.WEIGHTS.sha256
    assert len(sha256) == 64 and sha256.startswith(name.removeprefix("vgg16-").removesuffix(".pth"))
    assert all(url.startswith("https://") and url.endswith("/" + name) for url in vgg16.WEIGHTS.urls)


def test_other_sides_pass_and_dropout_acts_only_in_training():
    network = small(0)
    for side in (28, 33):
        assert network(torch.zeros(2, 3, side, side)).shape == (2, 5)
    x = torch.randn(1, 3, 28, 28, generator=torch.Generator().manual_seed(0))
    network.eval()
    assert torch.equal(network(x), network(x))


@pytest.mark.parametrize("new_format", [True, False])
@pytest.mark.parametrize("seed", [None, 7])
def test_weights_from_a_path(published, seed, new_format):
    source = small(0).eval()
    network = small(seed)
    assert network.load_weights(published(source.state_dict(), new_format)) is network
    x = torch.randn(2, 3, 28, 28, generator=torch.Generator().manual_seed(0))
    assert not network.training and torch.equal(network(x), source(x))
    network(x).sum().backward()  # they can still learn
    assert all(p.grad is not None for p in network.parameters())


def test_weights_found_in_the_folder_of_data(published, monkeypatch):
    source = small(0)
    monkeypatch.setenv("HOCSAU_DATA", str(published(source.state_dict()).parent))
    network = small().load_weights()
    assert torch.equal(network.features[0].weight, source.features[0].weight)


def test_out_of_reach_says_what_to_do(published, monkeypatch):
    published({})
    closed = ("http://127.0.0.1:9/vgg16-397923af.pth",)  # stands for no network
    monkeypatch.setattr(vgg16, "WEIGHTS", dataclasses.replace(vgg16.WEIGHTS, urls=closed))
    with pytest.raises(DataError) as caught:
        VGG16().load_weights()
    for part in ("chưa có tệp vgg16-397923af.pth", "VGG16().load_weights()", "HOCSAU_DATA"):
        assert part in str(caught.value)
    assert "hocsau data fetch" not in str(caught.value)


def test_a_file_that_is_another_or_missing_is_refused_unread(published, tmp_path):
    path = published(small(0).state_dict())
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DataError, match="SHA-256"):
        small().load_weights(path)
    with pytest.raises(DataError, match="không đọc được tệp trọng số"):
        small().load_weights(tmp_path / "không có.pth")


class Hostile:
    def __init__(self, mark):
        self.mark = mark

    def __reduce__(self):
        return os.mkdir, (self.mark,)


@pytest.mark.parametrize("new_format", [True, False])
def test_code_in_the_file_is_not_run(published, tmp_path, new_format):
    mark = tmp_path / "đã chạy"
    path = published({"features.0.weight": Hostile(str(mark))}, new_format)
    with pytest.raises(DataError, match="không đọc được như tệp trọng số"):
        small().load_weights(path)
    assert not mark.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            lambda: small(0, classes=6).state_dict(),
            r"classifier.6.weight: tệp có \(6, 4\), model cần \(5, 4\)",
        ),
        (lambda: small(0).features.state_dict(), "features.0.weight: tệp có None"),
        (lambda: [1, 2], "không phải bảng"),
        (lambda: {"features.0.weight": 3}, "không phải bảng"),
    ],
)
def test_weights_of_another_network_change_nothing(published, content, words):
    network = small(1)
    before = {name: p.clone() for name, p in network.state_dict().items()}
    with pytest.raises(DataError, match=words):
        network.load_weights(published(content()))
    assert all(torch.equal(p, before[name]) for name, p in network.state_dict().items())
    assert network.training


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"dropout": 1.0}, "p = 1.0"),
        ({"configuration": (2, "P")}, "cấu hình có 'P'"),
        ({"configuration": (0,)}, "cấu hình có 0"),
    ],
)
def test_what_is_refused(settings, words):
    with pytest.raises(ValueError, match=words):
        small(0, **settings)


def test_a_wrong_shape_is_named():
    with pytest.raises(ValueError, match=r"cần \(N, 3, H, W\)"):
        small(0)(torch.zeros(1, 1, 28, 28))
