"""copy_weights in every direction, and what it refuses by name."""

import numpy as np
import pytest
import torch

import hocsau.torch
from hocsau import models, nn
from hocsau.torch import copy_weights


def numpy_net(seed, sizes=(4, 5, 3), **settings):
    return models.MLP(sizes, rng=np.random.default_rng(seed), **({"batch_norm": True} | settings))


def torch_net(seed, sizes=(4, 5, 3), **settings):
    return hocsau.torch.MLP(sizes, rng=np.random.default_rng(seed), **({"batch_norm": True} | settings))


def output(model, x):
    model.eval()
    y = model(torch.tensor(x)) if isinstance(model, torch.nn.Module) else model(x)
    return y.detach().numpy() if isinstance(y, torch.Tensor) else y


@pytest.mark.parametrize("make_target", [numpy_net, torch_net])
@pytest.mark.parametrize("make_source", [numpy_net, torch_net])
def test_every_direction(make_source, make_target):
    source, target, x = make_source(0), make_target(1), np.random.default_rng(2).normal(size=(6, 4))
    for _ in range(3):  # running statistics that are not the first ones
        source(torch.tensor(x) if make_source is torch_net else x)
    assert np.abs(output(source, x) - output(target, x)).max() > 1e-3
    copy_weights(source, target)
    np.testing.assert_allclose(output(source, x), output(target, x), rtol=1e-10, atol=1e-10)


def test_there_and_back_keeps_every_bit():
    ours = numpy_net(0)
    back = numpy_net(1)
    copy_weights(hocsau.torch.twin(ours), back)
    for name, array in ours.state_dict().items():
        assert array.tobytes() == back.state_dict()[name].tobytes(), name


def test_weights_learnt_in_torch_come_home():
    ours = models.LogisticRegression(2, rng=np.random.default_rng(0))
    theirs = hocsau.torch.twin(ours)
    x = np.random.default_rng(1).normal(size=(30, 2))
    theirs.fit(x, (x[:, 0] > 0.1).astype(int), learning_rate=0.5, steps=50)
    copy_weights(theirs, ours)
    np.testing.assert_allclose(ours.probability(x), theirs.probability(x).numpy(), rtol=1e-10)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (lambda: torch_net(1, bias=False), "thiếu 0.bias, 3.bias"),
        (lambda: torch_net(1, sizes=(4, 5, 5, 3)), "thừa 4.bias, .*6.weight"),
        (lambda: torch_net(1, sizes=(4, 6, 3)), r"0.weight .* shape \(6, 4\); đích cần \(5, 4\)"),
        (lambda: torch.nn.Linear(4, 3), "thiếu 0.bias"),
        (lambda: models.LinearRegression(), "LinearRegression sang MLP"),
    ],
)
def test_what_does_not_match_is_named_and_changes_nothing(other, words):
    target = numpy_net(0)
    before = target.state_dict()
    with pytest.raises(ValueError, match=words):
        copy_weights(other(), target)
    for name, array in target.state_dict().items():
        np.testing.assert_array_equal(array, before[name])


def test_a_square_weight_is_still_transposed():
    ours = nn.Sequential(nn.Linear(3, 3, rng=np.random.default_rng(0)))
    theirs = hocsau.torch.MLP([3, 3], rng=np.random.default_rng(1))
    copy_weights(ours, theirs)
    np.testing.assert_array_equal(theirs[0].weight.detach().numpy(), ours[0].weight.data.T)


def test_linear_regression_both_ways():
    x, y = np.array([1.0, 2, 4]), np.array([1.0, 3, 4])
    ours, theirs = models.LinearRegression(), hocsau.torch.LinearRegression().fit(x, y)
    copy_weights(theirs, ours)
    np.testing.assert_allclose(ours.predict(x), theirs.predict(x).numpy(), rtol=1e-12)
    again = hocsau.torch.LinearRegression()
    copy_weights(ours, again)
    assert torch.equal(again.weight, theirs.weight)
    with pytest.raises(ValueError, match="chưa có trọng số"):
        copy_weights(models.LinearRegression(), theirs)
