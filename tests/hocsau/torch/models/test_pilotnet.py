import numpy as np
import pytest
import torch

from hocsau.torch import PilotNet


@pytest.fixture
def network():
    return PilotNet(rng=np.random.default_rng(0))


def test_the_number_of_parameters_layer_by_layer(network):
    counts = {name: sum(p.numel() for p in layer.parameters()) for name, layer in network.named_children()}
    assert [n for n in counts.values() if n] == [1824, 21636, 43248, 27712, 36928, 115300, 5050, 510, 11]
    assert sum(counts.values()) == 252_219


def test_the_shapes_on_the_way(network):
    x, shapes = torch.zeros(2, 3, 66, 200), []
    for layer in network:
        x = layer(x)
        if isinstance(layer, (torch.nn.Conv2d, torch.nn.Flatten, torch.nn.Linear)):
            shapes.append(tuple(x.shape[1:]))
    assert shapes[:5] == [(24, 31, 98), (36, 14, 47), (48, 5, 22), (64, 3, 20), (64, 1, 18)]
    assert shapes[5:] == [(1152,), (100,), (50,), (10,), (1,)]


def test_one_number_for_each_image(network):
    assert network(torch.zeros(3, 3, 66, 200)).shape == (3,)


def test_the_same_generator_gives_the_same_network(network):
    again, other = PilotNet(rng=np.random.default_rng(0)), PilotNet(rng=np.random.default_rng(1))
    assert torch.equal(network.conv3.weight, again.conv3.weight)
    assert not torch.equal(network.conv3.weight, other.conv3.weight)


def test_signals_keep_their_size(network):
    network.eval()
    x = torch.randn(64, 3, 66, 200, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        assert 0.05 < network(x).std() < 3


def test_dropout_acts_only_in_training(network):
    x = torch.ones(1, 3, 66, 200)
    network.eval()
    assert network(x).item() == network(x).item()
    network.train()
    assert network(x).item() != network(x).item()


def test_every_parameter_gets_a_gradient(network):
    network(torch.randn(4, 3, 66, 200)).square().sum().backward()
    assert all(p.grad.abs().sum() > 0 for p in network.parameters())


def test_what_is_refused(network):
    with pytest.raises(ValueError, match=r"cần \(N, 3, 66, 200\)"):
        network(torch.zeros(1, 66, 200, 3))
    with pytest.raises(ValueError, match="rng"):
        PilotNet(rng=None)
    with pytest.raises(ValueError):
        PilotNet(1.5, rng=np.random.default_rng(0))
