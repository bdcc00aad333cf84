import numpy as np
import pytest
import torch

from hocsau.torch import CNN, LayerRow, PilotNet, layer_table


def test_rows_follow_the_forward_and_count_every_parameter():
    network = CNN(rng=np.random.default_rng(0))
    rows = layer_table(network, (1, 28, 28))
    assert rows[0] == LayerRow("0", "Conv2d", (32, 26, 26), 320)
    x, shapes = torch.zeros(2, 1, 28, 28, dtype=torch.float64), []
    for layer in network:
        x = layer(x)
        shapes.append(tuple(x.shape[1:]))
    assert [row.shape for row in rows] == shapes
    assert sum(row.parameters for row in rows) == sum(p.numel() for p in network.parameters())


def test_the_model_is_left_as_it_was():
    network = PilotNet(rng=np.random.default_rng(0))
    network.dropout1.eval()
    modes = [m.training for m in network.modules()]
    before = {name: p.clone() for name, p in network.state_dict().items()}
    for shape in [(3, 66, 200), (3, 10, 10)]:
        try:
            layer_table(network, shape)
        except ValueError:
            assert shape == (3, 10, 10)
        assert [m.training for m in network.modules()] == modes
        assert not any(m._forward_hooks for m in network.modules())
        assert all(torch.equal(p, before[name]) for name, p in network.state_dict().items())
        assert not any(p.is_meta for p in network.parameters())


def test_batch_norm_takes_one_image_and_its_statistics_stay():
    network = torch.nn.Sequential(torch.nn.Conv2d(1, 4, 3), torch.nn.BatchNorm2d(4), torch.nn.Flatten())
    assert [row.parameters for row in layer_table(network, (1, 3, 3))] == [40, 8, 0]
    assert network[1].num_batches_tracked == 0 and network.training


def test_a_layer_called_twice_is_counted_once():
    class Twice(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.same = torch.nn.Linear(3, 3)
            self.scale = torch.nn.Parameter(torch.ones(3))

        def forward(self, x):
            return self.same(self.same(x)) * self.scale

    rows = layer_table(Twice(), (3,))
    assert [(row.layer, row.parameters) for row in rows] == [("same", 12), ("same", 0), ("", 3)]


def test_an_input_that_does_not_fit_is_named():
    with pytest.raises(ValueError, match=r"đầu vào shape \(1, 4, 4\) không đi qua được"):
        layer_table(CNN(rng=np.random.default_rng(0)), (1, 4, 4))
