import numpy as np
import pytest
import torch

from hocsau import nn

PAIRS = {
    "sgd": (lambda p: nn.SGD(p, 0.1), lambda p: torch.optim.SGD(p, 0.1)),
    "sgd, weight decay": (
        lambda p: nn.SGD(p, 0.1, weight_decay=0.01),
        lambda p: torch.optim.SGD(p, 0.1, weight_decay=0.01),
    ),
    "momentum": (lambda p: nn.Momentum(p, 0.1, 0.8), lambda p: torch.optim.SGD(p, 0.1, momentum=0.8)),
    "adam": (lambda p: nn.Adam(p, 0.05), lambda p: torch.optim.Adam(p, 0.05)),
}


@pytest.mark.parametrize("name", PAIRS)
def test_twenty_steps_agree_with_torch(name):
    rng = np.random.default_rng(0)
    p = nn.Parameter(rng.normal(size=(3, 2)), "w")
    t = torch.tensor(p.data.copy(), requires_grad=True)
    ours, theirs = PAIRS[name][0]([p]), PAIRS[name][1]([t])
    for _ in range(20):
        g = rng.normal(size=(3, 2))
        ours.zero_grad()
        p.grad += g
        t.grad = torch.tensor(g)
        ours.step(), theirs.step()
    np.testing.assert_allclose(p.data, t.detach().numpy(), atol=1e-12)


@pytest.mark.parametrize("name", PAIRS)
def test_a_resumed_optimizer_walks_the_same_bits(name):
    def run(interrupted):
        rng = np.random.default_rng(1)
        p = nn.Parameter(np.ones(4), "w")
        optimizer = PAIRS[name][0]([p])
        for step in range(10):
            if interrupted and step == 5:
                state, weights = optimizer.state_dict(), p.data.copy()
                p = nn.Parameter(weights, "w")
                optimizer = PAIRS[name][0]([p])
                optimizer.load_state_dict(state)
            optimizer.zero_grad()
            p.grad += rng.normal(size=4)
            optimizer.step()
        return p.data

    assert run(True).tobytes() == run(False).tobytes()


def test_bad_settings_and_states_are_refused():
    p = [nn.Parameter(np.ones(2), "w")]
    for rate in (0, -1, np.nan, np.inf):
        with pytest.raises(ValueError, match="learning_rate"):
            nn.SGD(p, rate)
    with pytest.raises(ValueError, match="momentum"):
        nn.Momentum(p, 0.1, 1.0)
    with pytest.raises(ValueError, match="không có tham số"):
        nn.SGD([], 0.1)
    adam = nn.Adam(p)
    with pytest.raises(ValueError, match="mean.0"):
        adam.load_state_dict({"steps": np.array(3), "learning_rate": np.array(0.1)})
    state = adam.state_dict() | {"mean.0": np.ones(3)}
    with pytest.raises(ValueError, match="shape"):
        adam.load_state_dict(state)
    assert adam.steps == 0


def test_clipping_bounds_the_common_norm():
    p = [nn.Parameter(np.zeros(3), "a"), nn.Parameter(np.zeros(4), "b")]
    p[0].grad += 3
    p[1].grad += 4
    norm = nn.clip_gradients(p, 1.0)
    assert norm == pytest.approx(np.sqrt(27 + 64))
    assert np.sqrt(sum((q.grad**2).sum() for q in p)) == pytest.approx(1)
    assert nn.clip_gradients(p, 5.0) == pytest.approx(1)


def test_schedules():
    from hocsau.nn.schedules import constant, cosine, step_decay

    assert constant(0.1)(99) == 0.1
    assert [step_decay(1.0, 10)(s) for s in (0, 9, 10, 20)] == pytest.approx([1, 1, 0.1, 0.01])
    rate = cosine(1.0, steps=110, final=0.1, warmup=10)
    assert [rate(s) for s in (0, 9, 10, 60, 110, 500)] == pytest.approx([0.1, 1, 1, 0.55, 0.1, 0.1])
    with pytest.raises(ValueError, match="warmup"):
        cosine(1.0, steps=5, warmup=5)
