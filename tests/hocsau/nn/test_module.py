import numpy as np
import pytest

from hocsau import nn


def network(seed=0):
    rng = np.random.default_rng(seed)
    return nn.Sequential(nn.Linear(3, 4, rng=rng), nn.BatchNorm1d(4), nn.ReLU(), nn.Linear(4, 2, rng=rng))


def test_names_follow_the_structure():
    names = [name for name, _ in network().named_parameters()]
    assert names == ["0.weight", "0.bias", "1.weight", "1.bias", "3.weight", "3.bias"]
    assert set(network().state_dict()) == {*names, "1.running_mean", "1.running_var"}


def test_state_moves_a_network_whole():
    a, b, x = network(0), network(1), np.random.default_rng(2).normal(size=(6, 3))
    a(x)
    b.load_state_dict(a.state_dict())
    np.testing.assert_array_equal(a.eval()(x), b.eval()(x))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda s: s.pop("0.bias"), "thiếu 0.bias"),
        (lambda s: s.update({"9.weight": np.ones(1)}), "thừa 9.weight"),
        (lambda s: s.update({"3.weight": np.ones((2, 4))}), "3.weight có shape"),
        (lambda s: s.update({"3.bias": np.array([np.nan, 0])}), "3.bias"),
        (lambda s: s.update({"3.bias": np.array(["a", "b"])}), "3.bias"),
    ],
)
def test_a_wrong_state_changes_nothing(change, words):
    model = network()
    before, state = model.state_dict(), network(1).state_dict()
    change(state)
    with pytest.raises(ValueError, match=words):
        model.load_state_dict(state)
    for name, array in model.state_dict().items():
        np.testing.assert_array_equal(array, before[name])


def test_train_and_eval_reach_every_layer():
    model = network().eval()
    assert not any(layer.training for layer in model.layers)
    model.train()
    assert all(layer.training for layer in model.layers)


def test_xor_is_learnt():
    rng = np.random.default_rng(0)
    x, y = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0.0], [1], [1], [0]])
    model = nn.Sequential(nn.Linear(2, 8, rng=rng), nn.Tanh(), nn.Linear(8, 1, rng=rng))
    optimizer = nn.Adam(model.parameters(), 0.05)
    for _ in range(500):
        loss, dz = nn.bce_with_logits(model(x), y)
        optimizer.zero_grad()
        model.backward(dz)
        optimizer.step()
    assert loss < 0.01
    np.testing.assert_array_equal(nn.sigmoid(model(x)).round(), y)
