import numpy as np
import pytest
import torch

from hocsau.torch import LeNet, layer_table


@pytest.fixture
def network():
    return LeNet(rng=np.random.default_rng(0))


def test_shapes_and_parameters_layer_by_layer(network):
    rows = {row.layer: (row.shape, row.parameters) for row in layer_table(network, (1, 28, 28))}
    assert rows["conv1"] == ((6, 28, 28), 6 * (25 + 1))
    assert rows["pool1"] == ((6, 14, 14), 0)
    assert rows["conv2"] == ((16, 10, 10), 16 * (6 * 25 + 1))
    assert rows["pool2"] == ((16, 5, 5), 0)
    assert rows["flatten"] == ((400,), 0)
    assert [rows[f"linear{i}"] for i in (1, 2, 3)] == [((120,), 48_120), ((84,), 10_164), ((10,), 850)]
    assert sum(p.numel() for p in network.parameters()) == 61_706


def test_an_activation_after_every_layer_but_the_last():
    kinds = [type(layer).__name__ for layer in LeNet("relu", rng=np.random.default_rng(0))]
    assert kinds.count("ReLU") == 4 and kinds[-1] == "Linear"


def test_the_same_generator_gives_the_same_network(network):
    again, other = LeNet(rng=np.random.default_rng(0)), LeNet(rng=np.random.default_rng(1))
    assert torch.equal(network.conv2.weight, again.conv2.weight)
    assert not torch.equal(network.conv2.weight, other.conv2.weight)


def test_it_learns_two_images(network):
    x = torch.randn(2, 1, 28, 28, generator=torch.Generator().manual_seed(0))
    y, optimizer = torch.tensor([3, 7]), torch.optim.SGD(network.parameters(), 0.1)
    for _ in range(30):
        loss = torch.nn.functional.cross_entropy(network(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert network(x).argmax(1).tolist() == [3, 7] and loss < 0.1


def test_what_is_refused(network):
    with pytest.raises(ValueError, match=r"cần \(N, 1, 28, 28\)"):
        network(torch.zeros(1, 1, 32, 32))
    with pytest.raises(ValueError, match="không có activation"):
        LeNet("relo", rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match="rng"):
        LeNet(rng=None)
