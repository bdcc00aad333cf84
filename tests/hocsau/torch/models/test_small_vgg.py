"""SmallVGG: its layers and counts, what it refuses, and the learned weights that the book ships."""

import numpy as np
import pytest
import torch

from hocsau.data import DataError, load
from hocsau.nn.storage import load_arrays, save_arrays
from hocsau.recorded import recorded, recorded_file
from hocsau.torch import SmallVGG, layer_table
from hocsau.torch.inputs import grey_input
from hocsau.torch.shipped import load_shipped, shipped_arrays


def rng():
    return np.random.default_rng(0)


def test_layers_and_counts():
    network = SmallVGG(rng=rng())
    rows = [row for row in layer_table(network, (1, 28, 28)) if row.parameters]
    assert [row.layer for row in rows] == [
        *("block1-conv1", "block1-conv2", "block2-conv1", "block2-conv2", "linear1", "linear2")
    ]
    assert [row.parameters for row in rows] == [160, 2320, 4640, 9248, 100_416, 650]
    assert f"{117_434:,}".replace(",", " ") in SmallVGG.__doc__
    assert sum(p.numel() for p in network.parameters()) == 117_434


def test_the_same_rng_gives_the_same_weights_and_torch_is_left_alone():
    torch.manual_seed(7)
    before = torch.get_rng_state()
    one, two = SmallVGG(rng=rng()), SmallVGG(rng=rng())
    assert torch.equal(before, torch.get_rng_state())
    for a, b in zip(one.parameters(), two.parameters(), strict=True):
        assert torch.equal(a, b)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"image": (28, 28)}, "cần \\(C, H, W\\)"),
        ({"image": (1, 3, 28)}, "từ 4 trở lên"),
        ({"classes": 1}, "classes = 1"),
        ({"blocks": (4, 0)}, "ít nhất một kernel"),
        ({"dropout": 1.0}, "1.0"),
    ],
)
def test_refuses(settings, said):
    with pytest.raises(ValueError, match=said):
        SmallVGG(**settings, rng=rng())


def test_refuses_an_image_of_another_shape():
    with pytest.raises(ValueError, match=r"x có shape \(2, 28, 28\); cần \(N, 1, 28, 28\)"):
        SmallVGG(rng=rng())(torch.zeros(2, 28, 28))


def test_the_recorded_accuracy_is_that_of_the_shipped_file():
    network, exam = load_shipped("clothes-cnn"), load("clothes").test
    assert not network.training
    with torch.no_grad():
        said = network(grey_input(exam.x)).argmax(dim=1).numpy()
    # another processor may round otherwise: at most one picture of the 600
    assert abs((said == exam.y).mean() - recorded("clothes-cnn")["scores"]["test_accuracy"]) < 2e-3
    assert recorded_file("clothes-cnn-network.npz").stat().st_size < 300_000


@pytest.mark.parametrize(("name", "least", "each"), [("fashion-cnn", 0.91, 1000), ("clothes-cnn", 0.98, 60)])
def test_the_recorded_runs(name, least, each):
    record = recorded(name)
    assert record["scores"]["test_accuracy"] > least and record["scores"]["parameters"] == 117_434
    counts = np.array(record["details"]["confusion"])
    assert counts.sum(axis=1).tolist() == [each] * 10
    assert np.trace(counts) / (10 * each) == record["scores"]["test_accuracy"]


def test_saved_weights_come_back(tmp_path):
    network = SmallVGG(rng=rng())
    save_arrays(tmp_path / "mạng.npz", shipped_arrays("clothes-cnn", network))
    back = load_shipped("clothes-cnn", tmp_path / "mạng.npz")
    for a, b in zip(network.parameters(), back.parameters(), strict=True):
        assert torch.equal(a.half().float(), b)


def test_a_bad_file_is_refused(tmp_path):
    good = load_arrays(recorded_file("clothes-cnn-network.npz"))

    def refused(said, **changes):
        arrays = {name: a for name, a in (good | changes).items() if a is not None}
        save_arrays(tmp_path / "sai.npz", arrays)
        with pytest.raises(DataError, match=said):
            load_shipped("clothes-cnn", tmp_path / "sai.npz")

    refused("không phải tệp clothes-cnn", format=np.array("hocsau-pilotnet-1"))
    refused("relu.bias trong tệp", **{"relu.bias": np.zeros(3)})
    refused(r"linear2.bias trong tệp: không có; SmallVGG cần: \(10,\)", **{"linear2.bias": None})
    refused(r"linear2.bias trong tệp: \(9,\)", **{"linear2.bias": np.zeros(9)})
    refused("số thực hữu hạn", **{"linear2.bias": np.full(10, np.nan)})
    refused("số thực hữu hạn", **{"linear2.bias": np.zeros(10, np.int64)})


def test_grey_input():
    x = grey_input(np.full((2, 28, 28), 255, np.uint8))
    assert x.shape == (2, 1, 28, 28) and x.dtype == torch.float32 and (x == 1).all()
    assert grey_input(np.zeros((28, 28), np.uint8)).shape == (1, 1, 28, 28)
    for bad in (np.zeros((2, 28, 28)), np.zeros((2, 1, 28, 28), np.uint8)):
        with pytest.raises(ValueError, match="cần ảnh xám uint8"):
            grey_input(bad)
