"""The small network: one step against a hand-written one, epochs, penalties, and what it can learn."""

import numpy as np
import pytest

from hocsau import nn
from hocsau.live.playground import Playground, Settings


def trained(steps, **settings):
    game = Playground(Settings(**settings))
    for _ in range(steps):
        game.step()
    return game


def test_one_full_batch_step_is_gradient_descent_on_the_whole_set():
    game = Playground(Settings(hidden=(), batch=100, learning_rate=0.5, l2=0.1))
    w, b = game.linears[0].weight.data.copy(), game.linears[0].bias.data.copy()
    error = nn.sigmoid(game.x @ w + b)[:, 0] - game.y
    game.step()
    slope = game.x.T @ error / 100 + 0.1 * w[:, 0]  # the penalty is on weights only
    np.testing.assert_allclose(game.linears[0].weight.data[:, 0], w[:, 0] - 0.5 * slope, atol=1e-12)
    np.testing.assert_allclose(game.linears[0].bias.data, b - 0.5 * error.mean(), atol=1e-12)


def test_steps_and_epochs_with_a_last_batch_that_is_smaller():
    game = trained(4, batch=30)
    assert (game.steps, game.epoch) == (4, 1)
    game.step()
    assert (game.steps, game.epoch) == (5, 1)


def test_same_settings_same_numbers_another_start_others():
    a, b, c = trained(30), trained(30), trained(30, start=2)
    assert a.losses() == b.losses() != c.losses()
    np.testing.assert_array_equal(a.x, c.x)


def test_a_hidden_layer_learns_xor_and_none_cannot():
    assert trained(600, learning_rate=0.3, noise=0).accuracy() > 0.95
    assert trained(600, learning_rate=0.3, noise=0, hidden=()).accuracy() < 0.75


def test_l2_keeps_weights_small():
    free, held = trained(300, learning_rate=0.3), trained(300, learning_rate=0.3, l2=0.03)
    size = [sum(float((layer.weight.data**2).sum()) for layer in game.linears) for game in (free, held)]
    assert size[1] < 0.7 * size[0]


@pytest.mark.parametrize("hidden", [(), (3,), (8, 2, 5)])
def test_neurons_of_every_layer(hidden):
    game = Playground(Settings(hidden=hidden))
    found = game.neurons(game.x[:7])
    assert [a.shape for a in found] == [(7, n) for n in (*hidden, 1)]
    np.testing.assert_array_equal(found[-1], game.model(game.x[:7]))
    if hidden:
        np.testing.assert_allclose(found[0], np.tanh(game.linears[0](game.x[:7])))


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        ({"activation": "gelu"}, "activation 'gelu'"),
        ({"hidden": (4, 4, 4, 4)}, "tối đa 3 tầng"),
        ({"hidden": (9,)}, "1 đến 8"),
        ({"batch": 0}, "batch = 0"),
        ({"batch": 101}, "batch = 101"),
    ],
)
def test_bad_settings_are_refused(wish, says):
    with pytest.raises(ValueError, match=says):
        Settings(**wish)
